/** What the page asks for: its own host, and after load nothing but Biffure's own assets and the form's answer. */

import { sample } from './corpus.js';
import { HOSTS, expect, prepare, send, test, visit } from './stage.js';

for (const host of HOSTS) {
  test(`${host.slug}: after load only Biffure’s own assets and the post`, async ({ page, context, server }) => {
    /** @type {string[]} */
    const asked = [];
    context.on('request', (request) => asked.push(`${request.method()} ${request.url()}`));
    await visit(page, host);
    await page.waitForLoadState('networkidle');
    expect(asked.filter((line) => !line.includes(` ${server.base}/`))).toEqual([]);

    const loaded = asked.length;
    await host.fill(page);
    await prepare(page, sample('scanner-abdomen').path);
    const working = asked.slice(loaded);
    const own = (/** @type {string} */ line) => line.startsWith(`GET ${server.base}/biffure/`) || line.startsWith(`GET blob:${server.base}/`);
    expect(working.filter((line) => !own(line))).toEqual([]);

    const ready = asked.length;
    await send(page, host);
    await host.sent(page);
    const sending = asked.slice(ready).filter((line) => line.startsWith('POST'));
    expect(sending).toHaveLength(1);
    expect(asked.filter((line) => !line.includes(`${server.base}/`))).toEqual([]);
  });
}

test('every answer carries the strict policy, and the page breaks none of it', async ({ page, server }) => {
  /** @type {string[]} */
  const broken = [];
  await page.exposeFunction('tellBroken', (/** @type {string} */ what) => broken.push(what));
  await page.addInitScript(() => {
    addEventListener('securitypolicyviolation', (event) => {
      /** @type {any} */ (globalThis).tellBroken(`${event.violatedDirective} ${event.sourceFile}`);
    });
  });
  for (const host of HOSTS) {
    await visit(page, host);
    await prepare(page, sample('scanner-abdomen').path);
  }
  expect(broken).toEqual([]);
  for (const path of ['/', '/forum/', '/biffure/worker.js', '/biffure/wasm/biffure_bg.wasm', '/portal/received', '/nowhere']) {
    const { headers } = await fetch(`${server.base}${path}`);
    expect(headers.get('content-security-policy')).toMatch(/^default-src 'none'; script-src 'self' 'wasm-unsafe-eval';/);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('permissions-policy')).toContain('camera=()');
  }
  const wasm = await fetch(`${server.base}/biffure/wasm/biffure_bg.wasm`);
  expect(wasm.headers.get('content-type')).toBe('application/wasm');
});

test('nothing is stored in the browser', async ({ page }) => {
  await visit(page, /** @type {import('./stage.js').Host} */ (HOSTS[0]));
  await prepare(page, sample('scanner-abdomen').path);
  const kept = await page.evaluate(async () => ({
    local: localStorage.length,
    session: sessionStorage.length,
    databases: (await indexedDB.databases()).length,
    caches: (await caches.keys()).length,
    cookies: document.cookie,
    history: JSON.stringify(history.state),
  }));
  expect(kept).toEqual({ local: 0, session: 0, databases: 0, caches: 0, cookies: '', history: 'null' });
});
