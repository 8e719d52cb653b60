// How time and memory grow with a document: the pages of a file again and again, 10, 100 and 1,000 of them, each document in a wasm of
// its own. Prints milliseconds a page, the most memory that the wasm took, and the bound that we hold: 4 × the file and 64 MB. Times
// travel as ratios between the rows only. Ends with 1 where a bound is passed or a page of the longest costs over 1.5 × one of the shortest.
// usage: node grow.mjs FILE.pdf…  (the wasm must have been built)
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { Worker, isMainThread, parentPort, workerData } from 'node:worker_threads';

const here = dirname(fileURLToPath(import.meta.url));
const wasm = join(here, '../../www/wasm');
const MB = 1 << 20;

/** Opens, reads, strikes and checks one document; its pages, its time and its memory. */
async function one(bytes) {
  const { default: init, Opened } = await import(pathToFileURL(join(wasm, 'biffure.js')).href);
  const { memory } = await init({ module_or_path: readFileSync(join(wasm, 'biffure_bg.wasm')) });
  const stock = ['standard.fonts', 'predefined.maps'].map((name) => [name, readFileSync(join(wasm, '../models', name))]);
  const began = performance.now();
  const opened = Opened.open(bytes, { policy: 'public', known: null, password: '' }, () => {});
  for (const [name, part] of stock) opened.add(name, part);
  const session = opened.read();
  const review = session.review();
  const opaques = Object.fromEntries(review.opaques.map((o) => [o.id, 'remove']));
  session.finish({ keep: {}, opaques, boxes: [], flatten: false });
  const took = performance.now() - began;
  return { pages: review.pages.length, findings: review.findings.length, took, memory: memory.buffer.byteLength };
}

/** The pages of a file, from the first again after the last, until there are so many. */
async function repeated(bytes, count) {
  const mupdf = await import(pathToFileURL(createRequire(join(here, '../web/package.json')).resolve('mupdf')).href);
  const source = mupdf.Document.openDocument(bytes, 'application/pdf').asPDF();
  const out = new mupdf.PDFDocument();
  const map = out.newGraftMap();
  for (let n = 0; n < count; n += 1) map.graftPage(-1, source, n % source.countPages());
  return out.saveToBuffer('compress').asUint8Array().slice();
}

if (!isMainThread) {
  parentPort.postMessage(await one(workerData));
} else {
  let failed = false;
  const row = (cells) => console.log(cells.map((c, i) => (i === 0 ? c.padEnd(30) : String(c).padStart(11))).join(''));
  row(['', 'pages', 'findings', 'file MB', 'ms a page', 'wasm MB', 'bound MB']);
  for (const file of process.argv.slice(2)) {
    const source = new Uint8Array(readFileSync(file));
    const times = [];
    for (const count of [10, 100, 1000]) {
      const bytes = await repeated(source, count);
      const run = await new Promise((done, fail) => {
        const worker = new Worker(fileURLToPath(import.meta.url), { workerData: bytes });
        worker.once('message', done).once('error', fail);
      });
      const bound = 4 * bytes.length + 64 * MB;
      const mb = (n) => (n / MB).toFixed(1);
      times.push(run.took / run.pages);
      row([basename(file), run.pages, run.findings, mb(bytes.length), times.at(-1).toFixed(1), mb(run.memory), mb(bound)]);
      failed ||= run.memory > bound;
    }
    failed ||= times.at(-1) > 1.5 * times[0];
  }
  process.exitCode = failed ? 1 : 0;
}
