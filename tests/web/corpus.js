/** The corpus as the specs need it: a file's path, what must go from it, what must stay. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { parse } from 'smol-toml';

import { ROOT } from './stage.js';

/**
 * @typedef {object} Sample
 * @property {string} id
 * @property {string} path absolute
 * @property {string} format
 * @property {string[]} needles strings that must be gone
 * @property {string[]} must_keep strings that must stay
 */

const CORPUS = join(ROOT, 'tests', 'corpus');

/** @type {Sample[]} */
const FILES = /** @type {any} */ (parse(readFileSync(join(CORPUS, 'manifest.toml'), 'utf8'))).file
  .map((/** @type {Sample} */ file) => ({ ...file, path: join(CORPUS, file.path) }));

/** @param {string} id @returns {Sample} */
export function sample(id) {
  const found = FILES.find((file) => file.id === id);
  if (!found) throw new Error(`no corpus file ${id}`);
  return found;
}
