/** The corpus as the specs need it: a file's path, what must go from it, what must stay. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { parse } from 'smol-toml';

import { ROOT } from './stage.js';

/**
 * @typedef {{page: number, x: number, y: number, w: number, h: number}} Box
 *
 * @typedef {object} Sample
 * @property {string} id
 * @property {string} path absolute
 * @property {string} format
 * @property {string[]} needles strings that must be gone
 * @property {string[]} must_keep strings that must stay
 * @property {Box[]} boxes places of pictures that must be black, pixels of a picture or points of a page
 */

const CORPUS = join(ROOT, 'tests', 'corpus');

/** @typedef {{id: string, path: string, about: string, expect: string}} Bad a file that must be refused, with the error code */

/** @template {{path: string}} T @param {T} file @returns {T} */
const placed = (file) => ({ ...file, path: join(CORPUS, file.path) });

/** @type {{file: Sample[], bad: Bad[]}} */
const MANIFEST = /** @type {any} */ (parse(readFileSync(join(CORPUS, 'manifest.toml'), 'utf8')));

/** Every file that must be refused. */
export const BAD = MANIFEST.bad.map(placed);

/** @param {string} id @returns {Sample} */
export function sample(id) {
  const found = MANIFEST.file.find((file) => file.id === id);
  if (!found) throw new Error(`no corpus file ${id}`);
  return placed(found);
}
