/** From choosing a ten-page report to its review: printed, not judged, since machines differ. */

import { sample } from './corpus.js';
import { HOSTS, expect, test, visit } from './stage.js';

test('from choosing to review', async ({ page }) => {
  const { path } = sample('report-10-pages');
  const up = await visit(page, /** @type {import('./stage.js').Host} */ (HOSTS[2]));
  /** @type {number[]} */
  const times = [];
  for (let run = 0; run < 4; run += 1) {
    // The person's pointer is near the zone before the click; the engine is loaded then.
    await up.part('choose').hover();
    await page.waitForTimeout(600);
    const start = performance.now();
    await up.choose(path);
    await expect(up.dialog).toBeVisible({ timeout: 50_000 });
    times.push(performance.now() - start);
    await up.part('close').click();
    await up.part('remove').click();
    await up.is('empty');
  }
  console.log(`choosing to review, ten pages: ${times.map((time) => `${Math.round(time)} ms`).join(', ')}`);
  expect(times).toHaveLength(4);
});

/** Far above what is aimed at (150 ms on a machine of its own): a loaded machine passes, tables built twice over do not. */
const MOST = 900;

test('from the compiled engine to its first detection, all tables and patterns built', async ({ page }) => {
  /** @type {number[]} */
  const times = [];
  for (let run = 0; run < 4; run += 1) {
    await page.goto(`/${/** @type {import('./stage.js').Host} */ (HOSTS[2]).slug}/`);
    const [compiling, building, again, found] = await page.evaluate(async () => {
      const folder = '/biffure/wasm/';
      const text = 'Madame Jeanne Exemple, née le 3 mars 1957, 12 rue des Lilas 69003 Lyon, 01 99 00 12 34';
      const start = performance.now();
      const [wasm, engine] = await Promise.all([
        import(`${folder}biffure.js`), WebAssembly.compileStreaming(fetch(`${folder}biffure_bg.wasm`)),
      ]);
      const compiled = performance.now();
      await wasm.default({ module_or_path: engine });
      wasm.rehearse();
      const ready = performance.now();
      const marks = wasm.detectText(text, null, 'public');
      return /** @type {const} */ ([compiled - start, ready - compiled, performance.now() - ready, marks.length]);
    });
    console.log(`engine compiled in ${Math.round(compiling)} ms, all data loaded in ${Math.round(building)} ms, then a line in ${again.toFixed(1)} ms`);
    expect(found).toBeGreaterThan(3);
    times.push(building);
  }
  expect(Math.min(...times)).toBeLessThan(MOST);
});

test('what is found in typed text is the text between its places, behind characters of two units too', async ({ page }) => {
  await page.goto(`/${/** @type {import('./stage.js').Host} */ (HOSTS[2]).slug}/`);
  const wrong = await page.evaluate(async () => {
    const folder = '/biffure/wasm/';
    const wasm = await import(`${folder}biffure.js`);
    await wasm.default({ module_or_path: await WebAssembly.compileStreaming(fetch(`${folder}biffure_bg.wasm`)) });
    const text = '🙂 Madame Jeanne Exemple 🩺 née le 3 mars 1957, é𝒜 01 99 00 12 34, jeanne@exemple.invalid'.repeat(3);
    /** @type {{text: string, start: number, end: number}[]} */
    const marks = wasm.detectText(text, null, 'public');
    return [marks.length > 9, ...marks.filter((mark) => text.slice(mark.start, mark.end) !== mark.text)];
  });
  expect(wrong).toEqual([true]);
});
