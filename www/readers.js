/**
 * Pictures → what they say, read by workers of their own: a few at a time, each with its own engine, ended as soon as the last
 * picture is read. Its law: a picture that could not be read is `null` and stays for a person to look at; nothing here refuses a file.
 */

/**
 * What was read in one picture, as plain data that the engine takes over: quarter turns; letters, each closed by a line feed; letters
 * a line; four edges a letter; a kind and four edges a doubt; four edges a barcode; what each barcode says, closed by a zero.
 * @typedef {object} Reading
 * @property {number} turn
 * @property {string} letters
 * @property {Uint32Array} counts
 * @property {Float32Array} boxes
 * @property {Float32Array} doubts
 * @property {Float32Array} symbols
 * @property {string} says
 *
 * @typedef {{kind: 'read', width: number, height: number, rgba: Uint8ClampedArray}} ToReader
 * @typedef {{kind: 'progress', part: number} | {kind: 'done', reading: Reading} | {kind: 'failed', fatal: boolean}} FromReader
 * `part`: of the picture at hand, from 0 to 1; `fatal`: no picture will ever be read by it
 */

/** Most workers at a time: a phone has few cores and little memory. */
const MOST = 4;

/**
 * @param {number} count how many pictures
 * @param {(picture: number) => import('./protocol.js').Pixels} draw makes one; called when a worker is free for it
 * @param {(done: number) => void} onProgress pictures done, with fractions
 * @returns {Promise<(Reading | null)[]>}
 */
export async function readPictures(count, draw, onProgress) {
  if (typeof Worker === 'undefined') return Array(count).fill(null);
  /** @type {(Reading | null)[]} */
  const readings = Array(count).fill(null);
  const parts = new Float64Array(count);
  let next = 0;
  const work = async () => {
    /** @type {Worker | null} */
    let worker = null;
    try {
      while (next < count) {
        const at = next++;
        worker ??= new Worker(new URL('./reader.js', import.meta.url), { type: 'module', name: 'biffure-reader' });
        const answer = await ask(worker, draw(at), (part) => {
          parts[at] = part;
          onProgress(parts.reduce((sum, one) => sum + one, 0));
        });
        parts[at] = 1;
        if (answer.kind === 'done') readings[at] = answer.reading;
        else if (answer.fatal) {
          // It fails for every picture alike, or died of this one: the next has a new worker, and none tries for ever.
          worker.terminate();
          worker = null;
          if (++failures >= MOST) next = count;
        }
      }
    } finally {
      worker?.terminate();
    }
  };
  let failures = 0;
  const cores = globalThis.navigator?.hardwareConcurrency || 2;
  await Promise.all(Array.from({ length: Math.min(MOST, cores, count) }, work));
  return readings;
}

/**
 * @param {Worker} worker
 * @param {import('./protocol.js').Pixels} pixels
 * @param {(part: number) => void} onPart
 * @returns {Promise<Extract<FromReader, {kind: 'done' | 'failed'}>>}
 */
function ask(worker, { width, height, rgba }, onPart) {
  return new Promise((resolve) => {
    worker.onmessage = (/** @type {MessageEvent<FromReader>} */ { data }) => {
      if (data.kind === 'progress') onPart(data.part);
      else resolve(data);
    };
    worker.onerror = (event) => {
      event.preventDefault();
      resolve({ kind: 'failed', fatal: true });
    };
    worker.postMessage({ kind: 'read', width, height, rgba }, [rgba.buffer]);
  });
}
