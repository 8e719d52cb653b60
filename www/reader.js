/**
 * A worker that reads pictures: pixels in, what they say out. It has an engine and networks of its own, fetched from where the widget
 * stands when the first picture comes; the large network only when a line needs it. It also turns pictures of other sorts into such as
 * the document's engine opens. It logs nothing and keeps no picture.
 */

/**
 * @typedef {(part: number) => void} OnPart
 *
 * @typedef {object} WasmReader
 * @property {(rgba: Uint8ClampedArray, width: number, height: number, onPart: OnPart) => number} begin finds and reads lines; how many are unsure
 * @property {(network: Uint8Array) => void} addHeavy
 * @property {() => boolean} wantsFaces
 * @property {(network: Uint8Array) => void} addFaces
 * @property {(onPart: OnPart) => import('./readers.js').Reading} end reads the unsure ones again if it can, and tells all
 *
 * @typedef {object} WasmOcr
 * @property {(from: {module_or_path: WebAssembly.Module}) => Promise<unknown>} default
 * @property {(bytes: Uint8Array) => Uint8Array<ArrayBuffer> | undefined} converted throws a `Refusal`
 * @property {new (detector: Uint8Array, light: Uint8Array) => WasmReader} Reader
 */

/**
 * @typedef {object} Scope
 * @property {(message: import('./readers.js').FromReader, transfer?: Transferable[]) => void} postMessage
 * @property {((event: MessageEvent<import('./readers.js').ToReader>) => void) | null} onmessage
 */

const scope = /** @type {Scope} */ (/** @type {unknown} */ (globalThis));

/** Shares of the whole that the first reading and the second take, for the progress bar. */
const FIRST = 0.85;

const loading = load();
loading.catch(() => {
  // Told to whoever asks.
});
/** With the networks that every picture needs. @type {Promise<WasmReader> | null} */
let reader = null;
let heavy = false;
let faces = false;

scope.onmessage = (/** @type {MessageEvent<import('./readers.js').ToReader>} */ { data }) =>
  void (data.kind === 'read' ? read(data) : convert(data.bytes));

async function load() {
  const at = new URL('./wasm/biffure_ocr.js', import.meta.url);
  const [wasm, engine] = await Promise.all([
    /** @type {Promise<WasmOcr>} */ (import(at.href)),
    compile(new URL('./wasm/biffure_ocr_bg.wasm', import.meta.url)),
  ]);
  await wasm.default({ module_or_path: engine });
  return wasm;
}

async function ready() {
  const [wasm, detector, light] = await Promise.all([loading, network('detector.net'), network('light.lstm')]);
  return new wasm.Reader(detector, light);
}

/** @param {URL} at */
async function compile(at) {
  const response = await fetch(at);
  if (!response.ok) throw new Error('missing');
  const typed = response.headers.get('content-type')?.startsWith('application/wasm');
  return typed ? WebAssembly.compileStreaming(response) : WebAssembly.compile(await response.arrayBuffer());
}

/** @param {'detector.net' | 'light.lstm' | 'faces.net' | 'heavy.net'} name */
async function network(name) {
  const response = await fetch(new URL(`./models/${name}`, import.meta.url));
  if (!response.ok) throw new Error('missing');
  return new Uint8Array(await response.arrayBuffer());
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
    const unsure = at.begin(rgba, width, height, (part) => tell(FIRST * part));
    if (unsure > 0 && !heavy) {
      // Without it those lines stay unsure, and are struck.
      const bytes = await network('heavy.net').catch(() => null);
      if (bytes) at.addHeavy(bytes);
      heavy = bytes !== null;
    }
    if (!faces && at.wantsFaces()) {
      // Without it a face is struck with the ink around it, unless the person keeps that.
      const bytes = await network('faces.net').catch(() => null);
      if (bytes) at.addFaces(bytes);
      faces = bytes !== null;
    }
    const reading = at.end((part) => tell(FIRST + (1 - FIRST) * part));
    scope.postMessage({ kind: 'done', reading });
  } catch {
    // A trap leaves the engine unusable; whatever it was, its words may quote the document.
    scope.postMessage({ kind: 'failed', fatal: true });
  }
}

/** @param {number} part */
function tell(part) {
  scope.postMessage({ kind: 'progress', part });
}
