/** Files that cannot be treated: a sentence within ten seconds, the rest of the form as it was, and no memory run wild. */

import { readFileSync } from 'node:fs';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { BAD, sample } from './corpus.js';
import { HOSTS, expect, send, test, visit } from './stage.js';

const host = /** @type {import('./stage.js').Host} */ (HOSTS[1]);
const PDF = sample('scanner-abdomen').path;
/** Seconds until the sentence. */
const PATIENCE = 10;
/** Megabytes that the page and its workers may ever have used. */
const MEMORY = 600;

/** The most memory that any renderer process has used, in megabytes. @param {import('@playwright/test').Browser} browser */
async function peak(browser) {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  const used = processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => {
    const kilobytes = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${id}/status`, 'utf8'))?.[1];
    return Number(kilobytes ?? 0) / 1024;
  });
  return Math.max(...used);
}

/** @param {import('@playwright/test').Page} page */
const typed = (page) => page.locator(host.form).evaluate((form) =>
  [...new FormData(/** @type {HTMLFormElement} */ (form))].filter(([, value]) => typeof value === 'string').map(([name, value]) => `${name}=${value}`));

/**
 * @param {import('@playwright/test').Page} page
 * @param {import('./stage.js').Arrived} arrived
 * @param {string} path
 * @param {string} code
 */
async function refuses(page, arrived, path, code) {
  const up = await visit(page, host);
  await host.fill(page);
  const before = await typed(page);
  const start = performance.now();
  await up.choose(path);
  await expect.poll(() => up.element.evaluate((element) => /** @type {any} */ (element).state), { timeout: PATIENCE * 1000 })
    .toMatch(/refused|review/);
  // Some faults show only when the new file is written; the person hears of them then.
  if (await up.element.evaluate((element) => /** @type {any} */ (element).state) === 'review') await up.finish.click();
  await up.is('refused', PATIENCE * 1000);
  const took = performance.now() - start;
  expect(took).toBeLessThan(PATIENCE * 1000);
  await expect(up.rows.locator('.row-sentence')).toHaveText(/\p{Lu}.{20,}\./u);
  await expect(up.rows.locator('.row-code')).toContainText(code);
  expect(await typed(page)).toEqual(before);
  await send(page, host);
  await page.waitForTimeout(200);
  expect(await arrived.posts(), 'the form is held').toBe(0);

  // The rest still works: another file takes its place and the form goes.
  await up.choose(PDF);
  await expect(up.dialog).toBeVisible();
  await up.finish.click();
  await up.is('ready');
  await send(page, host);
  await host.sent(page);
  return took;
}

for (const { id, path, expect: code } of BAD.filter((file) => file.expect !== 'encrypted')) {
  test(`refused in time: ${id}`, async ({ page, browser, arrived }) => {
    const took = await refuses(page, arrived, path, code);
    const memory = await peak(browser);
    console.log(`${id}: ${Math.round(took)} ms, ${Math.round(memory)} MB at most`);
    expect(memory).toBeLessThan(MEMORY);
  });
}

test('refused in time: 300 MB', async ({ page, browser, arrived }) => {
  const folder = await mkdtemp(join(tmpdir(), 'biffure-huge-'));
  const path = join(folder, 'huge.pdf');
  const file = await open(path, 'w');
  await file.write('%PDF-1.7\n');
  // A hole: it takes no room on the disk.
  await file.truncate(300 * 1000 * 1000);
  await file.close();
  const took = await refuses(page, arrived, path, 'limit_exceeded');
  const memory = await peak(browser);
  console.log(`300 MB: ${Math.round(took)} ms, ${Math.round(memory)} MB at most`);
  expect(memory).toBeLessThan(MEMORY);
  await rm(folder, { recursive: true });
});

const LOCKED = BAD.find((file) => file.expect === 'encrypted');
const PASSWORD = 'secret';

test('a password is asked for; a wrong one is told, the right one opens', async ({ page, arrived }) => {
  const up = await visit(page, host);
  await host.fill(page);
  await up.choose(LOCKED?.path ?? '');
  await up.is('refused', PATIENCE * 1000);
  await expect(up.rows.locator('.row-sentence')).toContainText('mot de passe');
  const field = up.element.locator('input[type=password]');
  await field.fill('not-this-one');
  await up.part('unlock').click();
  await expect(up.rows.locator('.row-sentence')).toContainText('n’ouvre pas');
  await send(page, host);
  await page.waitForTimeout(200);
  expect(await arrived.posts()).toBe(0);
  await field.fill(PASSWORD);
  await field.press('Enter');
  await expect(up.dialog).toBeVisible();
  await up.finish.click();
  await up.is('ready');
  await send(page, host);
  await host.sent(page);
  expect((await arrived.bytes()).includes(PASSWORD), 'the password stays on the device').toBe(false);
});
