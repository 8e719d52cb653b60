/** One browser, one worker: the specs time things, and the machine may have two cores. No retries: a flaky law is a broken law. */

import { defineConfig } from '@playwright/test';

export default defineConfig({
  testDir: '.',
  testMatch: '*.spec.js',
  workers: 1,
  retries: 0,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  reporter: [['list'], ['json', { outputFile: './test-results/report.json' }]],
  outputDir: './test-results',
  use: {
    browserName: 'chromium',
    locale: 'fr-FR',
    // Traces and pictures of a failure would hold what the specs plant; they plant inventions, and still keep none by default.
    trace: 'off',
    screenshot: 'off',
    launchOptions: {
      executablePath: process.env['BIFFURE_CHROMIUM'] ?? '/usr/bin/chromium',
      args: [
        '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
        '--disable-component-update', '--disable-sync',
      ],
    },
  },
});
