/**
 * A stand-in for the wasm engine, as the text of a module with the same names: the element's own behaviour is tested against it, fast and
 * without a build. What a file begins with says what becomes of it:
 * `%PDF` three pages with two pictures · `IMG` one picture · `TRAP` a trap · `LATE` a trap in `finish` · `LEAK` a failed check · `LOCK` asks
 * for the password "sesame" · `SLOW` ten seconds of reading · else plain text in which a few invented words are found.
 */

/** Runs inside the worker: it is turned into text, so it may use nothing from outside. */
function engine() {
  /** @typedef {any} Any */
  const words = ['Vauquelin', 'Jeanne', '06 39 98 12 34', 'Tinchebray'];
  const page = { width: 595, height: 842, unit: 'point' };

  /** @param {number} id @param {string} category @param {string} text @param {number} at @param {number} x @param {number} y @param {object} [more] */
  const found = (id, category, text, at, x, y, more) => ({
    id, category, text, reason: 'label', confidence: 0.9, treatment: 'force', mayOverrule: true, textIndex: 0, start: id, end: id + 1,
    places: [{ kind: 'page', page: at, x, y, width: 90, height: 12 }], ...more,
  });

  /** @param {string[]} more */
  const pdf = (more) => ({
    format: 'pdf', pages: [page, page, page], texts: [], notices: ['metadata_removed'],
    findings: [
      found(0, 'PersonName', 'Vauquelin', 0, 120, 100), found(1, 'PersonName', 'Jeanne', 0, 220, 100),
      found(2, 'PersonName', 'VAUQUELIN', 1, 80, 300, { reason: 'repeated' }),
      found(3, 'NationalId', '2 79 03 51 215 189 89', 0, 120, 140, { reason: 'checked', mayOverrule: false }),
      found(4, 'Date', '21 novembre 2026', 2, 120, 90, { treatment: 'suggest' }),
      found(5, 'Url', 'www.tilleuls.example', 2, 60, 800, { treatment: 'ignore' }),
      ...more.map((word, n) => found(6 + n, 'Other', word, 2, 100, 400, { reason: 'known' })),
    ],
    opaques: [
      { id: 0, kind: 'picture', place: { kind: 'page', page: 0, x: 420, y: 40, width: 120, height: 80 } },
      { id: 1, kind: 'picture', place: { kind: 'page', page: 1, x: 60, y: 400, width: 400, height: 300 } },
    ],
  });

  /** @param {string} text @param {string[]} more */
  const plain = (text, more) => {
    const findings = [];
    for (const word of [...words, ...more]) {
      for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
        findings.push({
          ...found(0, word.startsWith('0') ? 'Phone' : 'PersonName', word, 0, 0, 0), start: at, end: at + word.length,
          places: [{ kind: 'line', line: text.slice(0, at).split('\n').length }],
        });
      }
    }
    findings.sort((a, b) => a.start - b.start).forEach((finding, id) => (finding.id = id));
    return { format: 'text', pages: [], texts: [text], findings, opaques: [], notices: [] };
  };

  class Opened {
    /** @param {Uint8Array} bytes @param {Any} options @param {(step: string, done: number, total: number) => void} tell */
    static open(bytes, options, tell) {
      const opened = new Opened();
      opened.session = Session.open(bytes, options, tell);
      return opened;
    }

    constructor() {
      /** @type {Any} */ this.session = null;
    }

    pictures() {
      return 0;
    }

    read() {
      return this.session;
    }
  }

  class Session {
    /** @param {Uint8Array} bytes @param {Any} options @param {(step: string, done: number, total: number) => void} tell */
    static open(bytes, options, tell) {
      const text = new TextDecoder().decode(bytes);
      const kind = text.slice(0, 4);
      const more = [...(options.known?.other ?? []), ...(options.known?.names ?? [])];
      tell('reading', 0, 2);
      if (kind === 'TRAP') throw new WebAssembly.RuntimeError('unreachable');
      if (kind === 'LOCK' && options.password !== 'sesame') throw { code: 'encrypted', message: 'a password is needed', place: null };
      for (let n = 0; kind === 'SLOW' && n < 100; n += 1) {
        for (const end = Date.now() + 100; Date.now() < end;);
        tell('reading', n, 100);
      }
      tell('detecting', 1, 1);
      const session = new Session();
      session.kind = kind;
      session.tell = tell;
      if (kind === '%PDF' || kind === 'LOCK') session.seen = pdf(more.filter((word) => word !== 'absent'));
      else if (kind.startsWith('IMG')) {
        session.seen = {
          format: 'png', pages: [{ width: 800, height: 600, unit: 'pixel' }], texts: [], findings: [], notices: [],
          opaques: [{ id: 0, kind: 'picture', place: { kind: 'page', page: 0, x: 0, y: 0, width: 800, height: 600 } }],
        };
      } else session.seen = plain(text, more);
      return session;
    }

    constructor() {
      this.kind = '';
      /** @type {Any} */ this.seen = null;
      /** @type {(step: string, done: number, total: number) => void} */ this.tell = () => {};
    }

    review() {
      return this.seen;
    }

    /** @param {number} at @param {number} scale */
    preview(at, scale) {
      const size = this.seen.pages[at];
      const width = Math.round(size.width * scale);
      const height = Math.round(size.height * scale);
      return { width, height, rgba: new Uint8ClampedArray(width * height * 4).fill(240) };
    }

    /** @param {Any} choices */
    finish(choices) {
      this.tell('striking', 1, 1);
      this.tell('checking', 0, 1);
      if (this.kind === 'LATE') throw new WebAssembly.RuntimeError('unreachable');
      if (this.kind === 'LEAK') throw { code: 'leak', message: 'something is left', place: { kind: 'line', line: 2 } };
      const [extension, mediaType] = ({
        pdf: ['pdf', 'application/pdf'], text: ['txt', 'text/plain;charset=utf-8'], png: ['png', 'image/png'],
      })[/** @type {'pdf' | 'text' | 'png'} */ (this.seen.format)];
      // The new file says what was chosen, so that a spec can read it.
      const bytes = new TextEncoder().encode(JSON.stringify(choices));
      const receipt = {
        version: 1, tool: 'stand-in', format: this.seen.format, sha256: '', bytes: bytes.length, policy: 'public',
        struck: { PersonName: 2 }, kept: {}, boxes: choices.boxes.length, reviewed: 0, removed: 0, checks: ['bytes'], notices: [],
      };
      return { bytes, receipt, extension, mediaType };
    }
  }

  return { Opened, rehearse: () => {}, detectText: (/** @type {string} */ text) => plain(text, []).findings.map((finding) => ({
    ...finding, treatment: finding.text === 'Tinchebray' ? 'suggest' : 'force', places: [],
  })) };
}

/** The module's text. */
export const ENGINE = `export default async function init() {}
export const { Opened, rehearse, detectText } = (${engine.toString()})();
`;
