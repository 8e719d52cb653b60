/**
 * Text that a person types or pastes → what in it identifies, shown beneath the field, each with "Replace" and, where the policy lets it,
 * "Keep". Its law: the form is held until the text that stands in the field now was read and every finding is decided; if it
 * cannot be read, it is not sent. Offsets are UTF-16 units of `Field.read()`.
 */

import { keepReason } from '../choices.js';
import { DocumentClient } from '../client.js';
import { FormHold } from '../hold.js';
import { pick, stringsFor } from '../strings/index.js';
import { button, h, icon } from '../view/dom.js';

/**
 * @typedef {import('../protocol.js').Finding} Finding
 *
 * @typedef {object} Field what an adapter knows about its kind of field
 * @property {HTMLElement} element
 * @property {HTMLFormElement | null} form
 * @property {() => string} read
 * @property {(start: number, end: number, by: string) => void} replace
 *
 * @typedef {object} TypedOptions
 * @property {string} [policy] `public` (default), `care` or JSON
 * @property {import('../protocol.js').Known | null} [known]
 * @property {string} [lang]
 * @property {number} [pause] milliseconds without typing before the text is read; 500 by default
 */

/** Milliseconds after which an idle worker is ended. */
const IDLE = 60_000;

/** Watches one field. */
export class TypedText {
  #field;
  #options;
  #strings;
  /** @type {DocumentClient | null} */ #client = null;
  /** @type {FormHold | null} */ #hold = null;
  /** @type {string | null} the text that was read last */ #seen = '';
  /** @type {Finding[]} */ #findings = [];
  /** @type {Promise<boolean> | null} */ #checking = null;
  /** What the person decided to keep, as category and words. */
  #kept = /** @type {Set<string>} */ (new Set());
  #pause = 0;
  #idle = 0;
  #end = new AbortController();
  #host = h('div', { class: 'biffure-typed' });
  #title = h('p', { class: 'typed-title', tabindex: '-1' });
  #body = h('div', { class: 'typed-body' });
  #note = h('p', { class: 'typed-note' });
  #panel;
  #say = h('div', { class: 'unseen', role: 'status', 'aria-live': 'polite' });
  #frame;

  /**
   * @param {Field} field
   * @param {TypedOptions} [options]
   */
  constructor(field, options = {}) {
    this.#field = field;
    this.#options = options;
    const t = (this.#strings = options.lang ? pick(options.lang) : stringsFor(field.element));
    this.#title.append(icon('warn'), h('span', {}, t.typed.title));
    this.#panel = h('div', { class: 'typed', part: 'typed', role: 'group', 'aria-label': t.typed.title }, this.#title, this.#note, this.#body);
    this.#panel.hidden = true;
    // The sheet names its colours on this class, inside the shadow root too.
    this.#frame = h('div', { class: 'biffure-typed' }, this.#panel, this.#say);
    const root = this.#host.attachShadow({ mode: 'open' });
    root.append(h('link', { rel: 'stylesheet', href: new URL('../style.css', import.meta.url).href }), this.#frame);
    this.#host.lang = t.lang;
    (field.element.closest('label') ?? field.element).after(this.#host);
    this.#listen();
    if (field.form) this.#hold = this.#holdForm(field.form);
    if (field.read() !== '') this.#soon();
  }

  /** Whether the text that stands in the field now was read and nothing in it waits for a decision. */
  get clear() {
    return this.#field.read() === this.#seen && this.#open.length === 0;
  }

  /**
   * Reads the text now, for hosts that send it by script.
   * @returns {Promise<boolean>} whether it may be sent; if not, the person is told why
   */
  async check() {
    const clear = await this.#fresh();
    if (!clear) this.#show('held');
    return clear;
  }

  /** Stops watching and lets the form go. */
  end() {
    this.#end.abort();
    clearTimeout(this.#pause);
    clearTimeout(this.#idle);
    this.#hold?.release();
    this.#client?.end();
    this.#client = null;
    this.#host.remove();
  }

  get #open() {
    return this.#findings.filter((finding) => finding.treatment !== 'ignore' && !this.#kept.has(wordsOf(finding)));
  }

  #listen() {
    const { element, form } = this.#field;
    const { signal } = this.#end;
    element.addEventListener('focus', () => this.#wake(), { signal, capture: true });
    element.addEventListener('input', () => this.#soon(), { signal });
    const fileless = (/** @type {Event} */ event, /** @type {DataTransfer | null} */ transfer) => {
      if (event.defaultPrevented || !transfer?.types.includes('Files')) return;
      event.preventDefault();
      this.#say.textContent = this.#strings.typed.fileHere;
      this.#remark(this.#strings.typed.fileHere);
    };
    element.addEventListener('paste', (event) => fileless(event, event.clipboardData), { signal });
    element.addEventListener('drop', (event) => fileless(event, event.dataTransfer), { signal });
    form?.addEventListener('reset', () => {
      this.#kept.clear();
      this.#soon();
    }, { signal });
  }

  /** @param {HTMLFormElement} form */
  #holdForm(form) {
    return new FormHold(form, {
      held: () => !this.clear,
      say: (again) => void this.check().then((clear) => {
        if (clear) again();
      }),
      name: () => '',
      proved: () => [],
    });
  }

  #soon() {
    this.#wake();
    clearTimeout(this.#pause);
    this.#pause = setTimeout(() => void this.#fresh(), this.#options.pause ?? 500);
  }

  /** Starts the worker while the person is still typing; an idle one is ended, and the text it saw with it. */
  #wake() {
    if (this.#end.signal.aborted) return;
    if (!this.#client?.alive) this.#client = new DocumentClient();
    clearTimeout(this.#idle);
    this.#idle = setTimeout(() => {
      this.#client?.end();
      this.#client = null;
    }, IDLE);
  }

  /** Reads until what was read is what stands there. @returns {Promise<boolean>} whether nothing is open */
  #fresh() {
    clearTimeout(this.#pause);
    this.#checking ??= this.#read().finally(() => (this.#checking = null));
    return this.#checking;
  }

  async #read() {
    for (;;) {
      const text = this.#field.read();
      if (text === this.#seen) break;
      try {
        this.#findings = text.trim() === '' ? [] : await this.#detect(text);
        this.#seen = text;
      } catch {
        // Not read, so not sent.
        this.#seen = null;
        this.#findings = [];
        this.#panel.hidden = false;
        this.#body.replaceChildren();
        this.#note.textContent = this.#strings.typed.failed;
        this.#say.textContent = this.#strings.typed.failed;
        return false;
      }
    }
    this.#render();
    return this.#open.length === 0;
  }

  /** @param {string} text */
  #detect(text) {
    this.#wake();
    const { known = null, policy = 'public' } = this.#options;
    return this.#client?.detect(text, known, policy) ?? Promise.reject(new Error('ended'));
  }

  #render() {
    const { typed: t } = this.#strings;
    const open = this.#open;
    const before = this.#panel.hidden;
    this.#panel.hidden = open.length === 0;
    const summary = open.length > 0 ? t.found(open.length) : t.clear;
    if (open.length > 0 || !before) this.#say.textContent = summary;
    this.#note.textContent = open.length > 0 ? summary : '';
    const groups = [
      { title: t.forced, findings: open.filter((f) => f.treatment === 'force') },
      { title: t.suggested, findings: open.filter((f) => f.treatment === 'suggest') },
    ].filter(({ findings }) => findings.length > 0);
    this.#body.replaceChildren(...groups.map(({ title, findings }) => this.#group(groups.length > 1 ? title : '', findings)));
  }

  /**
   * @param {string} title
   * @param {Finding[]} findings
   */
  #group(title, findings) {
    const { typed: t } = this.#strings;
    /** @type {Map<string, Finding>} */
    const lines = new Map();
    for (const finding of findings) if (!lines.has(wordsOf(finding))) lines.set(wordsOf(finding), finding);
    const all = lines.size > 1 && h('div', { class: 'typed-acts' },
      button(t.replaceAll, { kind: 'main', part: 'replace-all' }, () => void this.#replace(findings.map(wordsOf))),
      findings.every((f) => f.treatment === 'suggest')
        && button(t.keepAll, { kind: 'quiet' }, () => this.#keep(findings.map(wordsOf))));
    return h('div', { class: 'group' }, title && h('p', { class: 'typed-group' }, title),
      h('ul', { class: 'lines' }, ...[...lines.values()].map((finding) => this.#line(finding))), all);
  }

  /** @param {Finding} finding */
  #line(finding) {
    const { typed: t, categories, reasons } = this.#strings;
    const { text, category, reason } = finding;
    const words = [wordsOf(finding)];
    const by = this.#placeholder(finding);
    const replace = button(t.replace, { kind: 'plain', part: 'replace' }, () => void this.#replace(words));
    replace.setAttribute('aria-label', t.replaceLabel(text, by));
    const may = keepReason(finding);
    const keep = may && button(may === 'wanted' ? t.keep : t.notThis, { kind: 'quiet', part: 'keep' }, () => this.#keep(words));
    if (keep) keep.setAttribute('aria-label', may === 'wanted' ? t.keepLabel(text) : t.notThisLabel(text));
    return h('li', { class: 'line' },
      h('div', { class: 'line-main' },
        h('p', { class: 'line-text' }, text),
        h('p', { class: 'line-why' }, `${categories[category]}. ${reasons[reason]}`)),
      h('div', { class: 'typed-acts' }, replace, keep));
  }

  /** @param {readonly string[]} words */
  async #replace(words) {
    await this.#fresh();
    const field = this.#field;
    // From the end, so that earlier offsets stay true.
    const found = this.#findings.filter((finding) => words.includes(wordsOf(finding))).sort((a, b) => b.start - a.start);
    let before = Infinity;
    for (const finding of found) {
      if (finding.end > before) continue;
      field.replace(finding.start, finding.end, this.#placeholder(finding));
      before = finding.start;
    }
    await this.#fresh();
    this.#refocus();
  }

  /** @param {readonly string[]} words */
  #keep(words) {
    for (const word of words) this.#kept.add(word);
    this.#render();
    this.#refocus();
  }

  /** The pressed button is gone: the next one, or the field, takes the focus. */
  #refocus() {
    const next = /** @type {HTMLElement | null} */ (this.#body.querySelector('button'));
    (next ?? this.#field.element).focus();
  }

  /** @param {'held'} why */
  #show(why) {
    if (this.#open.length > 0) this.#remark(this.#strings.typed[why]);
    this.#panel.hidden = false;
    this.#panel.scrollIntoView({ block: 'nearest' });
    this.#title.focus();
  }

  /** @param {string} sentence */
  #remark(sentence) {
    this.#panel.hidden = false;
    this.#note.textContent = sentence;
  }

  /** @param {Finding} finding */
  #placeholder({ category }) {
    return `[${this.#strings.placeholders[category]}]`;
  }
}

/** @param {Finding} finding @returns {string} the same for the same words of the same kind */
function wordsOf({ category, text }) {
  return `${category} ${text.replace(/\s+/gu, ' ').trim().toLowerCase()}`;
}
