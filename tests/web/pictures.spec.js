/** Scans and photos: read in the browser by workers of their own, struck in the pixels, and sent; where they cannot be read, a person looks. */

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import * as mupdf from 'mupdf';

import { sample } from './corpus.js';
import { HOSTS, expect, prepare, send, test, visit } from './stage.js';

const [FORUM, BOOKING, PORTAL] = /** @type {[import('./stage.js').Host, import('./stage.js').Host, import('./stage.js').Host]} */ (HOSTS);

/** Reading is heavy on a small machine. */
const SLOW = 120_000;

/**
 * How many of the places that must go show something in a picture or in the first page of a PDF.
 * @param {Buffer} file
 * @param {string} type
 * @param {readonly {x: number, y: number, w: number, h: number}[]} boxes in pixels, or in points for a PDF
 */
function bare(file, type, boxes) {
  const pdf = type === 'application/pdf';
  // Pages have points; a picture is taken pixel by pixel, whatever resolution it claims.
  const drawn = pdf
    ? mupdf.Document.openDocument(file, type).loadPage(0).toPixmap(mupdf.Matrix.scale(2, 2), mupdf.ColorSpace.DeviceRGB, false)
    : new mupdf.Image(file).toPixmap();
  const by = pdf ? 2 : 1;
  const [pixels, stride, each] = [drawn.getPixels(), drawn.getStride(), drawn.getNumberOfComponents()];
  return boxes.filter(({ x, y, w, h }) => {
    for (let row = Math.ceil((y + 0.35 * h) * by); row < (y + 0.65 * h) * by; row += 1) {
      for (let at = Math.ceil((x + 0.25 * w) * by); at < (x + 0.75 * w) * by; at += 1) {
        if ((pixels[row * stride + at * each] ?? 255) > 60) return true;
      }
    }
    return false;
  }).length;
}

/** @param {{stored: (slug: string) => Promise<string[]>}} server @param {string} slug @param {string[]} before */
const fresh = async (server, slug, before) => (await server.stored(slug)).filter((name) => !before.includes(name));

test('booking: a photo of a prescription is read, struck and sent without a box drawn', async ({ page, context, server }) => {
  test.setTimeout(SLOW);
  /** @type {string[]} */
  const asked = [];
  context.on('request', (request) => asked.push(request.url()));
  const { path, boxes } = sample('photo-ordonnance');
  const before = await server.stored(BOOKING.slug);
  const up = await visit(page, BOOKING);
  await BOOKING.fill(page);
  await page.waitForLoadState('networkidle');
  expect(asked.filter((url) => /reader\.js|models|_ocr/.test(url)), 'nothing of the reader before a picture is there').toEqual([]);
  await prepare(page, path, SLOW);
  expect(asked.filter((url) => !url.startsWith(`${server.base}/`) && !url.startsWith('blob:'))).toEqual([]);
  expect(asked.some((url) => url.endsWith('/models/detector.net'))).toBe(true);
  await up.is('ready');
  await send(page, BOOKING);
  await BOOKING.sent(page);
  const [name = ''] = await fresh(server, BOOKING.slug, before);
  expect(bare(await server.document(BOOKING.slug, name), 'image/jpeg', boxes), 'names that still show').toBe(0);
});

test('portal: a scanned page is read and struck', async ({ page, server }) => {
  test.setTimeout(SLOW);
  const { path, boxes } = sample('page-numerisee');
  const before = await server.stored(PORTAL.slug);
  await visit(page, PORTAL);
  await PORTAL.fill(page);
  await prepare(page, path, SLOW);
  await send(page, PORTAL);
  await PORTAL.sent(page);
  const [name = ''] = await fresh(server, PORTAL.slug, before);
  const left = bare(await server.document(PORTAL.slug, name), 'application/pdf', boxes);
  // The town alone, last of the list, may stay in a portal.
  expect(left, 'names that still show').toBeLessThanOrEqual(1);
});

/**
 * Reads a picture in the page by so many workers; those that help may die of it.
 * @param {import('@playwright/test').Page} page
 * @param {Buffer} file
 * @param {number} cores
 * @param {boolean} deadly
 */
const readBy = (page, file, cores, deadly) => page.evaluate(async ({ base64, cores, deadly }) => {
  const asked = { workers: 0, shares: 0 };
  const Real = globalThis.Worker;
  globalThis.Worker = class extends Real {
    /** @param {string | URL} at @param {WorkerOptions} [options] */
    constructor(at, options) {
      super(at, options);
      asked.workers += 1;
    }

    /** @param {any} message @param {any} [transfer] */
    postMessage(message, transfer) {
      if (message.kind === 'share') asked.shares += 1;
      if (message.kind === 'share' && deadly) this.dispatchEvent(new ErrorEvent('error', { cancelable: true }));
      else super.postMessage(message, transfer);
    }
  };
  Object.defineProperty(navigator, 'hardwareConcurrency', { value: cores, configurable: true });
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  const bitmap = await createImageBitmap(new Blob([bytes]));
  const context = /** @type {OffscreenCanvasRenderingContext2D} */ (new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d'));
  context.drawImage(bitmap, 0, 0);
  const { width, height, data } = context.getImageData(0, 0, bitmap.width, bitmap.height);
  const at = '/biffure/readers.js';
  const { readPictures } = /** @type {typeof import('../../www/readers.js')} */ (await import(at));
  const [reading] = await readPictures(1, async () => ({ width, height, rgba: data }), () => {});
  globalThis.Worker = Real;
  return { ...asked, letters: reading?.letters, lines: reading?.counts.length, doubts: reading?.doubts.length };
}, { base64: file.toString('base64'), cores, deadly });

test('the lines of one picture are read by several workers, and again where one of them dies', async ({ page }) => {
  test.setTimeout(SLOW);
  await page.goto('/forum/');
  const file = readFileSync(sample('photo-ordonnance').path);
  const alone = await readBy(page, file, 1, false);
  expect(alone.letters?.length, 'something was read').toBeGreaterThan(400);
  const { workers, shares, ...said } = alone;
  expect({ workers, shares }).toEqual({ workers: 1, shares: 0 });
  expect(await readBy(page, file, 3, false)).toEqual({ workers: 2, shares: 1, ...said });
  expect(await readBy(page, file, 2, true)).toEqual({ workers: 2, shares: 1, ...said });
});

test.describe('without the reader', () => {
  // The browser itself says that a file is missing.
  test.use({ calm: [/404/] });

  test('forum: a person must look', async ({ page }) => {
    test.setTimeout(SLOW);
    await page.context().route('**/biffure/models/**', (route) => route.fulfill({ status: 404 }));
    const up = await visit(page, FORUM);
    await FORUM.fill(page);
    await up.choose(sample('photo-ordonnance').path);
    await expect(up.dialog).toBeVisible({ timeout: SLOW });
    await expect(up.dialog.getByRole('checkbox')).toHaveCount(1);
    await up.finish.click({ force: true });
    await expect(up.dialog, 'still open').toBeVisible();
  });
});

/** Pictures of other sorts, from the same script as the native tests'. @param {string} name */
const other = (name) => fileURLToPath(new URL(`../corpus/read/${name}`, import.meta.url));

/** What stands in them and must go: the family name and the telephone number. */
const OTHER_BOXES = [{ x: 215, y: 24, w: 150, h: 20 }, { x: 175, y: 69, w: 150, h: 20 }];

/** @type {readonly (readonly [string, string, string])[]} */
const SORTS = [
  ['lossy.webp', 'image/jpeg', '.jpg'],
  ['photo.heic', 'image/jpeg', '.jpg'],
  ['photo.avif', 'image/jpeg', '.jpg'],
  ['still.gif', 'image/png', '.png'],
  ['palette.tif', 'image/png', '.png'],
];

for (const [name, type, extension] of SORTS) {
  test(`portal: ${name} is read, struck and sent as ${type}`, async ({ page, server }) => {
    test.setTimeout(SLOW);
    const before = await server.stored(PORTAL.slug);
    await visit(page, PORTAL);
    await PORTAL.fill(page);
    await prepare(page, other(name), SLOW);
    await send(page, PORTAL);
    await PORTAL.sent(page);
    const [stored = ''] = await fresh(server, PORTAL.slug, before);
    expect(stored.endsWith(extension), stored).toBe(true);
    const file = await server.document(PORTAL.slug, stored);
    expect(bare(file, type, OTHER_BOXES), 'what still shows').toBe(0);
    expect(file.includes('VAUQUELIN'), 'what was hidden in the file').toBe(false);
  });
}

test('portal: a fax of two pages becomes a PDF', async ({ page, server }) => {
  test.setTimeout(SLOW);
  const before = await server.stored(PORTAL.slug);
  await visit(page, PORTAL);
  await PORTAL.fill(page);
  const step = page.getByText(/^Lecture des mots dans les images\s: page [12] sur 2$/);
  await Promise.all([expect(step).toBeVisible({ timeout: SLOW }), prepare(page, other('fax.tif'), SLOW)]);
  await send(page, PORTAL);
  await PORTAL.sent(page);
  const [stored = ''] = await fresh(server, PORTAL.slug, before);
  const file = await server.document(PORTAL.slug, stored);
  expect(mupdf.Document.openDocument(file, 'application/pdf').countPages()).toBe(2);
  // The page has 204 pixels an inch.
  const boxes = OTHER_BOXES.map(({ x, y, w, h }) => ({ x: x * 72 / 204, y: y * 2 * 72 / 204, w: w * 72 / 204, h: h * 2 * 72 / 204 }));
  expect(bare(file, 'application/pdf', boxes), 'what still shows').toBe(0);
});

test('forum: a face is named, struck, and not to be kept', async ({ page, server }) => {
  test.setTimeout(SLOW);
  const before = await server.stored(FORUM.slug);
  const up = await visit(page, FORUM);
  await FORUM.fill(page);
  await up.choose(other('portrait.jpg'));
  await expect(up.dialog).toBeVisible({ timeout: SLOW });
  const line = up.dialog.locator('.part-line', { hasText: /Un visage|A face/ });
  await expect(line).toHaveCount(1);
  await expect(line.getByRole('switch')).toHaveCount(0);
  await up.finish.click();
  await up.is('ready', SLOW);
  await send(page, FORUM);
  await FORUM.sent(page);
  const [stored = ''] = await fresh(server, FORUM.slug, before);
  const features = [{ x: 660, y: 60, w: 80, h: 70 }];
  expect(bare(await server.document(FORUM.slug, stored), 'image/jpeg', features), 'a face that still shows').toBe(0);
});

test('a page in Spanish is read by the network of its language, fetched only then', async ({ page, context }) => {
  test.setTimeout(SLOW);
  /** @type {string[]} */
  const asked = [];
  context.on('request', (request) => asked.push(new URL(request.url()).pathname));
  await page.goto('/forum/');
  const { letters } = await readBy(page, readFileSync(other('letter-es.png')), 1, false);
  expect(letters?.replaceAll('\n', '')).toContain('La niña acude con dolor desde el lunes por la mañana.');
  const networks = asked.filter((path) => path.includes('/models/')).map((path) => path.split('/').at(-1));
  expect(networks).toContain('light-es.lstm');
  expect(networks, 'the large one').not.toContain('heavy.net');
});

test('a picture that moves is refused with a sentence that helps', async ({ page }) => {
  const up = await visit(page, FORUM);
  await up.choose(other('moving.gif'));
  await up.is('refused');
  await expect(up.element.locator('.row-sentence')).toHaveText(/animée|moves/);
});

test('where the browser decodes no AVIF, the person is told how to make a JPEG', async ({ page }) => {
  await page.context().route('**/biffure/convert.js', async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: (await response.text()).replace('createImageBitmap(', 'noSuchDecoder(') });
  });
  const up = await visit(page, FORUM);
  await up.choose(other('photo.avif'));
  await up.is('refused');
  await expect(up.element.locator('.row-sentence')).toHaveText(/iPhone/);
});
