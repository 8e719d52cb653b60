/** Everyone can use it: axe in every state, the keyboard alone, forced colours, reduced motion, a phone. */

import AxeBuilder from '@axe-core/playwright';

import { sample } from './corpus.js';
import { HOSTS, expect, send, test, upload, visit } from './stage.js';

const PDF = sample('scanner-abdomen').path;
const TEXT = sample('forum-thyroide').path;

/**
 * @param {import('@playwright/test').Page} page
 * @param {string} state
 * @param {string[]} [without] rules that mean nothing in this state
 */
async function sound(page, state, without = []) {
  // Without preloading: axe would copy our sheets into inline styles, and the page's policy would rightly complain.
  const axe = new AxeBuilder({ page }).options({ preload: false });
  const { violations } = await (without.length > 0 ? axe.disableRules(without) : axe).analyze();
  const told = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`);
  expect(told, `axe, ${state}`).toEqual([]);
}

/**
 * Walks with Tab until the focus is on what is looked for.
 * @param {import('@playwright/test').Page} page
 * @param {string} selector within the document or within the element's shadow root
 */
async function walkTo(page, selector) {
  for (let steps = 0; steps < 150; steps += 1) {
    const there = await page.evaluate((wanted) => {
      let active = document.activeElement;
      while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
      return active?.matches(wanted) ?? false;
    }, selector);
    if (there) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`the keyboard cannot reach ${selector}`);
}

for (const host of HOSTS) {
  for (const [name, width, height] of /** @type {const} */ ([['desk', 1280, 900], ['phone', 390, 844]])) {
    test(`${host.slug} on a ${name}: axe finds nothing in any state`, async ({ page }) => {
      test.setTimeout(180_000);
      await page.setViewportSize({ width, height });
      const up = await visit(page, host);
      await sound(page, 'empty');
      expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'no sideways scrolling').toBe(true);

      await up.choose({ name: 'x.pdf', mimeType: 'application/pdf', buffer: Buffer.from([0x50, 0x4b, 3, 4, 0, 0, 0, 0]) });
      await up.is('refused');
      await sound(page, 'refused');
      await up.part('remove').click();

      for (const path of [PDF, TEXT]) {
        await up.choose(path);
        await expect(up.dialog).toBeVisible();
        await page.waitForTimeout(500);
        await sound(page, 'review');
        await up.finish.click();
        await up.is('ready');
        await sound(page, 'ready');
        await up.part('details').locator('summary').click();
        await sound(page, 'ready, receipt open');
        await up.part('remove').click();
        await up.is('empty');
      }
    });
  }

  test(`${host.slug}: from choosing to sending with the keyboard alone`, async ({ page }) => {
    const up = await visit(page, host);
    await host.fill(page);
    await page.locator('body').evaluate(() => /** @type {HTMLElement} */ (document.activeElement)?.blur());

    // Asked for before the walk: the browser needs a moment to learn that its dialog is wanted elsewhere.
    const chooser = page.waitForEvent('filechooser');
    await walkTo(page, '[part~="choose"]');
    await page.keyboard.press('Enter');
    await (await chooser).setFiles(PDF);

    await expect(up.dialog).toBeVisible();
    await walkTo(page, '[part~="finish"]');
    await page.keyboard.press('Enter');
    await up.is('ready');
    await walkTo(page, `${host.form} button[type=submit]`);
    await page.keyboard.press('Enter');
    await host.sent(page);
  });

  test(`${host.slug}: forced colours and reduced motion`, async ({ page }) => {
    await page.emulateMedia({ forcedColors: 'active', reducedMotion: 'reduce' });
    const up = await visit(page, host);
    // The person's own palette decides the contrast then, and axe does not see it.
    await sound(page, 'empty, forced colours', ['color-contrast']);
    await up.choose(PDF);
    await expect(up.dialog).toBeVisible();
    await expect(up.finish).toBeVisible();
    await page.waitForTimeout(500);
    await sound(page, 'review, forced colours', ['color-contrast']);
    const moving = await page.evaluate(() => document.getAnimations()
      .filter((animation) => Number(animation.effect?.getComputedTiming().activeDuration) > 50).length);
    expect(moving, 'nothing moves').toBe(0);
  });
}

test('closing the review with Escape returns to where one was, and nothing is decided', async ({ page }) => {
  const up = await visit(page, /** @type {import('./stage.js').Host} */ (HOSTS[0]));
  await up.choose(PDF);
  await expect(up.dialog).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(up.dialog).toBeHidden();
  await up.is('review');
  const focused = await up.element.evaluate((element) => element.shadowRoot?.activeElement?.getAttribute('part') ?? '');
  expect(focused).toContain('review');
});

test('the index and the pages of what was received pass axe', async ({ page }) => {
  for (const path of ['/', '/en.html', ...HOSTS.map(({ slug }) => `/${slug}/received`)]) {
    await page.goto(path);
    await sound(page, path);
  }
});

test('a photo without words is never sent unseen: it needs a person’s word', async ({ page }) => {
  test.setTimeout(120_000);
  const host = /** @type {import('./stage.js').Host} */ (HOSTS[0]);
  const up = await visit(page, host);
  await host.fill(page);
  await up.choose({ name: 'photo.png', mimeType: 'image/png', buffer: await picture(page) });
  await expect(up.dialog).toBeVisible({ timeout: 60_000 });
  await page.waitForTimeout(300);
  await sound(page, 'review of a picture');
  await up.finish.click({ force: true });
  await expect(up.dialog, 'still open').toBeVisible();
  const tick = up.dialog.getByRole('checkbox');
  await tick.focus();
  await page.keyboard.press('Space');
  await walkTo(page, '[part~="finish"]');
  await page.keyboard.press('Enter');
  await up.is('ready');
  await send(page, host);
  await host.sent(page);
  expect(upload(page)).toBeTruthy();
});

/** A picture without words, drawn by the browser. @param {import('@playwright/test').Page} page */
async function picture(page) {
  const base64 = await page.evaluate(() => {
    const canvas = Object.assign(document.createElement('canvas'), { width: 640, height: 360 });
    const pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
    pen.fillStyle = '#fff';
    pen.fillRect(0, 0, 640, 360);
    const light = pen.createRadialGradient(320, 180, 20, 320, 180, 160);
    light.addColorStop(0, '#e0b090');
    light.addColorStop(1, '#fff');
    pen.fillStyle = light;
    pen.fillRect(0, 0, 640, 360);
    return canvas.toDataURL('image/png').split(',')[1] ?? '';
  });
  return Buffer.from(base64, 'base64');
}
