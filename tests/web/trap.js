/**
 * A wasm module → the same module in which one exported function traps at once: same imports, same exports, same size. The body
 * becomes `unreachable` and padding, so that the glue code runs up to the very call.
 */

/**
 * @param {Buffer} wasm
 * @param {RegExp} name of the export that shall trap
 */
export function trapIn(wasm, name) {
  const bytes = Buffer.from(wasm);
  const sections = sectionsOf(bytes);
  const imported = importedFunctions(bytes, sections.get(2));
  const index = exportedFunction(bytes, sections.get(7), name) - imported;
  const code = sections.get(10);
  if (code === undefined || index < 0) throw new Error('no such function');
  const at = new Cursor(bytes, code);
  at.number();
  for (let n = 0; n < index; n += 1) at.skip(at.number());
  const size = at.number();
  // No locals, `unreachable`, as many `nop` as fit, `end`.
  bytes.fill(0x01, at.position, at.position + size);
  bytes[at.position] = 0;
  bytes[at.position + 1] = 0x00;
  bytes[at.position + size - 1] = 0x0b;
  return bytes;
}

class Cursor {
  /** @param {Buffer} bytes @param {number} position */
  constructor(bytes, position) {
    this.bytes = bytes;
    this.position = position;
  }

  byte() {
    const byte = this.bytes[this.position];
    if (byte === undefined) throw new Error('the module ends early');
    this.position += 1;
    return byte;
  }

  /** Unsigned LEB128. */
  number() {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.byte();
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
  }

  text() {
    const size = this.number();
    const text = this.bytes.toString('utf8', this.position, this.position + size);
    this.skip(size);
    return text;
  }

  /** @param {number} count */
  skip(count) {
    this.position += count;
  }
}

/** Where each section's content begins, by its number. @param {Buffer} bytes */
function sectionsOf(bytes) {
  /** @type {Map<number, number>} */
  const sections = new Map();
  const at = new Cursor(bytes, 8);
  while (at.position < bytes.length) {
    const kind = at.byte();
    const size = at.number();
    sections.set(kind, at.position);
    at.skip(size);
  }
  return sections;
}

/** @param {Buffer} bytes @param {number | undefined} section */
function importedFunctions(bytes, section) {
  if (section === undefined) return 0;
  const at = new Cursor(bytes, section);
  let functions = 0;
  for (let left = at.number(); left > 0; left -= 1) {
    at.text();
    at.text();
    const kind = at.byte();
    if (kind === 0) {
      at.number();
      functions += 1;
    } else if (kind === 3) {
      at.skip(2);
    } else {
      if (kind === 1) at.byte();
      const limits = at.byte();
      at.number();
      if (limits & 1) at.number();
    }
  }
  return functions;
}

/** @param {Buffer} bytes @param {number | undefined} section @param {RegExp} name */
function exportedFunction(bytes, section, name) {
  if (section === undefined) return -1;
  const at = new Cursor(bytes, section);
  for (let left = at.number(); left > 0; left -= 1) {
    const called = at.text();
    const kind = at.byte();
    const index = at.number();
    if (kind === 0 && name.test(called)) return index;
  }
  return -1;
}
