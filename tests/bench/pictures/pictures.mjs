// Reading pictures in Chromium: ours beside tesseract.js 7 (fra, page segmentation 3), the same pages turn by turn in one browser. CPU time is
// that of all of the browser's processes, everything from the file's bytes to the words included; networks are fetched and engines compiled
// before. Ratios travel between machines; absolute times do not.
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
      globalThis.read = async (at) => (await worker.recognize(await (await fetch(at)).blob())).data.text.split(/\s+/).length;
    } else {
      const { readPictures } = await import('/www/readers.js');
      globalThis.read = async (at) => {
        const { width, height, data } = await decode(at);
        const [reading] = await readPictures(1, async () => ({ width, height, rgba: data }), () => {});
        return reading.letters.split('\n').filter((letter) => letter === ' ').length + reading.counts.length;
      };
    }
  }, name);
  return async (picture) => {
    const before = await used();
    const began = performance.now();
    const words = await page.evaluate((at) => globalThis.read(at), `/picture/${picture}`);
    return { wall: (performance.now() - began) / 1000, cpu: (await used()) - before, words };
  };
}

const cores = await (await browser.newPage()).evaluate(() => navigator.hardwareConcurrency);
const engines = [['tesseract.js', await engine('tesseract.js')], ['biffure, one worker', await engine('biffure', 1)]];
if (cores > 1) engines.push([`biffure, ${Math.min(4, cores)} workers`, await engine('biffure', cores)]);
const sums = engines.map(() => ({ wall: 0, cpu: 0, words: 0 }));
// The first picture warms up: what is compiled at first use is compiled.
for (const [, read] of engines) await read(0);
for (const picture of pictures.keys()) {
  const line = [];
  for (const [at, [, read]] of engines.entries()) {
    const one = await read(picture);
    for (const key of Object.keys(one)) sums[at][key] += one[key];
    line.push(`${one.cpu.toFixed(2)} cpu ${one.wall.toFixed(2)} wall`);
  }
  console.log(`${pictures[picture].split('/').at(-1).padEnd(24)} ${line.join(' · ')}`);
}
console.log(`\n${`${pictures.length} pictures, ${cores} cores`.padEnd(24)} ${'CPU s'.padStart(8)} ${'ratio'.padStart(6)} ${'wall s'.padStart(8)} ${'ratio'.padStart(6)} ${'words'.padStart(7)}`);
for (const [at, [name]] of engines.entries()) {
  const { cpu, wall, words } = sums[at];
  console.log(`${name.padEnd(24)} ${cpu.toFixed(1).padStart(8)} ${(cpu / sums[0].cpu).toFixed(2).padStart(6)} ${wall.toFixed(1).padStart(8)} ${(wall / sums[0].wall).toFixed(2).padStart(6)} ${String(words).padStart(7)}`);
}
await browser.close();
server.close();
