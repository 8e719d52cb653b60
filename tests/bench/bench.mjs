// Milliseconds a page for each step of our wasm, beside npm mupdf doing search, redact and save on the same files in the
// same run, in the same Node. Ratios travel between machines; absolute times do not.
// usage: node bench.mjs ROUNDS FILE.pdf…  (the wasm must have been built)
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const wasm = join(here, '../../www/wasm');
const { default: init, Opened } = await import(pathToFileURL(join(wasm, 'biffure.js')).href);
await init({ module_or_path: readFileSync(join(wasm, 'biffure_bg.wasm')) });
const require = createRequire(join(here, '../web/package.json'));
const mupdf = await import(pathToFileURL(require.resolve('mupdf')).href);

// The worker fetches them the first time that a document needs them: that is not counted.
const stock = ['standard.fonts', 'predefined.maps'].map((name) => [name, readFileSync(join(wasm, '../models', name))]);

const STEPS = ['reading', 'detecting', 'striking', 'checking'];

/** One run of ours: milliseconds by step, and the strings found, for mupdf to look for. */
function ours(bytes) {
  const marks = [];
  let last = '';
  const onProgress = (step) => {
    if (step !== last) marks.push([step, performance.now()]);
    last = step;
  };
  let began = performance.now();
  const opened = Opened.open(bytes, { policy: 'public', known: null, password: '' }, onProgress);
  const handing = performance.now();
  for (const [name, part] of stock) opened.add(name, part);
  began += performance.now() - handing;
  const session = opened.read();
  const review = session.review();
  const reviewed = performance.now();
  const opaques = Object.fromEntries(review.opaques.map((o) => [o.id, 'remove']));
  const finishing = performance.now();
  session.finish({ keep: {}, opaques, boxes: [], flatten: false });
  const ended = performance.now();
  const at = (step) => marks.find(([name]) => name === step)?.[1] ?? ended;
  const times = {
    reading: at('detecting') - began,
    detecting: reviewed - at('detecting'),
    striking: at('checking') - finishing,
    checking: ended - at('checking'),
  };
  return { times, pages: review.pages.length, strings: [...new Set(review.findings.map((f) => f.text.replace(/\s+/g, ' ')))] };
}

/** One run of mupdf: every string is searched on every page, redacted, and the file saved. */
function theirs(bytes, strings) {
  const began = performance.now();
  const document = mupdf.Document.openDocument(bytes, 'application/pdf').asPDF();
  for (let n = 0; n < document.countPages(); n += 1) {
    const page = document.loadPage(n);
    for (const string of strings) {
      for (const quads of page.search(string)) {
        for (const quad of quads) {
          const [x0, y0, x1, , , y2] = quad;
          const annotation = page.createAnnotation('Redact');
          annotation.setRect([x0, y0, x1, y2]);
        }
      }
    }
    page.applyRedactions();
  }
  document.saveToBuffer('garbage=4,compress');
  return performance.now() - began;
}

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
const rounds = Number(process.argv[2] ?? 5);
const cell = (value) => value.toFixed(1).padStart(10);
console.log(`${'ms a page'.padEnd(30)}${['pages', ...STEPS, 'all', 'mupdf', 'ratio'].map((h) => h.padStart(10)).join('')}`);
const ratios = [];
for (const file of process.argv.slice(3)) {
  const bytes = new Uint8Array(readFileSync(file));
  const runs = [];
  const peers = [];
  let pages = 1;
  for (let round = 0; round <= rounds; round += 1) {
    const run = ours(bytes);
    const peer = theirs(bytes, run.strings);
    pages = run.pages;
    // The first round warms both up.
    if (round > 0) {
      runs.push(run.times);
      peers.push(peer);
    }
  }
  const steps = STEPS.map((step) => median(runs.map((r) => r[step])) / pages);
  const all = steps.reduce((a, b) => a + b, 0);
  const peer = median(peers) / pages;
  ratios.push(all / peer);
  console.log(`${basename(file).padEnd(30)}${String(pages).padStart(10)}${[...steps, all, peer, all / peer].map(cell).join('')}`);
}
console.log(`median ratio to mupdf (search, redact, save; it neither detects nor verifies): ${median(ratios).toFixed(2)}`);
