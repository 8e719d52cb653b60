/** Ways round the gate: whatever happens, nothing raw arrives and the form says why. */

import { readFile } from 'node:fs/promises';

import { sample } from './corpus.js';
import { traces } from './oracle.js';
import { HOSTS, expect, test, upload, visit } from './stage.js';

const FILE = sample('forum-thyroide');
const PDF = sample('scanner-abdomen');
const SECRETS = [...FILE.needles, ...PDF.needles];

/**
 * Files that come in by hand: dropped or pasted on a part of the page.
 * @param {import('@playwright/test').Locator} target
 * @param {'drop' | 'paste'} how
 * @param {string} path
 */
async function bring(target, how, path) {
  const content = [...await readFile(path)];
  return target.evaluate((element, { content, how }) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([new Uint8Array(content)], 'DUPONT Jeanne - compte rendu.pdf', { type: 'application/pdf' }));
    const init = { bubbles: true, composed: true, cancelable: true };
    const event = how === 'drop'
      ? new DragEvent('drop', { ...init, dataTransfer: transfer })
      : new ClipboardEvent('paste', { ...init, clipboardData: transfer });
    element.dispatchEvent(event);
    return event.defaultPrevented;
  }, { content, how });
}

for (const host of HOSTS) {
  test.describe(host.slug, () => {
    test('no control in the page holds a file under a name', async ({ page }) => {
      const up = await visit(page, host);
      await up.choose(FILE.path);
      await expect(up.dialog).toBeVisible();
      expect(await page.locator('input[type=file][name]').count()).toBe(0);
      expect(await up.input.evaluate((input) => /** @type {HTMLInputElement} */ (input).files?.length)).toBe(0);
    });

    test('a form with a document that waits for review is held and says why', async ({ page, arrived }) => {
      const up = await visit(page, host);
      await host.fill(page);
      await up.choose(FILE.path);
      await expect(up.dialog).toBeVisible();
      await up.part('close').click();
      await page.locator(`${host.form} button[type=submit]`).click();
      await page.waitForTimeout(300);
      expect(await arrived.posts()).toBe(0);
      // The browser's own bubble says it; a page that calls `submit()` passes the bubble by, and hears it from the element.
      expect(await up.element.evaluate((element) => /** @type {any} */ (element).validationMessage)).toContain('relecture');
      await page.locator(host.form).evaluate((form) => /** @type {HTMLFormElement} */ (form).submit());
      await expect(up.element.locator('[role=alert]')).toContainText('relecture');
      await page.waitForTimeout(300);
      expect(await arrived.posts()).toBe(0);
    });

    test('the prototype’s own submit, asked behind the element’s back, sends nothing raw', async ({ page, arrived }) => {
      const up = await visit(page, host);
      await host.fill(page);
      await up.choose(PDF.path);
      await expect(up.dialog).toBeVisible();
      await Promise.all([
        page.waitForURL(/received|posts|requests|documents/),
        page.locator(host.form).evaluate((form) => HTMLFormElement.prototype.submit.call(form)),
      ]);
      expect(await arrived.posts()).toBe(1);
      const record = await arrived.bytes();
      expect(traces(record, SECRETS)).toEqual([]);
      expect(record.includes('filename=')).toBe(false);
      await expect(page.locator('main')).toContainText('occulté et vérifié');
    });

    for (const how of /** @type {const} */ (['drop', 'paste'])) {
      test(`${how} on the element goes through the review`, async ({ page, arrived }) => {
        const up = await visit(page, host);
        await host.fill(page);
        expect(await bring(up.part('zone'), how, PDF.path)).toBe(true);
        await expect(up.dialog).toBeVisible();
        await up.finish.click();
        await up.is('ready');
        await page.locator(`${host.form} button[type=submit]`).click();
        await host.sent(page);
        const record = await arrived.bytes();
        expect(traces(record, SECRETS)).toEqual([]);
        expect(record.includes('DUPONT Jeanne')).toBe(false);
      });
    }

    test('with JavaScript off there is nothing to choose, and the rest of the form works', async ({ browser, server, arrived }) => {
      const context = await browser.newContext({ javaScriptEnabled: false, baseURL: server.base });
      const page = await context.newPage();
      await page.goto(`/${host.slug}/`);
      await expect(page.locator('noscript .notice')).toContainText('Sans JavaScript, aucun fichier ne peut être joint');
      expect(await page.locator('input[type=file]').count()).toBe(0);
      await host.fill(page);
      await page.locator(`${host.form} button[type=submit]`).click();
      await page.waitForURL(/received/);
      await expect(page.locator('.entry').first()).toContainText('Aucun document');
      expect(await arrived.posts()).toBe(1);
      expect((await arrived.bytes()).includes('filename=')).toBe(false);
      await context.close();
    });
  });
}

test('forum: a file pasted or dropped into the message goes nowhere', async ({ page, arrived }) => {
  const host = /** @type {import('./stage.js').Host} */ (HOSTS[0]);
  await visit(page, host);
  await host.fill(page);
  const typed = await page.inputValue('#message');
  for (const how of /** @type {const} */ (['drop', 'paste'])) await bring(page.locator('#message'), how, PDF.path);
  expect(await page.inputValue('#message')).toBe(typed);
  await page.waitForTimeout(300);
  expect(traces(await arrived.bytes(), SECRETS)).toEqual([]);
});

test('another script’s file under the element’s name is taken out of the form', async ({ page }) => {
  const host = /** @type {import('./stage.js').Host} */ (HOSTS[1]);
  await visit(page, host);
  const kept = await page.locator(host.form).evaluate((form, field) => {
    form.addEventListener('formdata', (event) => {
      /** @type {FormDataEvent} */ (event).formData.append(field, new File(['raw'], 'raw.pdf'));
    }, { capture: true });
    return new FormData(/** @type {HTMLFormElement} */ (form)).getAll(field).length;
  }, host.field);
  expect(kept).toBe(0);
});

test.describe('the server’s own gate', () => {
  /** @param {{name: string, value: string | Blob}[]} parts */
  const form = (parts) => {
    const data = new FormData();
    for (const { name, value } of parts) data.append(name, value);
    return data;
  };
  const raw = async () => new Blob([await readFile(PDF.path)], { type: 'application/pdf' });

  for (const host of HOSTS) {
    test(`${host.slug}: a raw file without a receipt is refused and not kept`, async ({ server }) => {
      const before = await server.stored(host.slug);
      const action = { forum: 'posts', booking: 'requests', portal: 'documents' }[host.slug];
      const answer = await fetch(`${server.base}/${host.slug}/${action}`, {
        method: 'POST',
        headers: { Accept: 'application/json' },
        body: form([{ name: host.field, value: await raw() }]),
      });
      expect(answer.status).toBe(422);
      expect((await answer.json()).code).toBe('receipt_missing');
      expect(await server.stored(host.slug)).toEqual(before);
    });

    test(`${host.slug}: a raw file with a forged receipt is refused and not kept`, async ({ server }) => {
      const before = await server.stored(host.slug);
      const action = { forum: 'posts', booking: 'requests', portal: 'documents' }[host.slug];
      const bytes = await readFile(PDF.path);
      const sha256 = [...new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))]
        .map((byte) => byte.toString(16).padStart(2, '0')).join('');
      const receipt = {
        version: 1, tool: 'biffure 0.1.0', format: 'pdf', sha256, bytes: bytes.length,
        policy: host.slug === 'forum' ? 'public' : 'care', struck: { PersonName: 1 }, kept: {}, boxes: 0, reviewed: 0,
        removed: 0, checks: ['bytes', 'structure', 'reread', 'raw', 'pixels'], notices: [],
      };
      const answer = await fetch(`${server.base}/${host.slug}/${action}`, {
        method: 'POST',
        body: form([
          { name: host.field, value: new Blob([bytes], { type: 'application/pdf' }) },
          { name: `${host.field}-receipt`, value: JSON.stringify(receipt) },
        ]),
      });
      expect(answer.status).toBe(422);
      expect(answer.headers.get('content-type')).toContain('text/html');
      expect(await answer.text()).toContain('Nous ne l’avons pas conservé');
      expect(await server.stored(host.slug)).toEqual(before);
    });
  }
});

test('portal: more than the server accepts is refused with a sentence', async ({ server }) => {
  const data = new FormData();
  data.append('document', new Blob([new Uint8Array(61 << 20)]));
  const answer = await fetch(`${server.base}/portal/documents`, { method: 'POST', headers: { Accept: 'application/json' }, body: data });
  expect(answer.status).toBe(413);
  expect((await answer.json()).message).toContain('60 Mo');
});

test('what the host knows is no attribute', async ({ page }) => {
  const host = /** @type {import('./stage.js').Host} */ (HOSTS[0]);
  await visit(page, host);
  expect(await upload(page).element.evaluate((element) => element.getAttribute('known'))).toBeNull();
});
