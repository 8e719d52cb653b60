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
 * @typedef {{rgb: Uint8Array<ArrayBuffer>, width: number, height: number, boxes: Float32Array<ArrayBuffer>}} Share lines of a picture for another worker
 * @typedef {Pick<Reading, 'letters' | 'counts' | 'boxes'> & {sure: Float32Array}} Lines what it read, and how sure it was of each
 *
 * @typedef {{kind: 'hello', engine: WebAssembly.Module | null} | {kind: 'read', width: number, height: number, rgba: Uint8ClampedArray}
 *   | {kind: 'helpers', others: number} | {kind: 'share', share: Share} | {kind: 'shared', lines: (Lines | null)[]}
 *   | {kind: 'convert', bytes: Uint8Array}} ToReader
 * @typedef {{kind: 'done', reading: Reading} | {kind: 'lines', lines: Lines} | {kind: 'converted', bytes: Uint8Array | null}
 *   | {kind: 'refused', refusal: import('./protocol.js').Refusal} | {kind: 'failed', fatal: boolean}} Answer
 * @typedef {{kind: 'progress', part: number} | {kind: 'engine', engine: WebAssembly.Module} | {kind: 'found', most: number}
 *   | {kind: 'shares', shares: Share[]}} Aside
 * @typedef {Aside | Answer} FromReader
 * `part`: of the picture at hand, from 0 to 1; `most`: other workers that would be of use; `fatal`: no picture will ever be read by it
 */

/** Most workers at a time; fewer where there are fewer cores, or where the browser says that there is less than a gigabyte for each. */
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
  const crew = new Crew();
  let next = 0;
  let failures = 0;
  const work = async () => {
    while (next < count) {
      const at = next++;
      const { width, height, rgba } = await draw(at);
      const answer = await crew.ask({ kind: 'read', width, height, rgba }, [rgba.buffer], (part) => {
        parts[at] = part;
        onProgress(parts.reduce((sum, one) => sum + one, 0));
      });
      parts[at] = 1;
      if (answer.kind === 'done') readings[at] = answer.reading;
      // It fails for every picture alike, or died of this one: the next has a new worker, and none tries for ever.
      else if (answer.kind === 'failed' && answer.fatal && ++failures >= MOST) next = count;
    }
  };
  try {
    await Promise.all(Array.from({ length: Math.min(crew.size, count) }, work));
  } finally {
    crew.end();
  }
  return readings;
}

/**
 * A picture of another sort as one that the document's engine opens.
 * @param {Uint8Array} bytes
 * @returns {Promise<Uint8Array>} throws a `Refusal`
 */
export async function convertPicture(bytes) {
  const crew = new Crew();
  try {
    const answer = await crew.ask({ kind: 'convert', bytes }, [], () => {});
    if (answer.kind === 'converted') return answer.bytes ?? bytes;
    if (answer.kind === 'refused') throw answer.refusal;
    throw { code: 'resource', message: 'the reader of pictures could not be loaded', place: null };
  } finally {
    crew.end();
  }
}

function workers() {
  const { hardwareConcurrency = 2, deviceMemory = MOST } = /** @type {{hardwareConcurrency?: number, deviceMemory?: number}} */ (globalThis.navigator ?? {});
  return Math.max(1, Math.min(MOST, hardwareConcurrency, Math.floor(deviceMemory)));
}

/** Workers that read pictures, started as they are needed. Those with nothing to do read lines for the others. */
class Crew {
  size = workers();
  /** @type {Set<Worker>} */
  #all = new Set();
  /** Those with nothing to do. @type {Worker[]} */
  #idle = [];
  #asked = 0;
  /** What the first of them compiled. @type {WebAssembly.Module | null} */
  #engine = null;

  end() {
    for (const worker of this.#all) worker.terminate();
    this.#all.clear();
    this.#idle = [];
  }

  /**
   * @param {ToReader} question
   * @param {Transferable[]} transfer
   * @param {(part: number) => void} onPart
   * @returns {Promise<Answer>}
   */
  async ask(question, transfer, onPart) {
    const worker = this.#idle.pop() ?? this.#start();
    this.#asked += 1;
    // Kept for this picture's lines between the offer and the shares, so that no two pictures are offered the same.
    let kept = 0;
    /** @param {number} others */
    const keep = (others) => {
      this.#asked += others - kept;
      kept = others;
    };
    /** @type {Answer} */
    const answer = await new Promise((resolve) => {
      worker.onmessage = (/** @type {MessageEvent<FromReader>} */ { data }) => {
        switch (data.kind) {
          case 'progress': return onPart(data.part);
          case 'engine': return void (this.#engine = data.engine);
          case 'found':
            keep(Math.max(0, Math.min(data.most, this.size - this.#asked)));
            return worker.postMessage({ kind: 'helpers', others: kept });
          case 'shares':
            keep(0);
            return void this.#share(data.shares).then((lines) => worker.postMessage({ kind: 'shared', lines }));
          default: return resolve(data);
        }
      };
      worker.onerror = (event) => {
        event.preventDefault();
        resolve({ kind: 'failed', fatal: true });
      };
      worker.postMessage(question, transfer);
    });
    keep(0);
    this.#asked -= 1;
    if (answer.kind === 'failed' && answer.fatal) {
      this.#all.delete(worker);
      worker.terminate();
    } else if (this.#all.has(worker)) {
      this.#idle.push(worker);
    }
    return answer;
  }

  #start() {
    const worker = new Worker(new URL('./reader.js', import.meta.url), { type: 'module', name: 'biffure-reader' });
    worker.postMessage({ kind: 'hello', engine: this.#engine });
    this.#all.add(worker);
    return worker;
  }

  /**
   * @param {Share[]} shares
   * @returns {Promise<(Lines | null)[]>} `null`: not read, so that who shared them does
   */
  #share(shares) {
    return Promise.all(shares.map(async (share) => {
      const answer = await this.ask({ kind: 'share', share }, [share.rgb.buffer, share.boxes.buffer], () => {});
      return answer.kind === 'lines' ? answer.lines : null;
    }));
  }
}
