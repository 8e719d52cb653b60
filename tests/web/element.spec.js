/**
 * The element by itself, against a stand-in for the engine: states, boxes, undo, words, guard, adapters. The hosts' specs prove
 * the same with the true engine; here each corner is reached directly.
 */

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { expect, test as base } from '@playwright/test';

import { ENGINE } from './engine.js';

const WWW = join(import.meta.dirname, '..', '..', 'www');
const HOME = 'http://localhost:4999';
const CSP = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; style-src 'self'; img-src 'self' blob:; "
  + "connect-src 'self'; form-action 'self'; base-uri 'none'";
const TYPES = /** @type {Record<string, string>} */ ({ js: 'text/javascript', css: 'text/css', html: 'text/html;charset=utf-8' });

/** A module with nothing in it: the stand-in needs none. */
const EMPTY_MODULE = Buffer.from([0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00]);

/** @typedef {import('@playwright/test').Page} Page */

/**
 * `open(body, script)`: a page of ours under the strict policy. `posts`: what it sent.
 * @type {import('@playwright/test').TestType<
 *   import('@playwright/test').PlaywrightTestArgs & import('@playwright/test').PlaywrightTestOptions
 *     & {posts: string[], open: (body: string, script?: string) => Promise<void>},
 *   import('@playwright/test').PlaywrightWorkerArgs & import('@playwright/test').PlaywrightWorkerOptions>}
 */
const test = /** @type {any} */ (base).extend({
  posts: async (/** @type {{}} */ {}, /** @type {(posts: string[]) => Promise<void>} */ use) => use([]),

  open: async (
    /** @type {{page: Page, posts: string[]}} */ { page, posts },
    /** @type {(open: (body: string, script?: string) => Promise<void>) => Promise<void>} */ use,
  ) => {
    /** @type {string[]} */
    const errors = [];
    page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
    page.on('pageerror', ({ message }) => errors.push(message));
    let document = '';
    let code = '';
    await page.context().route(`${HOME}/**`, async (route) => {
      const request = route.request();
      const path = new URL(request.url()).pathname;
      const answer = (/** @type {string | Buffer} */ body, /** @type {string} */ type) =>
        route.fulfill({ body, contentType: TYPES[type] ?? 'application/octet-stream', headers: { 'content-security-policy': CSP } });
      if (request.method() === 'POST') {
        posts.push(request.postDataBuffer()?.toString('latin1') ?? '');
        await answer('<!doctype html><title>sent</title><p>sent', 'html');
      } else if (path === '/') await answer(document, 'html');
      else if (path === '/page.js') await answer(code, 'js');
      else if (path === '/biffure/wasm/biffure.js') await answer(ENGINE, 'js');
      else if (path === '/biffure/wasm/biffure_bg.wasm') await answer(EMPTY_MODULE, 'wasm');
      else if (path.startsWith('/biffure/')) await answer(await readFile(join(WWW, path.slice(9))), path.split('.').at(-1) ?? '');
      else await route.fulfill({ status: 204 });
    });
    await use(async (body, script = "import '/biffure/define.js';") => {
      code = script;
      document = '<!doctype html><html lang="en"><meta name="viewport" content="width=device-width"><title>page</title>'
        + `<script type="module" src="/page.js"></script><main><form method="post" enctype="multipart/form-data" action="/post">${body}`
        + '<button>Send</button></form><p id="beside">beside</p></main>';
      await page.goto(`${HOME}/`);
      await page.waitForLoadState('networkidle');
    });
    expect(errors).toEqual([]);
  },
});

const UPLOAD = '<biffure-upload name="document" aria-label="Report"></biffure-upload>';

/** @param {Page} page @param {string | string[]} contents */
const choose = (page, contents, at = 0) => page.locator('biffure-upload').nth(at).locator('input[type=file]').setInputFiles(
  [contents].flat().map((content, n) => ({ name: `jeanne-${n}.pdf`, mimeType: 'application/pdf', buffer: Buffer.from(content) })));
/** @param {Page} page @param {string} state */
const is = (page, state, at = 0) => expect.poll(() => page.locator('biffure-upload').nth(at)
  .evaluate((element) => /** @type {any} */ (element).state)).toBe(state);
/** @param {Page} page */
const dialog = (page) => page.locator('dialog[open]');
/** @param {Page} page */
const finish = (page) => page.getByRole('button', { name: 'Strike out and attach' });
/** @param {Page} page */
const boxes = (page) => page.locator('.box').evaluateAll((all) => all.map((box) => {
  const { left, top, width, height } = /** @type {HTMLElement} */ (box).style;
  return [left, top, width, height].map((side) => Math.round(parseFloat(side)));
}));
/** What the stand-in was told to do. @param {Page} page */
const choices = (page) => page.locator('biffure-upload').first().evaluate(async (element) =>
  JSON.parse(await /** @type {any} */ (element).files[0].text()));
/** A file in a transfer, as a drop or a paste brings it. @param {Page} page */
const transfer = (page, content = 'Vauquelin') => page.evaluateHandle((text) => {
  const data = new DataTransfer();
  data.items.add(new File([text], 'jeanne.txt'));
  return data;
}, content);

test('empty and required: held, with a reason', async ({ page, open, posts }) => {
  await open('<biffure-upload name="document" required aria-label="Report"></biffure-upload>');
  const element = page.locator('biffure-upload');
  expect(await element.evaluate((it) => /** @type {any} */ (it).validity.valueMissing)).toBe(true);
  await page.getByRole('button', { name: 'Send' }).click();
  await page.evaluate(() => document.forms[0]?.submit());
  await expect(element.getByRole('alert')).toHaveText('Please attach a document.');
  expect(posts).toEqual([]);
});

test('choices reach the engine, and its file the form', async ({ page, open, posts }) => {
  await open(UPLOAD);
  await choose(page, '%PDF-');
  await expect(dialog(page)).toBeVisible();
  await expect(finish(page)).toHaveAttribute('aria-disabled', 'true');
  await expect(page.getByText('2 pictures still need your answer.')).toBeVisible();
  await expect(page.getByText('Always struck out')).toBeVisible();
  expect(await page.getByRole('switch').count()).toBe(3);
  await page.getByRole('switch', { name: 'Vauquelin' }).click();
  await page.getByRole('switch', { name: '21 novembre' }).click();
  await page.getByRole('radio', { name: /take it out/ }).first().check();
  await page.getByRole('radio', { name: /I looked/ }).nth(1).check();
  await finish(page).click();
  await is(page, 'ready');
  const told = await choices(page);
  expect(told.keep).toEqual({ 0: 'notIdentity', 2: 'notIdentity', 4: 'wanted' });
  expect(told.opaques).toEqual({ 0: 'remove', 1: 'reviewed' });
  await page.getByRole('button', { name: 'Send' }).click();
  await expect(page.getByText('sent')).toBeVisible();
  expect(posts[0]).toContain('filename="document-1.pdf"');
  expect(posts[0]).toContain('name="document-receipt"');
  expect(posts[0]).not.toContain('jeanne');
});

test('boxes by mouse: draw, move, resize, remove, undo', async ({ page, open }) => {
  await open(UPLOAD);
  await choose(page, '%PDF-');
  await expect(dialog(page)).toBeVisible();
  const sheet = page.locator('.page-sheet');
  const at = async () => /** @type {{x: number, y: number, width: number, height: number}} */ (await sheet.boundingBox());
  const drag = async (/** @type {[number, number]} */ from, /** @type {[number, number]} */ to) => {
    const { x, y } = await at();
    await page.mouse.move(x + from[0], y + from[1]);
    await page.mouse.down();
    await page.mouse.move(x + to[0], y + to[1], { steps: 4 });
    await page.mouse.up();
  };
  await drag([80, 200], [280, 300]);
  const drawn = await boxes(page);
  expect(drawn).toHaveLength(1);
  await drag([180, 250], [260, 250]);
  const moved = await boxes(page);
  expect(moved[0]?.[0]).toBeGreaterThan(drawn[0]?.[0] ?? 0);
  expect(moved[0]?.slice(1)).toEqual(drawn[0]?.slice(1));
  await drag([359, 299], [420, 340]);
  const resized = await boxes(page);
  expect(resized[0]?.[2]).toBeGreaterThan(moved[0]?.[2] ?? 0);
  await page.locator('.box .box-cross').click();
  expect(await boxes(page)).toEqual([]);
  for (const step of [resized, moved, drawn, []]) {
    await page.keyboard.press('Control+z');
    expect(await boxes(page)).toEqual(step);
  }
  await page.getByRole('button', { name: 'Redo' }).click();
  expect(await boxes(page)).toEqual(drawn);
});

test('boxes by keyboard: add, move, resize, remove; a run of presses is one step', async ({ page, open }) => {
  await open(UPLOAD);
  await choose(page, 'IMG');
  await page.getByRole('button', { name: 'Add a box' }).press('Enter');
  const label = () => page.locator('.box').getAttribute('aria-label');
  const first = await label();
  await expect(page.locator('.box')).toBeFocused();
  for (const key of ['ArrowRight', 'ArrowRight', 'ArrowDown', 'Shift+ArrowRight']) await page.keyboard.press(key);
  const last = await label();
  expect(last).not.toBe(first);
  await page.keyboard.press('Control+z');
  expect(await label()).toBe(first);
  await page.keyboard.press('Control+Shift+Z');
  expect(await label()).toBe(last);
  await page.keyboard.press('Delete');
  await expect(page.locator('.box')).toHaveCount(0);
  await page.keyboard.press('Control+z');
  await page.getByRole('checkbox', { name: /Nothing else/ }).check();
  await finish(page).click();
  await is(page, 'ready');
  const told = await choices(page);
  expect(told.boxes).toHaveLength(1);
  expect(told.boxes[0].page).toBe(0);
});

test('boxes never leave the page', async ({ page, open }) => {
  await open(UPLOAD);
  await choose(page, 'IMG');
  await page.getByRole('button', { name: 'Add a box' }).press('Enter');
  for (let n = 0; n < 80; n += 1) await page.keyboard.press('ArrowLeft');
  for (let n = 0; n < 120; n += 1) await page.keyboard.press('Shift+ArrowRight');
  const [box] = await boxes(page);
  expect(box?.[0]).toBe(0);
  expect(box?.[2]).toBe(100);
});

test('a word that the person adds is struck everywhere, and earlier decisions stay', async ({ page, open }) => {
  await open(UPLOAD);
  await choose(page, 'Vauquelin met Merlin twice, Merlin said');
  await page.getByRole('switch', { name: 'Vauquelin' }).click();
  await page.getByLabel('Also strike out').fill('Merlin');
  await page.getByLabel('Also strike out').press('Enter');
  await expect(page.locator('.mark')).toHaveCount(3);
  await expect(page.locator('.mark.kept')).toHaveCount(1);
  await page.getByRole('button', { name: 'No longer strike out “Merlin”' }).click();
  await expect(page.locator('.mark')).toHaveCount(1);
  await expect(page.getByRole('switch', { name: 'Vauquelin' })).toHaveAttribute('aria-checked', 'false');
});

test('what the site learns after the choice counts too', async ({ page, open }) => {
  await open(UPLOAD);
  await choose(page, 'Vauquelin met Merlin');
  await expect(page.locator('.mark')).toHaveCount(1);
  await page.locator('biffure-upload').evaluate((element) => {
    /** @type {any} */ (element).known = { names: ['Merlin'] };
  });
  await expect(page.locator('.mark')).toHaveCount(2);
});

for (const [kind, code] of [['TRAP', 'internal'], ['LATE', 'internal'], ['LEAK', 'leak']]) {
  test(`${kind}: refused, held, and the words typed stay`, async ({ page, open, posts }) => {
    await open(`<label>Words <textarea name="words"></textarea></label>${UPLOAD}`);
    await page.getByLabel('Words').fill('typed before');
    await choose(page, `${kind} Vauquelin`);
    if (kind !== 'TRAP') await finish(page).click();
    await is(page, 'refused');
    await expect(page.locator('.row-code')).toContainText(`Code: ${code}`);
    await page.getByRole('button', { name: 'Send' }).click();
    await page.evaluate(() => document.forms[0]?.submit());
    await page.waitForTimeout(200);
    expect(posts).toEqual([]);
    expect(await page.getByLabel('Words').inputValue()).toBe('typed before');
    await page.getByRole('button', { name: 'Remove document 1' }).click();
    await page.getByRole('button', { name: 'Send' }).click();
    await expect(page.getByText('sent')).toBeVisible();
    expect(posts[0]).not.toContain('Vauquelin');
  });
}

test('cancel while it reads, then try again', async ({ page, open }) => {
  await open(UPLOAD);
  await choose(page, 'SLOW');
  await expect(page.getByText('Reading the document: page 1 of 2')).toBeVisible();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await is(page, 'refused');
  await expect(page.getByText('You stopped. Nothing was sent.').first()).toBeVisible();
  await page.getByRole('button', { name: 'Try again' }).click();
  await is(page, 'reading');
});

test('a password is asked for; a wrong one is told', async ({ page, open }) => {
  await open(UPLOAD);
  await choose(page, 'LOCK');
  await is(page, 'refused');
  const field = page.getByLabel('Password of the document');
  await field.fill('wrong');
  await field.press('Enter');
  await expect(page.locator('.row-sentence')).toHaveText(/does not open/);
  await field.fill('sesame');
  await field.press('Enter');
  await expect(dialog(page)).toBeVisible();
});

test('several documents, reset, disabled', async ({ page, open }) => {
  await open('<fieldset id="set"><biffure-upload name="document" multiple></biffure-upload></fieldset>');
  await choose(page, ['Vauquelin', 'Jeanne']);
  for (const n of [1, 2]) {
    await finish(page).click();
    await expect(page.locator('[part~=row][data-state=ready]')).toHaveCount(n);
  }
  const sent = () => page.evaluate(() => [...new FormData(document.forms[0])].map(([name, value]) =>
    `${name} ${typeof value === 'string' ? 'receipt' : value.name}`));
  expect(await sent()).toEqual([
    'document document-1.txt', 'document-receipt receipt', 'document document-2.txt', 'document-receipt receipt',
  ]);
  await page.evaluate(() => document.querySelector('#set')?.toggleAttribute('disabled'));
  await expect(page.locator('[part~=choose]')).toBeDisabled();
  expect(await sent()).toEqual([]);
  await page.evaluate(() => {
    document.querySelector('#set')?.toggleAttribute('disabled');
    document.forms[0]?.reset();
  });
  await is(page, 'empty');
});

test('two elements under one name, and a stranger’s file among theirs', async ({ page, open }) => {
  await open(UPLOAD + UPLOAD);
  for (const at of [0, 1]) {
    await choose(page, 'Vauquelin', at);
    await finish(page).click();
    await is(page, 'ready', at);
  }
  const files = await page.evaluate(() => {
    document.forms[0]?.addEventListener('formdata', ({ formData }) => formData.append('document', new File(['raw'], 'raw.pdf')));
    return new FormData(document.forms[0]).getAll('document').map((file) => /** @type {File} */ (file).name);
  });
  expect(files).toEqual(['document-1.txt', 'document-1.txt']);
});

test('the host may refuse a file, open the review itself, and refuse the result', async ({ page, open }) => {
  await open('<biffure-upload name="document" multiple></biffure-upload>');
  await page.evaluate(() => document.addEventListener('biffure-accept', (event) => event.preventDefault(), { once: true }));
  await choose(page, 'Vauquelin');
  await is(page, 'empty');
  await page.evaluate(() => {
    document.addEventListener('biffure-findings', (event) => event.preventDefault(), { once: true });
    document.addEventListener('biffure-verified', (event) => event.preventDefault(), { once: true });
  });
  await choose(page, 'Vauquelin');
  await is(page, 'review');
  await expect(dialog(page)).toHaveCount(0);
  await page.locator('biffure-upload').evaluate((element) => /** @type {any} */ (element).openReview(1));
  await finish(page).click();
  await is(page, 'empty');
});

test('guard: native inputs give way, drops and pastes find the element', async ({ page, open, posts }) => {
  await open('<label for="scan">Scan</label><input type="file" id="scan" name="scan" multiple><textarea name="words" aria-label="Words"></textarea>',
    "import { guard } from '/biffure/guard.js'; guard(document);");
  await expect(page.locator('biffure-upload[name=scan]')).toHaveCount(1);
  expect(await page.locator('input[type=file][name]').count()).toBe(0);
  await page.dispatchEvent('#beside', 'drop', { dataTransfer: await transfer(page) });
  await expect(dialog(page)).toBeVisible();
  await page.keyboard.press('Escape');
  await page.getByLabel('Words').evaluate((area) => {
    const clipboardData = new DataTransfer();
    clipboardData.items.add(new File(['Jeanne'], 'x.txt'));
    area.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  });
  await expect(page.locator('[part~=row]')).toHaveCount(2);
  await expect(dialog(page)).toBeVisible();
  await page.keyboard.press('Escape');
  await page.evaluate(() => document.forms[0]?.append(Object.assign(document.createElement('input'), { type: 'file', name: 'late' })));
  await expect(page.locator('biffure-upload[name=late]')).toHaveCount(1);
  await page.getByRole('button', { name: 'Send' }).click();
  await page.waitForTimeout(200);
  expect(posts).toEqual([]);
});

test('typed text is held until each finding is replaced or kept', async ({ page, open, posts }) => {
  await open('<textarea name="words" aria-label="Words"></textarea><div id="editor" contenteditable role="textbox" aria-label="Editor">'
    + '<p>From <b>Vau</b>quelin</p></div>',
  `import { guardTextarea } from '/biffure/adapters/textarea.js';
  import { guardEditable } from '/biffure/adapters/contenteditable.js';
  guardTextarea(document.querySelector('textarea'));
  guardEditable(document.querySelector('#editor'));`);
  await page.getByLabel('Words').fill('Vauquelin of Tinchebray, 06 39 98 12 34, Vauquelin');
  await page.getByRole('button', { name: 'Send' }).click();
  const panel = page.locator('[part~=typed]').first();
  await expect(panel).toBeVisible();
  expect(posts).toEqual([]);
  await panel.getByRole('button', { name: 'Replace all of them' }).click();
  await expect(page.getByLabel('Words')).toHaveValue('[name] of Tinchebray, [telephone], [name]');
  await panel.getByRole('button', { name: 'Keep “Tinchebray”' }).click();
  await page.locator('[part~=typed]').nth(1).getByRole('button', { name: /Replace “Vauquelin”/ }).click();
  await expect(page.locator('#editor')).toHaveText('From [name]');
  await page.getByRole('button', { name: 'Send' }).click();
  await expect(page.getByText('sent')).toBeVisible();
  expect(posts[0]).not.toContain('Vauquelin');
});

test('text without findings goes out by itself once it was read', async ({ page, open, posts }) => {
  await open('<textarea name="words" aria-label="Words"></textarea>',
    "import { guardTextarea } from '/biffure/adapters/textarea.js'; guardTextarea(document.querySelector('textarea'));");
  await page.getByLabel('Words').fill('nothing to hide');
  await page.getByRole('button', { name: 'Send' }).click();
  await expect(page.getByText('sent')).toBeVisible();
  expect(posts).toHaveLength(1);
});

test('every sentence exists in both languages', async ({ page, open }) => {
  await open(UPLOAD);
  const missing = await page.evaluate(async () => {
    const { en } = await import(`${'/biffure'}/strings/en.js`);
    const { fr } = await import(`${'/biffure'}/strings/fr.js`);
    /** @param {any} a @param {any} b @param {string} at @returns {string[]} */
    const compare = (a, b, at) => [...new Set([...Object.keys(a), ...Object.keys(b)])].flatMap((key) => {
      const [x, y] = [a[key], b[key]];
      if (typeof x !== typeof y) return [`${at}.${key}`];
      return typeof x === 'object' ? compare(x, y, `${at}.${key}`) : [];
    });
    const sentences = JSON.stringify(en) + JSON.stringify(fr);
    return [...compare(en, fr, ''), ...(/anonym/i.test(sentences) ? ['anonym'] : [])];
  });
  expect(missing).toEqual([]);
});
