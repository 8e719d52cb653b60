// Reading pictures in Chromium: ours beside tesseract.js 7 (fra, page segmentation 3), the same pages turn by turn in one browser. CPU time is
// that of all of the browser's processes, everything from the file's bytes to the words included; networks are fetched and engines compiled
// before. Ratios travel between machines; absolute times do not.
// Where a picture has its truth beside it (PAGE.json, as tests/corpus/generate/ocr/pages.py writes it), what was read is compared with it: the
// share of printed words that were read to the letter (accents and case count, punctuation around a word does not), and for ours the share of
// lines of which fewer than half of the words lie where something was read or doubted.
// usage: node pictures.mjs CHROMIUM PICTURE…  (the wasm must have been built; `cargo xtask bench --pictures FOLDER` does all this)
import { createReadStream, existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { dirname, extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';

import { chromium } from 'playwright-core';

const here = dirname(fileURLToPath(import.meta.url));
const [executablePath, ...pictures] = process.argv.slice(2);
const TYPES = { '.js': 'text/javascript', '.wasm': 'application/wasm', '.html': 'text/html' };

/** What the page may load: the widget, the peer, and the pictures by number. */
const server = createServer((request, response) => {
  const path = decodeURIComponent(new URL(request.url, 'http://localhost').pathname);
  if (path === '/') return response.setHeader('content-type', 'text/html').end('<!doctype html><title>bench</title>');
  const number = /^\/picture\/(\d+)$/.exec(path)?.[1];
  const folders = [['/www/', join(here, '../../../www')], ['/peer/', join(here, 'node_modules')]];
  const folder = folders.find(([prefix]) => path.startsWith(prefix));
  const file = number ? pictures[number] : folder && join(folder[1], normalize(path.slice(folder[0].length)));
  if (!file || !existsSync(file)) return response.writeHead(404).end();
  response.setHeader('content-type', TYPES[extname(file)] ?? 'application/octet-stream');
  createReadStream(file).pipe(response);
});
await new Promise((listening) => server.listen(0, '127.0.0.1', listening));

const browser = await chromium.launch({
  executablePath,
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
});
const control = await browser.newBrowserCDPSession();

/** Seconds that the browser's processes have used so far. */
async function used() {
  const { processInfo } = await control.send('SystemInfo.getProcessInfo');
  return processInfo.reduce((sum, { cpuTime }) => sum + cpuTime, 0);
}

/** A page where an engine is ready; `workers` is how many cores ours believes in. */
async function engine(name, workers) {
  const page = await browser.newPage();
  if (workers) await page.addInitScript((n) => Object.defineProperty(Navigator.prototype, 'hardwareConcurrency', { get: () => n }), workers);
  await page.goto(`http://127.0.0.1:${server.address().port}/`);
  await page.evaluate(async (name) => {
    const decode = async (/** @type {string} */ at) => {
      const bitmap = await createImageBitmap(await (await fetch(at)).blob());
      const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d', { willReadFrequently: true });
      context.drawImage(bitmap, 0, 0);
      return context.getImageData(0, 0, bitmap.width, bitmap.height);
    };
    if (name === 'tesseract.js') {
      await new Promise((loaded) => {
        const script = document.createElement('script');
        script.src = '/peer/tesseract.js/dist/tesseract.min.js';
        script.onload = loaded;
        document.head.append(script);
      });
      const worker = await Tesseract.createWorker('fra', 1, {
        workerPath: '/peer/tesseract.js/dist/worker.min.js', corePath: '/peer/tesseract.js-core',
        langPath: '/peer/@tesseract.js-data/fra/4.0.0_best_int', cacheMethod: 'none',
      });
      await worker.setParameters({ tessedit_pageseg_mode: '3' });
      globalThis.read = async (at) => ({ text: (await worker.recognize(await (await fetch(at)).blob())).data.text });
    } else {
      const { readPictures } = await import('/www/readers.js');
      globalThis.read = async (at) => {
        const { width, height, data } = await decode(at);
        const [reading] = await readPictures(1, async () => ({ width, height, rgba: data }), () => {});
        let letter = 0;
        const letters = reading.letters.split('\n');
        const lines = [...reading.counts].map((count) => {
          const edges = reading.boxes.subarray(4 * letter, 4 * (letter + count));
          const side = (from, pick) => pick(...edges.filter((_, k) => k % 4 === from));
          const text = letters.slice(letter, letter += count).join('');
          return { text, place: [side(0, Math.min), side(1, Math.min), side(2, Math.max), side(3, Math.max)] };
        });
        const doubts = Array.from({ length: reading.doubts.length / 5 }, (_, k) => [...reading.doubts.subarray(5 * k + 1, 5 * k + 5)]);
        return { text: lines.map(({ text }) => text).join('\n'), places: [...lines.map(({ place }) => place), ...doubts] };
      };
    }
  }, name);
  return async (picture) => {
    const before = await used();
    const began = performance.now();
    const said = await page.evaluate((at) => globalThis.read(at), `/picture/${picture}`).catch(() => null);
    return said && { wall: (performance.now() - began) / 1000, cpu: (await used()) - before, ...compared(pictures[picture], said) };
  };
}

/** A text's words without the punctuation around them. */
const words = (text) => text.normalize('NFC').replaceAll('’', "'").split(/\s+/).map((word) => word.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '')).filter(Boolean);

/** How many printed words and lines of a page's truth there are, and how many of them were read and lay where something was seen. */
function compared(picture, { text, places }) {
  const truth = picture.replace(/\.\w+$/, '.json');
  if (!existsSync(truth)) return { words: 0, read: 0, lines: 0, missed: 0 };
  const printed = JSON.parse(readFileSync(truth, 'utf8')).words.filter(({ hand }) => !hand);
  const bag = new Map();
  for (const word of words(text)) bag.set(word, (bag.get(word) ?? 0) + 1);
  const asked = printed.flatMap(({ t }) => words(t));
  const read = asked.filter((word) => bag.get(word) > 0 && bag.set(word, bag.get(word) - 1)).length;
  const lines = new Map();
  for (const word of printed) lines.set(word.line, [...(lines.get(word.line) ?? []), word]);
  const seen = ({ q }) => {
    const [x, y] = [0, 1].map((axis) => q.reduce((sum, corner) => sum + corner[axis], 0) / 4);
    return places.some(([left, top, right, bottom]) => x > left && x < right && y > top && y < bottom);
  };
  const missed = !places ? 0 : [...lines.values()].filter((line) => 2 * line.filter(seen).length < line.length).length;
  return { words: asked.length, read, lines: lines.size, missed };
}

const cores = await (await browser.newPage()).evaluate(() => navigator.hardwareConcurrency);
const engines = [['tesseract.js', await engine('tesseract.js')], ['biffure, one worker', await engine('biffure', 1)]];
if (cores > 1) engines.push([`biffure, ${Math.min(4, cores)} workers`, await engine('biffure', cores)]);
const sums = engines.map(() => ({ wall: 0, cpu: 0, words: 0, read: 0, lines: 0, missed: 0 }));
const ratios = engines.map(() => []);
let counted = 0;
// The first picture warms up: what is compiled at first use is compiled.
for (const [, read] of engines) await read(0);
for (const picture of pictures.keys()) {
  const ones = [];
  for (const [, read] of engines) ones.push(await read(picture));
  const line = ones.map((one) => (one ? `${one.cpu.toFixed(2)} cpu ${one.wall.toFixed(2)} wall ${one.read}/${one.words}${one.missed ? ` missed ${one.missed}` : ''}` : 'not opened'));
  console.log(`${pictures[picture].split('/').at(-1).padEnd(24)} ${line.join(' · ')}`);
  // A page that one of them cannot open compares nothing.
  if (ones.includes(null)) continue;
  counted++;
  for (const [at, one] of ones.entries()) {
    for (const key of Object.keys(one)) sums[at][key] += one[key];
    ratios[at].push(one.cpu / ones[0].cpu);
  }
}
const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1] ?? NaN;
const percent = (part, whole) => (whole ? `${(100 * part / whole).toFixed(2)} %` : '-').padStart(8);
const heads = ['CPU s', 'ratio', 'median', 'wall s', 'ratio', 'words', 'missed'];
console.log(`\n${`${counted} pictures, ${cores} cores`.padEnd(24)} ${heads.map((head) => head.padStart(8)).join(' ')}`);
for (const [at, [name]] of engines.entries()) {
  const { cpu, wall, words, read, lines, missed } = sums[at];
  const ratio = (value) => value.toFixed(2).padStart(8);
  console.log([
    name.padEnd(24), cpu.toFixed(1).padStart(8), ratio(cpu / sums[0].cpu), ratio(median(ratios[at])), wall.toFixed(1).padStart(8), ratio(wall / sums[0].wall),
    percent(read, words), at ? percent(missed, lines) : '-'.padStart(8),
  ].join(' '));
}
await browser.close();
server.close();
