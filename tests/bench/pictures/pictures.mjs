// Reading pictures in Chromium: ours beside tesseract.js 7 (fra, page segmentation 3), the same pages turn by turn in one browser. CPU time is
// that of all of the browser's processes, everything from the file's bytes to the words included. As with the pages of one document, an engine
// stays: its networks are fetched and it is compiled with the first picture, which is read once before and not counted. Ratios travel
// between machines; absolute times do not.
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

/**
 * A page where an engine is ready; `workers` is how many cores ours believes in. `read` takes pictures' numbers and tells seconds, or
 * nothing where one was not opened; `told` gives, for each picture in the order in which they were read, its text and the places of its lines.
 */
async function engine(name, workers) {
  const page = await browser.newPage();
  if (workers) await page.addInitScript((n) => Object.defineProperty(Navigator.prototype, 'hardwareConcurrency', { get: () => n }), workers);
  await page.goto(`http://127.0.0.1:${server.address().port}/`);
  await page.evaluate(async ({ name, workers, count }) => {
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
      const told = [];
      globalThis.read = async (at) => {
        const text = await worker.recognize(await (await fetch(at)).blob()).then(({ data }) => data.text, () => null);
        told.push(text === null ? null : { text });
        return text !== null;
      };
      globalThis.told = async () => told;
    } else {
      const { readPictures } = await import('/www/readers.js');
      // The pictures are those of one document: each worker that is free waits for the next. One is done when its worker waits again.
      const waiting = [];
      const order = [];
      let woken = () => {};
      const draw = (/** @type {number} */ slot) => new Promise((resolve) => {
        waiting.push({ slot, resolve });
        woken();
      });
      const free = async () => {
        while (waiting.length < workers) await new Promise((resolve) => (woken = resolve));
      };
      const readings = readPictures(count, draw, () => {});
      const hand = (pixels) => {
        const { slot, resolve } = waiting.shift();
        resolve(pixels);
        return slot;
      };
      globalThis.read = async (...pictures) => {
        for (const at of pictures) {
          const { width, height, data } = await decode(at);
          if (waiting.length === 0) await new Promise((resolve) => (woken = resolve));
          order.push(hand({ width, height, rgba: data }));
        }
        await free();
        return true;
      };
      await free();
      const plain = (reading) => {
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
      globalThis.told = async () => {
        const blank = () => ({ width: 1, height: 1, rgba: new Uint8ClampedArray(4).fill(255) });
        for (let left = count - order.length; left > 0; left--) {
          if (waiting.length === 0) await new Promise((resolve) => (woken = resolve));
          hand(blank());
        }
        const all = await readings;
        return order.map((slot) => all[slot] && plain(all[slot]));
      };
    }
    // Each picture once, or twice: one by one and then all at once. One more warms up, and as many as there are workers end it.
  }, { name, workers, count: 2 * pictures.length + 1 + (workers ?? 0) });
  const read = async (...pictures) => {
    const before = await used();
    const began = performance.now();
    const opened = await page.evaluate((all) => globalThis.read(...all), pictures.map((picture) => `/picture/${picture}`)).catch(() => false);
    return opened && { wall: (performance.now() - began) / 1000, cpu: (await used()) - before };
  };
  return { name, read, told: () => page.evaluate(() => globalThis.told()) };
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
const engines = [await engine('tesseract.js'), await engine('biffure, one worker', 1)];
if (cores > 1) engines.push(await engine(`biffure, ${Math.min(4, cores)} workers`, Math.min(4, cores)));
const sums = engines.map(() => ({ wall: 0, cpu: 0, words: 0, read: 0, lines: 0, missed: 0 }));
const ratios = engines.map(() => []);
for (const { read } of engines) await read(0);
const taken = [];
for (const picture of pictures.keys()) {
  const ones = [];
  for (const { read } of engines) ones.push(await read(picture));
  taken.push(ones);
  const line = ones.map((one) => (one ? `${one.cpu.toFixed(2)} cpu ${one.wall.toFixed(2)} wall` : 'not opened'));
  console.log(`${pictures[picture].split('/').at(-1).padEnd(24)} ${line.join(' · ')}`);
}
// The first of each is the one that warmed up.
const [readable, several] = [[...pictures.keys()].filter((picture) => !taken[picture].includes(false)), engines.at(-1)];
const together = cores > 1 && (await several.read(...readable));
const told = [];
for (const { told: ask } of engines) told.push((await ask()).slice(1));
let counted = 0;
for (const [picture, ones] of taken.entries()) {
  // A page that one of them cannot open compares nothing.
  if (ones.includes(false) || told.some((of) => !of[picture])) continue;
  counted++;
  for (const [at, one] of ones.entries()) {
    const all = { ...one, ...compared(pictures[picture], told[at][picture]) };
    for (const key of Object.keys(all)) sums[at][key] += all[key];
    ratios[at].push(one.cpu / ones[0].cpu);
    if (all.missed) console.log(`${pictures[picture].split('/').at(-1)}: ${all.missed} of ${all.lines} lines missed by ${engines[at].name}`);
  }
}
const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1] ?? NaN;
const percent = (part, whole) => (whole ? `${(100 * part / whole).toFixed(2)} %` : '-').padStart(8);
const heads = ['CPU s', 'ratio', 'median', 'wall s', 'ratio', 'words', 'missed'];
console.log(`\n${`${counted} pictures, ${cores} cores`.padEnd(24)} ${heads.map((head) => head.padStart(8)).join(' ')}`);
for (const [at, { name }] of engines.entries()) {
  const { cpu, wall, words, read, lines, missed } = sums[at];
  const ratio = (value) => value.toFixed(2).padStart(8);
  console.log([
    name.padEnd(24), cpu.toFixed(1).padStart(8), ratio(cpu / sums[0].cpu), ratio(median(ratios[at])), wall.toFixed(1).padStart(8), ratio(wall / sums[0].wall),
    percent(read, words), at ? percent(missed, lines) : '-'.padStart(8),
  ].join(' '));
}
if (together) console.log(`${several.name}, all pictures at once: ${together.cpu.toFixed(1)} s CPU, ${together.wall.toFixed(1)} s wall (${(together.wall / sums[0].wall).toFixed(2)})`);
await browser.close();
server.close();
