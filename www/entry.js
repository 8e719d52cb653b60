/**
 * One chosen file on its way: a state, the worker that holds its bytes, the review, and at the end the new file. Its law: states
 * follow each other only as `NEXT` says, only `ready` has a file, and once `ready` the source is forgotten.
 */

import { ReviewChoices } from './choices.js';
import { MAX_BYTES, Refused } from './protocol.js';

/**
 * @typedef {'reading' | 'review' | 'striking' | 'checking' | 'ready' | 'refused' | 'gone'} EntryState
 * @typedef {import('./protocol.js').Receipt} Receipt
 * @typedef {{file: File, receipt: Receipt, struck: number, pages: number}} Result
 * `struck`: how many things, as the review counted them; `pages`: how many pages carry one
 *
 * @typedef {object} EntryHost what the element answers
 * @property {() => {policy: string, known: import('./protocol.js').Known | null}} options
 * @property {() => string} accept the kinds that the host takes, as in `<input accept>`; empty for all
 * @property {() => import('./client.js').DocumentClient} client a fresh worker
 * @property {() => Promise<() => void>} turn waits for a place among the readers; the answer gives it back
 * @property {(entry: Entry) => void} changed
 * @property {(entry: Entry) => void} progressed
 */

/** @type {Readonly<Record<EntryState, readonly EntryState[]>>} */
const NEXT = Object.freeze({
  reading: ['review', 'refused', 'gone'],
  review: ['reading', 'striking', 'refused', 'gone'],
  striking: ['checking', 'refused', 'gone'],
  checking: ['ready', 'refused', 'gone'],
  ready: ['gone'],
  refused: ['reading', 'gone'],
  gone: [],
});

/** One document in the element. */
export class Entry {
  /** @type {EntryState} */ #state = 'reading';
  /** @type {File | null} the browser's handle; dropped when ready */ #source;
  /** @type {import('./client.js').DocumentClient | null} */ #client = null;
  /** @type {EntryHost} */ #host;
  #run = 0;
  /** How many pages the document has, once that was told. */
  #pages = 0;
  #password = '';

  /** Words that the person added to what the host knows. @type {readonly string[]} */
  words = [];
  /** @type {import('./protocol.js').Step} */
  step = 'reading';
  /** From 0 to 1, or `null` while unknown. @type {number | null} */
  progress = null;
  /** The page or picture at hand, where there are several; `page`: whether it is a page. @type {{at: number, of: number, page: boolean} | null} */
  part = null;
  /** @type {ReviewChoices | null} */
  choices = null;
  /** @type {Refused | null} */
  refused = null;
  /** @type {Result | null} */
  result = null;

  /**
   * @param {File} source
   * @param {number} number from 1
   * @param {EntryHost} host
   */
  constructor(source, number, host) {
    this.#source = source;
    this.#host = host;
    /** Its number in the element, from 1. @readonly */
    this.number = number;
    /** Bytes of the source. @readonly */
    this.size = source.size;
  }

  get state() {
    return this.#state;
  }

  /** The worker while a review is open. */
  get client() {
    return this.#client;
  }

  /**
   * Reads the file, up to the review or a refusal.
   * @param {string} [password]
   */
  async read(password = '') {
    if (this.#state !== 'reading') this.#move('reading');
    this.#password = password;
    this.refused = null;
    this.#begin('reading');
    this.#pages = 0;
    const run = ++this.#run;
    this.#host.changed(this);
    let leave = () => {};
    try {
      if (!this.#source) throw new Refused('misuse', 'the file was forgotten');
      if (this.#source.size > MAX_BYTES) throw new Refused('limit_exceeded', 'the file is too large');
      leave = await this.#host.turn();
      if (run !== this.#run) return;
      const bytes = await this.#source.arrayBuffer().catch(() => {
        throw new Refused('resource', 'the device did not hand the file over', { kind: 'part', name: 'file' });
      });
      if (run !== this.#run) return;
      const client = this.#host.client();
      client.onDeath = (refused) => {
        if (client === this.#client) this.#refuse(refused);
      };
      this.#client = client;
      const options = this.#options();
      let review = await client.open(bytes, options, (...p) => this.#hear(run, ...p));
      if (run !== this.#run) return;
      // What the host learned while the file was read counts too.
      if (JSON.stringify(this.#options()) !== JSON.stringify(options)) review = await client.reopen(this.#options());
      if (run !== this.#run) return;
      if (!accepts(this.#host.accept(), review.format)) {
        throw new Refused('unsupported', 'the host does not take this kind', { kind: 'part', name: 'accept' });
      }
      this.choices = this.choices?.movedTo(review) ?? new ReviewChoices(review);
      this.#move('review');
      this.#host.changed(this);
    } catch (caught) {
      if (run === this.#run) this.#refuse(Refused.from(caught));
    } finally {
      leave();
    }
  }

  /**
   * Reads the same bytes again, striking these words wherever they stand.
   * @param {readonly string[]} words
   */
  async strikeWords(words) {
    const client = this.#client;
    if (this.#state !== 'review' || !client) return;
    const run = this.#run;
    this.words = words;
    try {
      const review = await client.reopen(this.#options());
      if (run !== this.#run || this.#state !== 'review') return;
      this.choices = this.choices?.movedTo(review) ?? new ReviewChoices(review);
    } catch (caught) {
      if (run === this.#run) this.#refuse(Refused.from(caught));
    }
  }

  /** Strikes, proves, and forgets the source. */
  async finish() {
    const { choices } = this;
    const client = this.#client;
    if (this.#state !== 'review' || !choices || !client || choices.undecided.length > 0) return;
    const run = this.#run;
    this.#move('striking');
    this.#begin('striking');
    this.#host.changed(this);
    try {
      const output = await client.finish(choices.toChoices(), (...p) => this.#hear(run, ...p));
      if (run !== this.#run) return;
      if (this.state === 'striking') this.#move('checking');
      const { bytes, receipt, extension, mediaType } = output;
      const file = new File([bytes], `document-${this.number}.${extension}`, { type: mediaType, lastModified: 0 });
      this.result = { file, receipt, struck: choices.total, pages: choices.pagesTouched };
      this.#forget();
      this.#source = null;
      this.choices = null;
      this.words = [];
      this.#move('ready');
      this.#host.changed(this);
    } catch (caught) {
      if (run === this.#run) this.#refuse(Refused.from(caught));
    }
  }

  /** The host knows more than when this file was read. */
  async refresh() {
    if (this.#state === 'review') await this.strikeWords(this.words);
  }

  /** Stops whatever runs. The file stays listed, so that the person may try again. */
  cancel() {
    if (this.#state === 'ready' || this.#state === 'refused' || this.#state === 'gone') return;
    this.#refuse(new Refused('cancelled', 'stopped by the person'));
  }

  /** Forgets everything. */
  remove() {
    if (this.#state === 'gone') return;
    this.#forget();
    this.#source = null;
    this.choices = null;
    this.result = null;
    this.words = [];
    this.#move('gone');
  }

  /** @param {import('./protocol.js').Step} step */
  #begin(step) {
    this.step = step;
    this.progress = null;
    this.part = null;
  }

  #options() {
    const { policy, known } = this.#host.options();
    const merged = this.words.length ? { ...known, other: [...(known?.other ?? []), ...this.words] } : known;
    return { policy, known: merged, password: this.#password };
  }

  /**
   * @param {number} run
   * @param {import('./protocol.js').Step} step
   * @param {number} done
   * @param {number} total
   */
  #hear(run, step, done, total) {
    if (run !== this.#run) return;
    this.step = step;
    this.progress = total > 0 ? Math.min(1, done / total) : null;
    if (step === 'reading') this.#pages = total;
    // A scan has a picture a page. Several are read at a time: told is how many were read, and the next.
    this.part = total > 1 ? { at: Math.min(total, Math.floor(done) + 1), of: total, page: step !== 'pictures' || total === this.#pages } : null;
    if (step === 'checking' && this.#state === 'striking') {
      this.#move('checking');
      this.#host.changed(this);
    } else {
      this.#host.progressed(this);
    }
  }

  /** @param {Refused} refused */
  #refuse(refused) {
    this.#forget();
    this.refused = refused;
    this.#move('refused');
    this.#host.changed(this);
  }

  /** Ends the worker and all that waits for it. */
  #forget() {
    this.#run += 1;
    this.#password = '';
    this.#client?.end();
    this.#client = null;
  }

  /** @param {EntryState} to */
  #move(to) {
    if (!NEXT[this.#state].includes(to)) throw new Error(`no way from ${this.#state} to ${to}`);
    this.#state = to;
  }
}

/** @type {Record<import('./protocol.js').Review['format'], readonly string[]>} */
const KINDS = {
  pdf: ['application/pdf', '.pdf'],
  text: ['text/plain', 'text/*', '.txt', '.text'],
  jpeg: ['image/jpeg', 'image/*', '.jpg', '.jpeg'],
  png: ['image/png', 'image/*', '.png'],
};

/**
 * Whether the host takes what the file turned out to be. By content, never by name.
 * @param {string} accept
 * @param {import('./protocol.js').Review['format']} format
 */
function accepts(accept, format) {
  const wanted = accept.toLowerCase().split(',').map((kind) => kind.trim()).filter(Boolean);
  return wanted.length === 0 || wanted.some((kind) => kind === '*/*' || KINDS[format].includes(kind));
}
