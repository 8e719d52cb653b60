/**
 * What every spec stands on: the server example on a free port, its record of every byte that arrived, the three hosts, and a
 * page on which a console error is a failure.
 */

import { spawn } from 'node:child_process';
import { mkdtemp, readFile, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { test as base, expect } from '@playwright/test';

/** The checkout. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/**
 * @typedef {import('@playwright/test').Page} Page
 *
 * @typedef {object} Host
 * @property {string} slug
 * @property {string} field name of the element
 * @property {string} form selector of its form
 * @property {(page: Page) => Promise<void>} fill types what the form asks for besides the file
 * @property {(page: Page) => Promise<void>} sent waits until the page says that it is sent
 */

/** @type {readonly Host[]} */
export const HOSTS = [
  {
    slug: 'forum',
    field: 'attachment',
    form: '#reply',
    fill: (page) => page.fill('#message', 'Bonjour, voici mon compte rendu. Merci de votre aide.'),
    sent: (page) => expect(page.locator('#outcome')).toHaveAttribute('data-state', 'sent'),
  },
  {
    slug: 'booking',
    field: 'prescription',
    form: '#form',
    fill: async (page) => {
      await page.fill('#surname', 'Tréguidel');
      await page.fill('#given', 'Aurèle');
      await page.fill('#birth', '1971-04-02');
      await page.fill('#phone', '0639980199');
      await page.check('input[name=exam][value=IRM]');
      await page.check('input[name=slot] >> nth=2');
      await page.check('.agree input');
    },
    sent: (page) => expect(page.locator('.done')).toBeVisible(),
  },
  {
    slug: 'portal',
    field: 'document',
    form: '#send',
    fill: (page) => page.fill('#about', 'Compte rendu fait en ville'),
    sent: (page) => expect(page.locator('#outcome')).toHaveAttribute('data-state', 'sent'),
  },
];

/** The server example, and what it has seen. */
class Server {
  #child;
  #folder;
  /** @readonly */
  base;

  /**
   * @param {import('node:child_process').ChildProcess} child
   * @param {string} base address without a slash at its end
   * @param {string} folder
   */
  constructor(child, base, folder) {
    this.#child = child;
    this.base = base;
    this.#folder = folder;
  }

  static async start() {
    const folder = await mkdtemp(join(tmpdir(), 'biffure-web-'));
    const given = process.env['BIFFURE_SERVER'];
    const [program, first] = given ? [given, []] : ['cargo', ['run', '--quiet', '--example', 'server', '--']];
    const options = ['--port', '0', '--root', ROOT, '--store', join(folder, 'store'), '--record', join(folder, 'record')];
    const child = spawn(program, [...first, ...options], { cwd: ROOT, stdio: ['ignore', 'pipe', 'ignore'] });
    /** @type {string} */
    const said = await new Promise((resolve, reject) => {
      let text = '';
      child.stdout.on('data', (chunk) => {
        text += chunk;
        if (text.includes('\n')) resolve(text);
      });
      child.once('error', reject);
      child.once('exit', () => reject(new Error('the server example did not start')));
    });
    return new Server(child, said.trim().replace(/\/$/, ''), folder);
  }

  /** Every byte that arrived: addresses, headers, bodies. */
  async record() {
    return readFile(join(this.#folder, 'record', 'requests.bin')).catch(() => Buffer.alloc(0));
  }

  /** How many bytes arrived so far. */
  async mark() {
    return stat(join(this.#folder, 'record', 'requests.bin')).then(({ size }) => size, () => 0);
  }

  /** What a host stored, by name, receipts left out. @param {string} slug */
  async stored(slug) {
    const names = await readdir(join(this.#folder, 'store', slug)).catch(() => []);
    return names.filter((name) => !name.endsWith('.receipt.json'));
  }

  /** @param {string} slug @param {string} name */
  document(slug, name) {
    return readFile(join(this.#folder, 'store', slug, name));
  }

  async stop() {
    this.#child.removeAllListeners('exit');
    const gone = new Promise((resolve) => this.#child.once('exit', resolve));
    this.#child.kill('SIGINT');
    await gone;
    await rm(this.#folder, { recursive: true, force: true });
  }
}

/**
 * @typedef {object} Arrived
 * @property {() => Promise<Buffer>} bytes what arrived since the test began
 * @property {() => Promise<number>} posts how many posts arrived since the test began
 */

/**
 * `calm`: what the console may say in a spec that breaks something on purpose.
 * @type {import('@playwright/test').TestType<
 *   import('@playwright/test').PlaywrightTestArgs & import('@playwright/test').PlaywrightTestOptions
 *     & {arrived: Arrived, calm: RegExp[], watched: void},
 *   import('@playwright/test').PlaywrightWorkerArgs & import('@playwright/test').PlaywrightWorkerOptions & {server: Server}>}
 */
export const test = /** @type {any} */ (base).extend({
  server: [async (/** @type {{}} */ {}, /** @type {(server: Server) => Promise<void>} */ use) => {
    const server = await Server.start();
    await use(server);
    await server.stop();
  }, { scope: 'worker', timeout: 600_000 }],

  baseURL: async (/** @type {{server: Server}} */ { server }, /** @type {(base: string) => Promise<void>} */ use) => use(server.base),

  arrived: async (/** @type {{server: Server}} */ { server }, /** @type {(arrived: Arrived) => Promise<void>} */ use) => {
    const from = await server.mark();
    const bytes = async () => (await server.record()).subarray(from);
    await use({ bytes, posts: async () => (await bytes()).toString('latin1').split('\n=== POST ').length - 1 });
  },

  calm: [[], { option: true }],

  watched: [async (/** @type {{page: Page, calm: RegExp[]}} */ { page, calm }, /** @type {() => Promise<void>} */ use) => {
    /** @type {string[]} */
    const errors = [];
    page.on('console', (message) => {
      if (message.type() === 'error' && !calm.some((known) => known.test(message.text()))) errors.push(message.text());
    });
    page.on('pageerror', (error) => errors.push(error.message));
    await use();
    expect(errors, 'the console stays silent').toEqual([]);
  }, { auto: true }],
});

export { expect };

/**
 * The parts of an element that specs touch.
 * @param {Page} page
 */
export function upload(page) {
  const element = page.locator('biffure-upload');
  const part = (/** @type {string} */ name) => element.locator(`[part~="${name}"]`);
  return {
    element,
    part,
    /** The picker's own input: nameless, in the shadow root. */
    input: element.locator('input[type=file]'),
    dialog: part('dialog'),
    finish: part('finish'),
    rows: part('row'),
    /** @param {string | string[] | {name: string, mimeType: string, buffer: Buffer}} files */
    choose: (files) => element.locator('input[type=file]').setInputFiles(files),
    /** @param {string} state */
    is: (state, timeout = 30_000) => expect.poll(
      () => element.evaluate((it) => /** @type {any} */ (it).state), { timeout, message: `the element is ${state}` }).toBe(state),
  };
}

/**
 * Opens a host's page and waits for the element.
 * @param {Page} page
 * @param {Host} host
 * @param {string} [path]
 */
export async function visit(page, host, path = '') {
  await page.goto(`/${host.slug}/${path}`);
  const up = upload(page);
  await expect(up.part('choose')).toBeVisible();
  return up;
}

/**
 * Chooses, reviews and waits for the proof.
 * @param {Page} page
 * @param {string | {name: string, mimeType: string, buffer: Buffer}} file
 * @param {number} [patience] milliseconds until the review is open
 */
export async function prepare(page, file, patience = 30_000) {
  const up = upload(page);
  await up.choose(file);
  await expect(up.dialog).toBeVisible({ timeout: patience });
  await up.finish.click();
  await up.is('ready', 60_000);
  return up;
}

/** @param {Page} page @param {Host} host */
export const send = (page, host) => page.locator(`${host.form} button[type=submit]`).click();
