/** Files that must be refused, made here: each a name, bytes or a path, and what the refusal must say. */

import { createHash } from 'node:crypto';
import { open, readFile } from 'node:fs/promises';
import { deflateSync } from 'node:zlib';

/**
 * @param {readonly (string | Buffer)[]} objects their bodies, numbered from 1; the first is the catalogue
 * @param {string} [trailer] more entries of the trailer
 */
function pdf(objects, trailer = '') {
  const parts = [Buffer.from('%PDF-1.7\n%\xe2\xe3\xcf\xd3\n', 'latin1')];
  let size = parts[0]?.length ?? 0;
  const offsets = objects.map((body, n) => {
    const at = size;
    const object = Buffer.concat([Buffer.from(`${n + 1} 0 obj\n`), Buffer.from(body), Buffer.from('\nendobj\n')]);
    parts.push(object);
    size += object.length;
    return at;
  });
  const rows = offsets.map((at) => `${String(at).padStart(10, '0')} 00000 n \n`).join('');
  parts.push(Buffer.from(
    `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${rows}trailer\n<< /Size ${objects.length + 1} /Root 1 0 R ${trailer}>>\n`
    + `startxref\n${size}\n%%EOF\n`));
  return Buffer.concat(parts);
}

/** @param {Buffer} content @param {string} [entries] */
const stream = (content, entries = '') => Buffer.concat([
  Buffer.from(`<< /Length ${content.length} ${entries}>>\nstream\n`), content, Buffer.from('\nendstream'),
]);

const CATALOGUE = '<< /Type /Catalog /Pages 2 0 R >>';
const FONT = '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>';
const page = (/** @type {number} */ content) =>
  `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents ${content} 0 R /Resources << /Font << /F1 4 0 R >> >> >>`;
const words = (/** @type {string} */ text) => Buffer.from(`BT /F1 12 Tf 72 760 Td (${text}) Tj ET`);

/** No page at all. */
export const noPages = () => pdf([CATALOGUE, '<< /Type /Pages /Kids [] /Count 0 >>']);

/** Ten thousand small pages. */
export function tenThousandPages() {
  const count = 10_000;
  const kids = Array.from({ length: count }, (_, n) => `${n + 5} 0 R`).join(' ');
  return pdf([
    CATALOGUE, `<< /Type /Pages /Kids [${kids}] /Count ${count} >>`, stream(words('page')), FONT,
    ...Array.from({ length: count }, () => page(3)),
  ]);
}

/** A page tree whose branch is its own child, and a form that draws itself. */
export const cyclic = () => pdf([
  CATALOGUE, '<< /Type /Pages /Kids [3 0 R] /Count 2 >>', '<< /Type /Pages /Parent 2 0 R /Kids [2 0 R 3 0 R] /Count 2 >>', FONT,
]);

/** A page whose content is a form that draws itself. */
export const selfDrawing = () => pdf([
  CATALOGUE, '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
  '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R /Resources << /XObject << /X 6 0 R >> >> >>', FONT,
  stream(Buffer.from('/X Do')),
  stream(Buffer.from('/X Do /X Do'), '/Type /XObject /Subtype /Form /BBox [0 0 10 10] /Resources << /XObject << /X 6 0 R >> >> '),
]);

/** A stream that unpacks, and unpacks again, to far more than any page holds. */
export function bomb() {
  // Deflated zeros repeat, so they deflate once more to almost nothing.
  const once = deflateSync(Buffer.alloc(400 << 20), { level: 9 });
  const content = deflateSync(once, { level: 9 });
  const pages = 12;
  const kids = Array.from({ length: pages }, (_, n) => `${n + 5} 0 R`).join(' ');
  const contents = Array.from({ length: pages }, (_, n) => n + 5 + pages);
  return pdf([
    CATALOGUE, `<< /Type /Pages /Kids [${kids}] /Count ${pages} >>`, stream(words('page')), FONT,
    ...contents.map(page),
    ...contents.map(() => stream(content, '/Filter [/FlateDecode /FlateDecode] ')),
  ]);
}

/** The first half of a file. @param {string} path */
export async function truncated(path) {
  const bytes = await readFile(path);
  return bytes.subarray(0, Math.floor(bytes.length / 2));
}

/** A word processor's file that calls itself a PDF: only its first bytes matter. */
export function renamed() {
  const name = Buffer.from('[Content_Types].xml');
  const header = Buffer.alloc(30);
  header.writeUInt32LE(0x04034b50, 0);
  header.writeUInt16LE(20, 4);
  header.writeUInt16LE(name.length, 26);
  return Buffer.concat([header, name, Buffer.from('<?xml version="1.0"?><Types/>')]);
}

/** A file larger than any that is read: it takes no room on disk. @param {string} path */
export async function huge(path) {
  const file = await open(path, 'w');
  await file.write('%PDF-1.7\n');
  await file.truncate(300 * 1000 * 1000);
  await file.close();
  return path;
}

const PAD = Buffer.from('28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A', 'hex');
const md5 = (/** @type {Buffer} */ bytes) => createHash('md5').update(bytes).digest();

/** The stream cipher that old PDF encryption names; node no longer ships it. @param {Buffer} key @param {Buffer} bytes */
function rc4(key, bytes) {
  const state = Uint8Array.from({ length: 256 }, (_, n) => n);
  const at = (/** @type {number} */ n) => state[n & 255] ?? 0;
  const swap = (/** @type {number} */ a, /** @type {number} */ b) => {
    const kept = at(a);
    state[a & 255] = at(b);
    state[b & 255] = kept;
  };
  for (let i = 0, j = 0; i < 256; i += 1) {
    j = (j + at(i) + (key[i % key.length] ?? 0)) & 255;
    swap(i, j);
  }
  let i = 0;
  let j = 0;
  return Buffer.from(bytes.map((byte) => {
    i = (i + 1) & 255;
    j = (j + at(i)) & 255;
    swap(i, j);
    return byte ^ at(at(i) + at(j));
  }));
}

/**
 * One page under a password, by the oldest standard scheme (40 bits).
 * @param {string} password
 * @param {string} text
 */
export function locked(password, text) {
  const padded = Buffer.concat([Buffer.from(password, 'latin1'), PAD]).subarray(0, 32);
  const owner = rc4(md5(padded).subarray(0, 5), padded);
  const id = Buffer.alloc(16, 7);
  const rights = Buffer.alloc(4);
  rights.writeInt32LE(-4);
  const key = md5(Buffer.concat([padded, owner, rights, id])).subarray(0, 5);
  const user = rc4(key, PAD);
  const own = (/** @type {number} */ n) => md5(Buffer.concat([key, Buffer.from([n, 0, 0, 0, 0])])).subarray(0, 10);
  return pdf([
    CATALOGUE, '<< /Type /Pages /Kids [3 0 R] /Count 1 >>', page(5), FONT, stream(rc4(own(5), words(text))),
    `<< /Filter /Standard /V 1 /R 2 /O <${owner.toString('hex')}> /U <${user.toString('hex')}> /P -4 >>`,
  ], `/Encrypt 6 0 R /ID [<${id.toString('hex')}> <${id.toString('hex')}>] `);
}

/** One page of plain words, for specs that need nothing special. @param {string} text */
export const plain = (text) => pdf([
  CATALOGUE, '<< /Type /Pages /Kids [3 0 R] /Count 1 >>', page(5), FONT, stream(words(text)),
]);
