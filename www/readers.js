/**
 * Pictures → what they say, read by workers of their own: a few at a time, each with its own engine, ended as soon as the last
 * picture is read. Its law: a picture that could not be read is `null` and stays for a person to look at. Their engine also turns
 * pictures of other sorts into such as the document's own engine opens.
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
 * @typedef {{kind: 'read', width: number, height: number, rgba: Uint8ClampedArray} | {kind: 'convert', bytes: Uint8Array}} ToReader
 * @typedef {{kind: 'done', reading: Reading} | {kind: 'converted', bytes: Uint8Array | null}
 *   | {kind: 'refused', refusal: import('./protocol.js').Refusal} | {kind: 'failed', fatal: boolean}} Answer
 * @typedef {{kind: 'progress', part: number} | Answer} FromReader
 * `part`: of the picture at hand, from 0 to 1; `fatal`: no picture will ever be read by it
 */

/** Most workers at a time: a phone has few cores and little memory. */
const MOST = 4;

/**
 * @param {number} count how many pictures
 * @param {(picture: number) => Promise<import('./protocol.js').Pixels>} draw makes one; called when a worker is free for it
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
        worker ??= reader();
        const { width, height, rgba } = await draw(at);
        const answer = await ask(worker, { kind: 'read', width, height, rgba }, [rgba.buffer], (part) => {
          parts[at] = part;
          onProgress(parts.reduce((sum, one) => sum + one, 0));
        });
        parts[at] = 1;
        if (answer.kind === 'done') readings[at] = answer.reading;
        else if (answer.kind === 'failed' && answer.fatal) {
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
 * A picture of another sort as one that the document's engine opens.
 * @param {Uint8Array} bytes
 * @returns {Promise<Uint8Array>} throws a `Refusal`
 */
export async function convertPicture(bytes) {
  const worker = reader();
  try {
    const answer = await ask(worker, { kind: 'convert', bytes }, [], () => {});
    if (answer.kind === 'converted') return answer.bytes ?? bytes;
    if (answer.kind === 'refused') throw answer.refusal;
    throw { code: 'resource', message: 'the reader of pictures could not be loaded', place: null };
  } finally {
    worker.terminate();
  }
}

function reader() {
  return new Worker(new URL('./reader.js', import.meta.url), { type: 'module', name: 'biffure-reader' });
}

/**
 * @param {Worker} worker
 * @param {ToReader} question
 * @param {Transferable[]} transfer
 * @param {(part: number) => void} onPart
 * @returns {Promise<Answer>}
 */
function ask(worker, question, transfer, onPart) {
  return new Promise((resolve) => {
    worker.onmessage = (/** @type {MessageEvent<FromReader>} */ { data }) => {
      if (data.kind === 'progress') onPart(data.part);
      else resolve(data);
    };
    worker.onerror = (event) => {
      event.preventDefault();
      resolve({ kind: 'failed', fatal: true });
    };
    worker.postMessage(question, transfer);
  });
}
