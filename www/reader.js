/**
 * A worker that reads pictures: pixels in, what they say out. It has an engine and networks of its own, fetched from where the widget
 * stands when the first picture comes; the large network only when a line needs it. It also turns pictures of other sorts into such as
 * the document's engine opens. It logs nothing and keeps no picture.
 */

import { engine, model } from './assets.js';

/**
 * @typedef {(part: number) => void} OnPart
 *
 * @typedef {object} WasmReader
 * @property {(rgba: Uint8ClampedArray, width: number, height: number, onPart: OnPart) => number} find how many lines there are
 * @property {(others: number) => import('./readers.js').Share[]} shares what each of some other workers should read
 * @property {(onPart: OnPart) => number} read the lines that are nobody else's; how many are unsure
 * @property {(network: Uint8Array) => void} addHeavy
 * @property {() => string | undefined} tongue the language that the lines are in, where a network of its own would read them better
 * @property {(tongue: string, network: Uint8Array) => void} addTongue
 * @property {(onPart: OnPart) => number} again reads the unsure ones again by the networks it has; how many are unsure then
 * @property {() => void} look looks for barcodes
 * @property {(share: number, lines: import('./readers.js').Lines) => void} give
 * @property {() => number} recall takes back the lines that no other worker read; how many
 * @property {() => boolean} wantsFaces
 * @property {(network: Uint8Array) => void} addFaces
 * @property {() => import('./readers.js').Reading} end
 *
 * @typedef {object} WasmHelper
 * @property {(rgb: Uint8Array, width: number, height: number, boxes: Float32Array) => number} begin how many lines are unsure
 * @property {(network: Uint8Array) => void} addHeavy
 * @property {() => string | undefined} tongue
 * @property {(tongue: string, network: Uint8Array) => void} addTongue
 * @property {(onPart: OnPart) => number} again
 * @property {() => import('./readers.js').Lines} end
 *
 * @typedef {object} WasmOcr
 * @property {(from: {module_or_path: WebAssembly.Module}) => Promise<unknown>} default
 * @property {(bytes: Uint8Array) => Uint8Array<ArrayBuffer> | undefined} converted throws a `Refusal`
 * @property {new (detector: Uint8Array, light: Uint8Array) => WasmReader} Reader
 * @property {new (light: Uint8Array) => WasmHelper} Helper
 */

/**
 * @typedef {object} Scope
 * @property {(message: import('./readers.js').FromReader, transfer?: Transferable[]) => void} postMessage
 * @property {((event: MessageEvent<import('./readers.js').ToReader>) => void) | null} onmessage
 */

const scope = /** @type {Scope} */ (/** @type {unknown} */ (globalThis));

/** Shares of the whole that finding lines and reading them take, for the progress bar; the rest is for what is unsure. */
const FINDING = 0.4;
const READING = 0.45;
/** Fewer lines than this a worker are not worth sharing. */
const WORTH = 5;

/** Settles the engine's loading. @type {(given: WebAssembly.Module | null) => void} */
let begin;
const loading = new Promise((/** @type {(given: WebAssembly.Module | null) => void} */ resolve) => (begin = resolve)).then(load);
loading.catch(() => {
  // Told to whoever asks.
});
/** With the networks that every picture needs. @type {Promise<WasmReader> | null} */
let reader = null;
/** With the one that every line needs. @type {Promise<WasmHelper> | null} */
let helper = null;
/** Who has the networks that only some pictures need. @type {WeakSet<WasmReader | WasmHelper>} */
const heavy = new WeakSet();
let faces = false;
/** Waits for how many others help. @type {(others: number) => void} */
let helped = () => {};
/** Waits for what others read. @type {(lines: (import('./readers.js').Lines | null)[]) => void} */
let answered = () => {};

scope.onmessage = (/** @type {MessageEvent<import('./readers.js').ToReader>} */ { data }) => {
  switch (data.kind) {
    case 'hello': return begin(data.engine);
    case 'read': return void read(data);
    case 'helpers': return helped(data.others);
    case 'share': return void help(data.share);
    case 'shared': return answered(data.lines);
    case 'convert': return void convert(data.bytes);
  }
};

/**
 * @param {WebAssembly.Module | null} given what another worker compiled
 * @returns {Promise<WasmOcr>}
 */
function load(given) {
  const [glue, at] = [new URL('./wasm/biffure_ocr.js', import.meta.url), new URL('./wasm/biffure_ocr_bg.wasm', import.meta.url)];
  return engine(glue, at, given, (compiled) => scope.postMessage({ kind: 'engine', engine: compiled }));
}

async function ready() {
  const [wasm, detector, light] = await Promise.all([loading, model('detector.net'), model('light.lstm')]);
  return new wasm.Reader(detector, light);
}

async function readyToHelp() {
  const [wasm, light] = await Promise.all([loading, model('light.lstm')]);
  return new wasm.Helper(light);
}

/**
 * Fetches what reads unsure lines better, and reads them again: the network of their language, then the large one. What is still unsure
 * stays so, and is struck.
 * @param {WasmReader | WasmHelper} at
 * @param {OnPart} onPart
 */
async function readAgain(at, onPart) {
  const tongue = at.tongue();
  const own = tongue && await model(`light-${tongue}.lstm`).catch(() => null);
  if (tongue && own) at.addTongue(tongue, own);
  // Without the large network, which is not fetched where that of the language is enough.
  if (at.again(onPart) === 0 || heavy.has(at)) return;
  const bytes = await model('heavy.net').catch(() => null);
  if (!bytes) return;
  at.addHeavy(bytes);
  heavy.add(at);
  at.again(onPart);
}

/** @param {Uint8Array} bytes */
async function convert(bytes) {
  const wasm = await loading.catch(() => null);
  if (!wasm) return scope.postMessage({ kind: 'failed', fatal: true });
  try {
    const plain = wasm.converted(bytes) ?? null;
    scope.postMessage({ kind: 'converted', bytes: plain }, plain ? [plain.buffer] : []);
  } catch (caught) {
    // The engine refuses with plain data; anything else is a trap, whose words are dropped.
    const told = caught instanceof Error ? null : /** @type {import('./protocol.js').Refusal} */ (caught);
    scope.postMessage({ kind: 'refused', refusal: told ?? { code: 'internal', message: 'the engine stopped unexpectedly', place: null } });
  }
}

/** @param {{rgba: Uint8ClampedArray, width: number, height: number}} picture */
async function read({ rgba, width, height }) {
  try {
    const at = await (reader ??= ready());
    const lines = at.find(rgba, width, height, (part) => tell(FINDING * part));
    const others = await helpers(Math.floor(lines / WORTH) - 1);
    const theirs = others > 0 ? shared(at.shares(others)) : null;
    await readLines(at);
    at.look();
    (await theirs)?.forEach((read, share) => {
      if (read) at.give(share, read);
    });
    if (theirs && at.recall() > 0) await readLines(at);
    if (!faces && at.wantsFaces()) {
      // Without it a face is struck with the ink around it, unless the person keeps that.
      const bytes = await model('faces.net').catch(() => null);
      if (bytes) at.addFaces(bytes);
      faces = bytes !== null;
    }
    scope.postMessage({ kind: 'done', reading: at.end() });
  } catch {
    // A trap leaves the engine unusable; whatever it was, its words may quote the document.
    scope.postMessage({ kind: 'failed', fatal: true });
  }
}

/** @param {WasmReader} at */
async function readLines(at) {
  const unsure = at.read((part) => tell(FINDING + READING * part));
  if (unsure > 0) await readAgain(at, (part) => tell(FINDING + READING + (1 - FINDING - READING) * part));
}

/**
 * @param {number} most how many would be of use
 * @returns {Promise<number>} how many other workers have nothing to do
 */
async function helpers(most) {
  if (most < 1) return 0;
  scope.postMessage({ kind: 'found', most });
  return new Promise((resolve) => (helped = resolve));
}

/**
 * @param {import('./readers.js').Share[]} shares
 * @returns {Promise<(import('./readers.js').Lines | null)[]>}
 */
function shared(shares) {
  scope.postMessage({ kind: 'shares', shares }, shares.flatMap((share) => [share.rgb.buffer, share.boxes.buffer]));
  return new Promise((resolve) => (answered = resolve));
}

/** Reads lines for another worker. @param {import('./readers.js').Share} share */
async function help({ rgb, width, height, boxes }) {
  try {
    const at = await (helper ??= readyToHelp());
    if (at.begin(rgb, width, height, boxes) > 0) await readAgain(at, () => {});
    scope.postMessage({ kind: 'lines', lines: at.end() });
  } catch {
    scope.postMessage({ kind: 'failed', fatal: true });
  }
}

/** @param {number} part */
function tell(part) {
  scope.postMessage({ kind: 'progress', part });
}
