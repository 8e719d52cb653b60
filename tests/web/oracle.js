/**
 * Recorded bytes + secrets → which secrets can be read in them. Streams inside are inflated; each secret is looked for in the
 * encodings in which it may hide. The answer numbers the secrets and never repeats them.
 */

import { inflateSync } from 'node:zlib';

import * as mupdf from 'mupdf';

/** A run of this many characters of a secret is a trace. */
export const RUN = 12;
/** Shorter secrets than this turn up by chance among numbers and names of a file's own parts. */
const SHORT = 6;

/**
 * @param {Buffer} bytes
 * @param {readonly string[]} secrets
 * @returns {string[]} e.g. `secret 3 as utf16le`
 */
export function traces(bytes, secrets) {
  const layers = [bytes, ...inflated(bytes), unescaped(bytes)];
  const found = new Set();
  for (const [n, secret] of secrets.entries()) {
    for (const run of runs(secret)) {
      for (const [encoding, form] of forms(run)) {
        if (layers.some((layer) => layer.includes(form))) found.add(`secret ${n} as ${encoding}`);
      }
    }
  }
  return [...found];
}

/**
 * What a reader foreign to Biffure reads in a document: a PDF's fonts number their letters as they like, so its bytes alone
 * prove little.
 * @param {Buffer} document
 */
export function textOf(document) {
  if (!document.subarray(0, 5).equals(Buffer.from('%PDF-'))) return document;
  const opened = mupdf.Document.openDocument(document, 'application/pdf');
  const pages = Array.from({ length: opened.countPages() }, (_, n) => opened.loadPage(n).toStructuredText('preserve-whitespace').asText());
  return Buffer.from(pages.join('\n').replace(/\s+/g, ' '));
}

/** @param {string} secret */
function runs(secret) {
  const characters = [...secret];
  if (characters.length < SHORT) return [];
  if (characters.length <= RUN) return [secret];
  return characters.slice(0, -RUN + 1).map((_, from) => characters.slice(from, from + RUN).join(''));
}

/** @param {string} run @returns {[string, Buffer][]} */
function forms(run) {
  const utf8 = Buffer.from(run, 'utf8');
  const little = Buffer.from(run, 'utf16le');
  const big = Buffer.from(little).swap16();
  /** @type {[string, Buffer][]} */
  const all = [
    ['utf8', utf8],
    ['utf16le', little],
    ['utf16be', big],
    ['latin1', Buffer.from(run, 'latin1')],
    ['hex', Buffer.from(utf8.toString('hex'))],
    ['HEX', Buffer.from(utf8.toString('hex').toUpperCase())],
  ];
  // Base64 reads differently at each of three offsets; the ends, which depend on the neighbours, are left out.
  for (const pad of [0, 1, 2]) {
    const text = Buffer.concat([Buffer.alloc(pad), utf8]).toString('base64').replace(/=+$/, '');
    const clean = text.slice(pad === 0 ? 0 : pad + 1, -1);
    if (clean.length >= SHORT) all.push([`base64/${pad}`, Buffer.from(clean)]);
  }
  return all;
}

/** Every zlib stream that a PDF or a PNG holds. @param {Buffer} bytes */
function inflated(bytes) {
  const layers = [];
  for (let at = bytes.indexOf('stream'); at >= 0; at = bytes.indexOf('stream', at + 6)) {
    let from = at + 6;
    if (bytes[from] === 13) from += 1;
    if (bytes[from] === 10) from += 1;
    const to = bytes.indexOf('endstream', from);
    if (to < 0 || bytes[from] === undefined || (bytes[from] ?? 0) % 16 !== 8) continue;
    try {
      layers.push(inflateSync(bytes.subarray(from, to), { finishFlush: 2 }));
    } catch {
      // Not deflated after all: its plain bytes are searched as they are.
    }
  }
  return layers;
}

/** Percent and plus signs undone, for queries and old forms. @param {Buffer} bytes */
function unescaped(bytes) {
  const text = bytes.toString('latin1').replaceAll('+', ' ');
  return Buffer.from(text.replace(/%([0-9a-f]{2})/gi, (_, hex) => String.fromCharCode(parseInt(hex, 16))), 'latin1');
}
