/**
 * A picture of a sort that the engine does not open (WebP, TIFF, GIF, BMP, HEIC, AVIF) → the same pixels in one that it does. Most are
 * turned by the engine that reads pictures; AVIF, and what that engine does not know, by the browser's own decoder where it has one.
 * By content, never by name. Its law: every other file comes back as it was.
 */

import { convertPicture } from './readers.js';

/** Most pixels that an iPhone's canvas holds, and more than reading needs. */
const MOST = 16_000_000;

/** Most pixels that a picture may claim, as in the engine. */
const LIMIT = 100_000_000;

/** Quality of the JPEG in between, which is decoded again at once. */
const QUALITY = 0.97;

/** Where the size of a picture of the HEIF family stands. */
const HEAD = 1 << 16;

/** The first bytes of other sorts. BMP is known by the length of its header too, since a text may begin with "BM". */
const MAGIC = /^(?:RIFF[^]{4}WEBP|II\*\0|MM\0\*|GIF8[79]a|BM[^]{12}[\x0c\x28\x34\x38\x40\x6c\x7c]\0\0\0)/;

/**
 * @param {Uint8Array} bytes
 * @returns {Promise<Uint8Array>} throws a `Refusal`
 */
export async function plainPicture(bytes) {
  const brands = family(bytes);
  if (!brands) return MAGIC.test(latin(bytes, 0, 20)) ? convertPicture(bytes) : bytes;
  if (/^(?:avis|msf1|hev[cxms])/.test(brands)) throw refusal('unsupported', 'this picture moves', 'moving');
  if (/avif/.test(brands)) return byBrowser(bytes, 'image/avif');
  if (!/hei[cxms]/.test(brands)) return bytes;
  try {
    return await convertPicture(bytes);
  } catch (caught) {
    const told = /** @type {Partial<import('./protocol.js').Refusal>} */ (caught);
    if (told.code !== 'unsupported') throw caught;
    return byBrowser(bytes, 'image/heic');
  }
}

/**
 * The brands of a file of the HEIF and MP4 family, the first one first; nothing for other files.
 * @param {Uint8Array} bytes
 */
function family(bytes) {
  if (latin(bytes, 4, 8) !== 'ftyp') return '';
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0);
  return latin(bytes, 8, 12) + latin(bytes, 16, Math.min(length, 256));
}

/**
 * @param {Uint8Array} bytes
 * @param {number} from
 * @param {number} to
 */
function latin(bytes, from, to) {
  return String.fromCharCode(...bytes.subarray(from, to));
}

/**
 * @param {Uint8Array} bytes
 * @param {string} type
 */
async function byBrowser(bytes, type) {
  if (claimed(bytes) > LIMIT) throw refusal('limit_exceeded', 'a picture is too large');
  try {
    const bitmap = await createImageBitmap(new Blob([/** @type {Uint8Array<ArrayBuffer>} */ (bytes)], { type }));
    const by = Math.min(1, Math.sqrt(MOST / (bitmap.width * bitmap.height)));
    const [width, height] = [Math.max(1, Math.floor(bitmap.width * by)), Math.max(1, Math.floor(bitmap.height * by))];
    const canvas = new OffscreenCanvas(width, height);
    const context = canvas.getContext('2d');
    if (!context) throw new Error('no canvas');
    context.fillStyle = '#fff';
    context.fillRect(0, 0, width, height);
    context.drawImage(bitmap, 0, 0, width, height);
    bitmap.close();
    // A canvas that could not be had stays transparent and says nothing of it.
    if (context.getImageData(width - 1, height - 1, 1, 1).data[3] !== 255) throw new Error('no canvas');
    const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality: QUALITY });
    if (blob.type !== 'image/jpeg') throw new Error('no JPEG');
    return new Uint8Array(await blob.arrayBuffer());
  } catch {
    throw refusal('unsupported', 'this browser does not decode such a picture', 'heic');
  }
}

/**
 * The most pixels that any picture of the file claims, before anything is decoded (ISO/IEC 23008-12 clause 6.5.3).
 * @param {Uint8Array} bytes
 */
function claimed(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let most = 0;
  for (let at = 0; at + 16 <= Math.min(bytes.length, HEAD); at += 1) {
    if (view.getUint32(at) === 0x69737065) most = Math.max(most, view.getUint32(at + 8) * view.getUint32(at + 12));
  }
  return most;
}

/**
 * @param {import('./protocol.js').Code} code
 * @param {string} message
 * @param {string} [part]
 * @returns {import('./protocol.js').Refusal}
 */
function refusal(code, message, part) {
  return { code, message, place: part ? { kind: 'part', name: part } : null };
}
