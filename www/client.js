/**
 * The page's end of one document's worker: questions as promises. Aborting is ending: `end()` terminates the worker and with it
 * the plaintext. A worker that crashes, traps, is killed or falls silent rejects every open question with a `Refused`.
 */

import { Refused } from './protocol.js';

/**
 * @typedef {import('./protocol.js').Requests} Requests
 * @typedef {import('./protocol.js').FromWorker} FromWorker
 * @typedef {(step: import('./protocol.js').Step, done: number, total: number) => void} OnProgress
 * @typedef {{resolve: (answer: any) => void, reject: (refused: Refused) => void, onProgress: OnProgress | undefined}} Waiting
 */

/** Seconds of the page's own clock that a worker may stay silent while a question is open, before its first word: its script is small. */
const SILENCE_FIRST = 20;
/** The same after its first word. */
const SILENCE = 45;
/** The same where a lock tells of a death at once, so that silence only means hard work. */
const SILENCE_LOCKED = 120;
/** Seconds between two pings of an idle worker. */
const PING = 5;

/**
 * The compiled engine, once a worker has handed it over: code without any document, so that the next worker starts at once.
 * @type {WebAssembly.Module | null}
 */
let engine = null;

/** One worker, one document. */
export class DocumentClient {
  /** @type {Worker | null} */ #worker;
  /** @type {Map<number, Waiting>} */ #waiting = new Map();
  /** @type {((refused: Refused) => void) | undefined} */ #onDeath;
  #lock = new AbortController();
  #next = 1;
  #silent = 0;
  #idle = 0;
  #patience = SILENCE_FIRST;
  #timer;
  #lockName = `biffure-${crypto.randomUUID?.() ?? `${Date.now()}-${Math.random()}`}`;

  /** @param {{onDeath?: (refused: Refused) => void}} [options] `onDeath` is called once if the worker dies by itself */
  constructor({ onDeath } = {}) {
    this.#onDeath = onDeath;
    const worker = new Worker(new URL('./worker.js', import.meta.url), { type: 'module', name: 'biffure' });
    this.#worker = worker;
    worker.addEventListener('message', ({ data }) => this.#hear(data));
    worker.addEventListener('error', (event) => {
      // Not passed on to the console: an engine's own words may quote the document.
      event.preventDefault();
      // A script that cannot be had gives a bare event, one that fails gives its error.
      const failed = event instanceof ErrorEvent && event.message !== '';
      this.#die(failed ? new Refused('internal', 'the worker failed') : new Refused('resource', 'the worker could not be loaded'));
    });
    worker.addEventListener('messageerror', () => this.#die(new Refused('internal', 'the worker sent what cannot be read')));
    worker.postMessage({ kind: 'hello', lock: this.#lockName, engine });
    // Ticks, not wall time: a laptop that slept must not look like a dead worker.
    this.#timer = setInterval(() => this.#tick(), 1000);
  }

  /** Whether questions can still be asked. */
  get alive() {
    return this.#worker !== null;
  }

  /** @param {(refused: Refused) => void} onDeath called once if the worker dies by itself */
  set onDeath(onDeath) {
    this.#onDeath = onDeath;
  }

  /**
   * @param {ArrayBuffer} bytes handed over, not copied
   * @param {import('./protocol.js').OpenOptions} options
   * @param {OnProgress} [onProgress]
   */
  open(bytes, options, onProgress) {
    return this.#ask('open', { bytes, options }, [bytes], onProgress);
  }

  /**
   * Reads the same bytes again with other options, for words that the person adds.
   * @param {import('./protocol.js').OpenOptions} options
   * @param {OnProgress} [onProgress]
   */
  reopen(options, onProgress) {
    return this.#ask('reopen', { options }, [], onProgress);
  }

  /**
   * @param {number} page
   * @param {number} scale pixels per unit of the page
   */
  preview(page, scale) {
    return this.#ask('preview', { page, scale });
  }

  /**
   * @param {import('./protocol.js').Choices} choices
   * @param {OnProgress} [onProgress]
   */
  finish(choices, onProgress) {
    return this.#ask('finish', { choices }, [], onProgress);
  }

  /**
   * @param {string} text
   * @param {import('./protocol.js').Known | null} known
   * @param {string} policy
   */
  detect(text, known, policy) {
    return this.#ask('detect', { text, known, policy });
  }

  /** Ends the worker. Open questions are rejected as cancelled. May be called twice. */
  end() {
    this.#close(new Refused('cancelled', 'stopped'));
  }

  /**
   * @template {keyof Requests} K
   * @param {K} kind
   * @param {Requests[K]['ask']} ask
   * @param {Transferable[]} [transfer]
   * @param {OnProgress} [onProgress]
   * @returns {Promise<Requests[K]['answer']>}
   */
  #ask(kind, ask, transfer = [], onProgress) {
    const worker = this.#worker;
    if (!worker) return Promise.reject(new Refused('cancelled', 'the worker has ended'));
    const id = this.#next++;
    if (this.#waiting.size === 0) this.#silent = 0;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject, onProgress });
      worker.postMessage({ kind, id, ...ask }, transfer);
    });
  }

  /** @param {FromWorker} message */
  #hear(message) {
    this.#silent = 0;
    this.#idle = 0;
    switch (message.kind) {
      case 'alive':
        this.#patience = message.locked ? SILENCE_LOCKED : SILENCE;
        if (message.locked) this.#watchLock();
        return;
      case 'engine':
        engine = message.engine;
        return;
      case 'progress': {
        const { id, step, done, total } = message;
        this.#waiting.get(id)?.onProgress?.(step, done, total);
        return;
      }
      case 'done': {
        const waiting = this.#waiting.get(message.id);
        this.#waiting.delete(message.id);
        waiting?.resolve(message.answer);
        return;
      }
      case 'failed': {
        const { code, message: words, place } = message.refusal;
        const refused = new Refused(code, words, place);
        const waiting = this.#waiting.get(message.id);
        this.#waiting.delete(message.id);
        waiting?.reject(refused);
        if (message.fatal) this.#die(refused);
      }
    }
  }

  /** Queues for the worker's lock: it is granted only when the worker is gone. */
  #watchLock() {
    const { signal } = this.#lock;
    navigator.locks
      ?.request(this.#lockName, { signal }, () => this.#die(new Refused('internal', 'the worker was stopped')))
      .catch(() => {
        // Aborted by our own end.
      });
  }

  #tick() {
    if (this.#waiting.size > 0) {
      this.#silent += 1;
      if (this.#silent > this.#patience) this.#die(new Refused('internal', 'the worker no longer answers'));
    } else if (++this.#idle >= PING) {
      this.#idle = 0;
      this.#ask('ping', {}).catch(() => {
        // A death is told through `onDeath`.
      });
    }
  }

  /** @param {Refused} refused */
  #die(refused) {
    if (!this.#worker) return;
    this.#close(refused);
    this.#onDeath?.(refused);
  }

  /** @param {Refused} refused */
  #close(refused) {
    clearInterval(this.#timer);
    this.#lock.abort();
    this.#worker?.terminate();
    this.#worker = null;
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const { reject } of waiting) reject(refused);
  }
}
