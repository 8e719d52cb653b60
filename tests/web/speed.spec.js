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
