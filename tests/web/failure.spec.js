/** What breaks on the way: a killed worker, a trap, a missing engine, a change of mind. The form stays shut and says why. */

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { sample } from './corpus.js';
import { traces } from './oracle.js';
import { HOSTS, ROOT, expect, send, test, visit } from './stage.js';
import { trapIn } from './trap.js';

const { path: FILE, needles: SECRETS } = sample('scanner-abdomen');
const WASM = '**/biffure_bg.wasm';

test.use({ calm: [/Failed to load resource/, /net::ERR_FAILED/] });

/**
 * Holds the engine back, so that a document stays in reading until `release` is called.
 * @param {import('@playwright/test').Page} page
 */
async function holdEngine(page) {
  /** @type {() => void} */
  let release = () => {};
  const gate = new Promise((resolve) => (release = () => resolve(null)));
  await page.route(WASM, async (route) => {
    await gate;
    await route.continue().catch(() => {
      // The worker that asked is gone: that is the point of the spec.
    });
  });
  return release;
}

/** Ends the element's workers from inside, as a crash would. @param {import('@playwright/test').Page} page */
async function kill(page) {
  await expect.poll(() => page.workers().length).toBeGreaterThan(0);
  for (const worker of page.workers()) {
    await worker.evaluate(() => globalThis.close()).catch(() => {
      // It ended before it could answer.
    });
  }
}

/**
 * The law of every failure: no post, no trace, a sentence in the row, and the words typed are still there.
 * @param {import('@playwright/test').Page} page
 * @param {import('./stage.js').Host} host
 * @param {import('./stage.js').Arrived} arrived
 */
async function shut(page, host, arrived) {
  const typed = () => page.locator(host.form).evaluate((form) =>
    [...new FormData(/** @type {HTMLFormElement} */ (form))].filter(([, value]) => typeof value === 'string').map(([name, value]) => `${name}=${value}`));
  const before = await typed();
  await send(page, host);
  await page.waitForTimeout(300);
  expect(await arrived.posts()).toBe(0);
  expect(traces(await arrived.bytes(), SECRETS)).toEqual([]);
  expect(await typed()).toEqual(before);
  await expect(page.locator('biffure-upload [role=alert]')).not.toBeEmpty();
}

for (const host of HOSTS) {
  test.describe(host.slug, () => {
    test('a worker killed while it reads', async ({ page, arrived }) => {
      const release = await holdEngine(page);
      const up = await visit(page, host);
      await host.fill(page);
      await up.choose(FILE);
      await up.is('reading');
      await kill(page);
      await up.is('refused');
      await expect(up.rows.first()).toContainText('Rien n’a été envoyé');
      await shut(page, host, arrived);
      release();
    });

    test('a worker killed during the review', async ({ page, arrived }) => {
      const up = await visit(page, host);
      await host.fill(page);
      await up.choose(FILE);
      await expect(up.dialog).toBeVisible();
      await kill(page);
      await up.is('refused');
      await expect(up.dialog).toBeHidden();
      await shut(page, host, arrived);
      await up.part('retry').click();
      await expect(up.dialog, 'a second try begins afresh').toBeVisible();
    });

    test('a trap in wasm while it reads', async ({ page, arrived }) => {
      const wasm = trapIn(await readFile(join(ROOT, 'www', 'wasm', 'biffure_bg.wasm')), /^opened_open$/);
      await page.route(WASM, (route) => route.fulfill({ contentType: 'application/wasm', body: wasm }));
      const up = await visit(page, host);
      await host.fill(page);
      await up.choose(FILE);
      await up.is('refused');
      await expect(up.rows.first()).toContainText('internal');
      await shut(page, host, arrived);
    });

    test('a trap in wasm while it strikes', async ({ page, arrived }) => {
      const wasm = trapIn(await readFile(join(ROOT, 'www', 'wasm', 'biffure_bg.wasm')), /^session_finish$/);
      await page.route(WASM, (route) => route.fulfill({ contentType: 'application/wasm', body: wasm }));
      const up = await visit(page, host);
      await host.fill(page);
      await up.choose(FILE);
      await expect(up.dialog).toBeVisible();
      await up.finish.click();
      await up.is('refused');
      await expect(up.rows.first()).toContainText('internal');
      await shut(page, host, arrived);
    });

    test('an engine that cannot be loaded', async ({ page, arrived }) => {
      await page.route(WASM, (route) => route.abort());
      const up = await visit(page, host);
      await host.fill(page);
      await up.choose(FILE);
      await up.is('refused');
      await expect(up.rows.first()).toContainText('resource');
      await shut(page, host, arrived);
      await page.unroute(WASM);
      await up.part('retry').click();
      await expect(up.dialog).toBeVisible();
    });

    test('a change of mind while it reads', async ({ page, arrived }) => {
      const release = await holdEngine(page);
      const up = await visit(page, host);
      await host.fill(page);
      await up.choose(FILE);
      await up.part('cancel').click();
      await up.is('refused');
      await expect(up.rows.first()).toContainText('Vous avez arrêté');
      await shut(page, host, arrived);
      await up.part('remove').click();
      await up.is('empty');
      release();
    });

    test('a document taken away after it was ready is not sent', async ({ page, arrived }) => {
      const up = await visit(page, host);
      await host.fill(page);
      await up.choose(FILE);
      await expect(up.dialog).toBeVisible();
      await up.finish.click();
      await up.is('ready');
      await up.part('remove').click();
      await up.is('empty');
      const files = await page.locator(host.form).evaluate((form) =>
        [...new FormData(/** @type {HTMLFormElement} */ (form)).values()].filter((value) => typeof value !== 'string').length);
      expect(files).toBe(0);
      expect(await arrived.posts()).toBe(0);
    });
  });
}
