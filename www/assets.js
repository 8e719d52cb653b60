/**
 * What workers fetch from where the widget stands: engines, and the files that engines need. Nothing else is ever asked for.
 */

/**
 * An engine, ready to be used.
 * @template {{default: (from: {module_or_path: WebAssembly.Module}) => Promise<unknown>}} Wasm
 * @param {URL} glue the module that wasm-bindgen wrote beside it
 * @param {URL} at
 * @param {WebAssembly.Module | null} given what another worker compiled
 * @param {(compiled: WebAssembly.Module) => void} handOn told of the engine when it was compiled here, so that the next worker need not
 * @returns {Promise<Wasm>}
 */
export async function engine(glue, at, given, handOn) {
  const [wasm, compiled] = await Promise.all([/** @type {Promise<Wasm>} */ (import(glue.href)), given ?? compile(at)]);
  await wasm.default({ module_or_path: compiled });
  if (!given) handOn(compiled);
  return wasm;
}

/**
 * One of the files in `models`.
 * @param {string} name
 * @returns {Promise<Uint8Array>}
 */
export async function model(name) {
  return new Uint8Array(await (await fetched(new URL(`./models/${name}`, import.meta.url))).arrayBuffer());
}

/** @param {URL} at */
async function compile(at) {
  const response = await fetched(at);
  // A server that does not know the type of wasm must not stop us; a known one lets the browser keep the compiled code.
  const typed = response.headers.get('content-type')?.startsWith('application/wasm');
  return typed ? WebAssembly.compileStreaming(response) : WebAssembly.compile(await response.arrayBuffer());
}

/** @param {URL} at */
async function fetched(at) {
  const response = await fetch(at);
  if (!response.ok) throw new Error('missing');
  return response;
}
