/** Fonts that a document only names and tables of codes are files of their own: fetched when a document needs them, and never others. */

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { sample } from './corpus.js';
import { HOSTS, ROOT, expect, prepare, send, test, visit } from './stage.js';

const FORUM = /** @type {import('./stage.js').Host} */ (HOSTS[0]);

/** Brings its fonts. */
const { path: COMPLETE } = sample('scanner-abdomen');
/** Names Helvetica. */
const { path: NAMES } = sample('fiche-urgences');

/** A page with one line in a font of the viewer, its codes those of a country: "中文". @param {string} encoding @param {string} codes */
function foreign(encoding, codes) {
  const content = `BT /F 12 Tf 50 100 Td <${codes}> Tj ET`;
  const objects = [
    '<</Type/Catalog/Pages 2 0 R>>',
    '<</Type/Pages/Count 1/Kids[3 0 R]>>',
    '<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 200]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>',
    `<</Length ${content.length}>>stream\n${content}\nendstream`,
    `<</Type/Font/Subtype/Type0/BaseFont/Kai/Encoding/${encoding}/DescendantFonts[6 0 R]>>`,
    '<</Type/Font/Subtype/CIDFontType2/BaseFont/Kai/CIDSystemInfo<</Registry(Adobe)/Ordering(Any)/Supplement 0>>/DW 1000>>',
  ];
  let out = '%PDF-1.7\n';
  const at = objects.map((body, i) => {
    const start = out.length;
    out += `${i + 1} 0 obj\n${body}\nendobj\n`;
    return start;
  });
  const start = out.length;
  out += `xref\n0 ${at.length + 1}\n0000000000 65535 f \n${at.map((n) => `${String(n).padStart(10, '0')} 00000 n \n`).join('')}`;
  out += `trailer<</Size ${at.length + 1}/Root 1 0 R>>\nstartxref\n${start}\n%%EOF`;
  return { name: 'page.pdf', mimeType: 'application/pdf', buffer: Buffer.from(out, 'latin1') };
}

/** Files of the stock that the browser asked for, in order. @param {import('@playwright/test').BrowserContext} context */
function asked(context) {
  /** @type {string[]} */
  const names = [];
  context.on('request', (request) => {
    const name = request.url().match(/\/biffure\/models\/(.*)$/)?.[1];
    if (name) names.push(name);
  });
  return names;
}

test('a document that brings its fonts fetches nothing', async ({ page, context }) => {
  const names = asked(context);
  await visit(page, FORUM);
  await FORUM.fill(page);
  await prepare(page, COMPLETE);
  expect(names).toEqual([]);
});

test('a document that names its fonts fetches them, once, and is sent', async ({ page, context }) => {
  const names = asked(context);
  await visit(page, FORUM);
  await FORUM.fill(page);
  await prepare(page, NAMES);
  expect(names).toEqual(['standard.fonts']);
  await send(page, FORUM);
  await FORUM.sent(page);
});

for (const [encoding, codes] of /** @type {const} */ ([['GBK-EUC-H', 'D6D0CEC4'], ['90ms-RKSJ-H', '928695B6']])) {
  test(`a document in ${encoding} fetches the tables too and is sent`, async ({ page, context }) => {
    const names = asked(context);
    await visit(page, FORUM);
    await FORUM.fill(page);
    await prepare(page, foreign(encoding, codes));
    expect(names.sort()).toEqual(['predefined.maps', 'standard.fonts']);
    await send(page, FORUM);
    await FORUM.sent(page);
  });
}

test.describe('not as they should be', () => {
  // The browser itself says that a file is missing.
  test.use({ calm: [/404/] });

  test('one byte is another: the document is refused', async ({ page }) => {
    const file = await readFile(join(ROOT, 'www', 'models', 'standard.fonts'));
    file[100_000] = (file[100_000] ?? 0) ^ 1;
    await page.context().route('**/biffure/models/standard.fonts', (route) => route.fulfill({ body: file }));
    const up = await visit(page, FORUM);
    await up.choose(NAMES);
    await up.is('refused');
    await expect(up.rows.first()).toContainText('resource');
  });

  test('missing: the document is refused, and one that needs nothing is not', async ({ page }) => {
    await page.context().route('**/biffure/models/**', (route) => route.fulfill({ status: 404 }));
    const up = await visit(page, FORUM);
    await FORUM.fill(page);
    await up.choose(NAMES);
    await up.is('refused');
    await expect(up.rows.first()).toContainText('resource');
    await page.reload();
    await FORUM.fill(page);
    await prepare(page, COMPLETE);
  });
});
