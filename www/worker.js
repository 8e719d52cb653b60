/**
 * One document's worker: bytes and questions in, reviews, pictures and verified bytes out. It holds the plaintext and
 * nothing else does, so ending it is how the plaintext is forgotten. It logs nothing. Its law: after a trap or after `finish`
 * it answers no more.
 */

import { engine, model } from './assets.js';
import { plainPicture } from './convert.js';
import { CODES } from './protocol.js';
import { readPictures } from './readers.js';

/**
 * @typedef {import('./protocol.js').ToWorker} ToWorker
 * @typedef {import('./protocol.js').FromWorker} FromWorker
 * @typedef {import('./protocol.js').Request} Request
 * @typedef {import('./protocol.js').Refusal} Refusal
 */

/**
 * The wasm classes as wasm-bindgen writes them.
 * @typedef {object} Stocked
 * @property {() => string[]} needs files that a call failed for want of
 * @property {(name: string, bytes: Uint8Array) => void} add hands one over; the call can then be made again
 *
 * @typedef {object} WasmOpened
 * @property {Stocked['needs']} needs
 * @property {Stocked['add']} add
 * @property {() => number} pictures how many pictures may be read before the document is
 * @property {(picture: number) => import('./protocol.js').Pixels} picture
 * @property {(picture: number, reading: import('./readers.js').Reading) => void} give
 * @property {() => WasmSession} read
 *
 * @typedef {object} WasmSession
 * @property {Stocked['needs']} needs
 * @property {Stocked['add']} add
 * @property {() => import('./protocol.js').Review} review
 * @property {(page: number, scale: number) => import('./protocol.js').Pixels} preview
 * @property {(choices: import('./protocol.js').Choices) => import('./protocol.js').Output} finish
 * @property {() => void} [free]
 *
 * @typedef {(step: import('./protocol.js').Step, done: number, total: number) => void} OnProgress
 *
 * @typedef {object} Wasm
 * @property {(from: {module_or_path: WebAssembly.Module}) => Promise<unknown>} default
 * @property {{open(bytes: Uint8Array, options: import('./protocol.js').OpenOptions, onProgress: OnProgress): WasmOpened}} Opened
 * @property {() => void} rehearse
 * @property {(text: string, known: import('./protocol.js').Known | null, policy: string) => import('./protocol.js').Finding[]} detectText
 */

/**
 * @typedef {object} Scope what a dedicated worker has and a window lacks
 * @property {(message: FromWorker, transfer?: Transferable[]) => void} postMessage
 * @property {((event: MessageEvent<ToWorker>) => void) | null} onmessage
 */

const scope = /** @type {Scope} */ (/** @type {unknown} */ (globalThis));

/** Settles the engine's loading. @type {(given: WebAssembly.Module | null) => void} */
let begin;
/** Begun with the page's greeting, so that the engine is ready by the time a file has been chosen. @type {Promise<Wasm>} */
const loading = new Promise((/** @type {(given: WebAssembly.Module | null) => void} */ resolve) => (begin = resolve)).then(load);
// The first document must not pay for what is built at first use.
loading.then((wasm) => wasm.rehearse()).catch(() => {
  // Told at once, so that a worker started ahead of the choice is not kept for a later one.
  ended = true;
  scope.postMessage({ kind: 'failed', id: 0, refusal: refusal('resource', 'the engine could not be loaded'), fatal: true });
});

/** Set once the page has named the lock; questions wait for it, so that a death in the midst of one is noticed. */
let locked = Promise.resolve();

/**
 * The open document, what its pictures say once they were read, and the question being answered: progress is told under its number.
 * @type {{session: WasmSession | null, bytes: Uint8Array | null, readings: (import('./readers.js').Reading | null)[] | null, asked: number}}
 */
const held = { session: null, bytes: null, readings: null, asked: 0 };
let ended = false;

scope.onmessage = (/** @type {MessageEvent<ToWorker>} */ { data }) => {
  if (data.kind === 'hello') {
    locked = takeLock(data.lock);
    begin(data.engine);
  } else void answer(data);
};

/**
 * @param {WebAssembly.Module | null} given what an earlier worker compiled
 * @returns {Promise<Wasm>}
 */
function load(given) {
  const [glue, at] = [new URL('./wasm/biffure.js', import.meta.url), new URL('./wasm/biffure_bg.wasm', import.meta.url)];
  return engine(glue, at, given, (compiled) => scope.postMessage({ kind: 'engine', engine: compiled }));
}

/**
 * Holds a lock until this worker ends, however it ends: the page, queueing for it, learns of the death at once.
 * @param {string} name
 * @returns {Promise<void>} when it is held, or cannot be had (then the page's watchdog does alone)
 */
function takeLock(name) {
  return new Promise((settled) => {
    const alive = (/** @type {boolean} */ locked) => {
      scope.postMessage({ kind: 'alive', locked });
      settled();
    };
    const locks = globalThis.navigator?.locks;
    if (!locks) return alive(false);
    locks.request(name, () => {
      alive(true);
      return new Promise(() => {});
    }).catch(() => alive(false));
  });
}

/** @param {Request} request */
async function answer(request) {
  const { id } = request;
  if (ended) return;
  try {
    await locked;
    const wasm = await loading.catch(() => {
      throw refusal('resource', 'the engine could not be loaded');
    });
    const [result, transfer] = await run(wasm, request);
    scope.postMessage({ kind: 'done', id, answer: result }, transfer);
    if (request.kind === 'finish') ended = true;
  } catch (caught) {
    const told = tell(caught);
    ended = told.fatal;
    scope.postMessage({ kind: 'failed', id, ...told });
  }
}

/**
 * @param {Wasm} wasm
 * @param {Request} request
 * @returns {Promise<[import('./protocol.js').Done['answer'], Transferable[]]>}
 */
async function run(wasm, request) {
  if (request.kind !== 'ping') held.asked = request.id;
  switch (request.kind) {
    case 'open':
      held.bytes = await plainPicture(new Uint8Array(request.bytes));
      held.readings = null;
      return [await open(wasm, request.options), []];
    case 'reopen':
      return [await open(wasm, request.options), []];
    case 'preview': {
      const pixels = await stocked(session, (open) => open.preview(request.page, request.scale));
      return [pixels, [pixels.rgba.buffer]];
    }
    case 'finish': {
      const open = session();
      held.session = null;
      held.bytes = null;
      held.readings = null;
      const output = open.finish(request.choices);
      return [output, [output.bytes.buffer]];
    }
    case 'detect':
      return [wasm.detectText(request.text, request.known, request.policy), []];
    case 'ping':
      return [null, []];
  }
}

/**
 * @param {Wasm} wasm
 * @param {import('./protocol.js').OpenOptions} options
 */
async function open(wasm, options) {
  if (!held.bytes) throw refusal('misuse', 'no document was given');
  held.session?.free?.();
  held.session = null;
  const tell = (/** @type {import('./protocol.js').Step} */ step, /** @type {number} */ done, /** @type {number} */ total) =>
    scope.postMessage({ kind: 'progress', id: held.asked, step, done, total });
  const opened = wasm.Opened.open(held.bytes, options, tell);
  const count = await stocked(() => opened, () => opened.pictures());
  // Words that the person adds later open the same bytes again: its pictures say the same.
  held.readings ??= count > 0
    ? await readPictures(count, (picture) => stocked(() => opened, () => opened.picture(picture)), (done) => tell('pictures', done, count))
    : [];
  held.readings.forEach((reading, picture) => {
    if (reading) opened.give(picture, reading);
  });
  held.session = opened.read();
  return held.session.review();
}

/**
 * Does what may need files that few documents need: fonts that the document only names, tables of codes. They are fetched from where the
 * widget stands, and the engine refuses those that are not its own. Without them the document is refused.
 * @template {Stocked} Of
 * @template T
 * @param {() => Of} of asked again after each wait: the session may be another by then
 * @param {(of: Of) => T} act
 * @returns {Promise<T>}
 */
async function stocked(of, act) {
  for (;;) {
    try {
      return act(of());
    } catch (caught) {
      const names = caught instanceof Error ? [] : of().needs();
      if (names.length === 0) throw caught;
      for (const name of names) {
        const bytes = await model(name).catch(() => {
          throw refusal('resource', 'a file of the engine could not be loaded');
        });
        of().add(name, bytes);
      }
    }
  }
}

/** @returns {WasmSession} */
function session() {
  if (!held.session) throw refusal('misuse', 'no document is open');
  return held.session;
}

/**
 * @param {import('./protocol.js').Code} code
 * @param {string} message
 * @returns {Refusal}
 */
function refusal(code, message) {
  return { code, message, place: null };
}

/**
 * What was thrown → what is told. Only the engine's own refusals pass; of anything else (a trap, an exhausted memory) the
 * text is dropped and the worker is lost.
 * @param {unknown} caught
 * @returns {{refusal: Refusal, fatal: boolean}}
 */
function tell(caught) {
  const told = /** @type {Partial<Refusal> | null} */ (typeof caught === 'object' ? caught : null);
  const code = CODES.find((known) => known === told?.code);
  if (!told || !code || caught instanceof Error) {
    return { refusal: refusal('internal', 'the engine stopped unexpectedly'), fatal: true };
  }
  return { refusal: { code, message: String(told.message ?? ''), place: told.place ?? null }, fatal: false };
}
