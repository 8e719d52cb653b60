/** One document in the element: its state in words, what can be done now, and at the end what was done and checked. */

import { codeLine, sentenceOf } from '../strings/tell.js';
import { button, h, icon } from './dom.js';

/**
 * @typedef {import('../entry.js').Entry} Entry
 * @typedef {object} RowHost
 * @property {() => import('../strings/en.js').Strings} strings
 * @property {() => void} review
 * @property {() => void} see
 * @property {() => void} remove
 * @property {() => void} chooseAgain
 */

/** A row of the list of documents. */
export class Row {
  #entry;
  #host;
  #bar = h('progress', { class: 'progress', part: 'progress', max: 1 });
  #step = h('span', { class: 'row-step' });
  /** @type {string | null} */ #url = null;
  #tries = 0;
  #disabled = false;
  element = h('li', { class: 'row', part: 'row' });

  /**
   * @param {Entry} entry
   * @param {RowHost} host
   */
  constructor(entry, host) {
    this.#entry = entry;
    this.#host = host;
    this.update();
  }

  focus() {
    // Where the next step is one field or one button, there; else on the words that say how things stand.
    const next = this.element.querySelector('input, [part~="review"]') ?? this.element.querySelector('.row-head');
    /** @type {HTMLElement | null} */ (next)?.focus();
  }

  /** @param {boolean} disabled */
  disable(disabled) {
    this.#disabled = disabled;
    for (const control of this.element.querySelectorAll('button')) control.disabled = disabled;
  }

  /** Follows the bar and the step alone. */
  progress() {
    const { step, progress, part } = this.#entry;
    const t = this.#host.strings();
    const label = part ? t.row.part(t.states[step], part) : t.states[step];
    if (this.#step.textContent !== label) this.#step.textContent = label;
    if (progress === null) this.#bar.removeAttribute('value');
    else this.#bar.value = progress;
  }

  /** Draws the row anew for the entry's state, without losing the keyboard's place. */
  update() {
    const root = /** @type {ShadowRoot | Document} */ (this.element.getRootNode());
    const focused = 'activeElement' in root && this.element.contains(root.activeElement);
    const { state } = this.#entry;
    this.element.dataset['state'] = state;
    if (state !== 'ready') this.#forgetUrl();
    const build = {
      reading: () => this.#busy(),
      striking: () => this.#busy(),
      checking: () => this.#busy(),
      review: () => this.#waiting(),
      ready: () => this.#ready(),
      refused: () => this.#refused(),
      gone: () => [],
    }[state];
    this.element.replaceChildren(...build());
    if (this.#disabled) this.disable(true);
    if (state === 'gone') this.#forgetUrl();
    if (focused) this.focus();
  }

  /**
   * @param {'file' | 'check' | 'warn' | 'eye'} sign
   * @param {...(Node | string)} words
   */
  #head(sign, ...words) {
    const t = this.#host.strings();
    return h('div', { class: 'row-head', tabindex: '-1' },
      h('span', { class: 'row-sign' }, icon(sign)),
      h('div', { class: 'row-words' }, h('strong', { class: 'row-name' }, t.row.name(this.#entry.number)), ...words));
  }

  #busy() {
    const t = this.#host.strings();
    this.#bar.setAttribute('aria-label', t.row.progress(this.#entry.number));
    this.progress();
    return [
      this.#head('file', this.#step),
      this.#bar,
      h('div', { class: 'row-actions' }, button(t.row.cancel, { kind: 'quiet', part: 'cancel' }, () => this.#entry.cancel())),
    ];
  }

  #waiting() {
    const t = this.#host.strings();
    const found = this.#entry.choices?.struck.length ?? 0;
    return [
      this.#head('eye', h('span', { class: 'row-step' }, `${t.row.found(found)}. ${t.states.review}.`)),
      h('div', { class: 'row-actions' },
        button(t.row.review, { kind: 'main', part: 'review' }, this.#host.review),
        this.#removeButton()),
    ];
  }

  #ready() {
    const t = this.#host.strings();
    const { result } = this.#entry;
    if (!result) return [];
    const { file, receipt, struck, pages } = result;
    this.#url ??= URL.createObjectURL(file);
    const save = h('a', { class: 'button quiet', part: 'button', href: this.#url, download: file.name }, h('span', {}, t.row.save));
    return [
      this.#head('check',
        h('span', { class: 'row-file' }, `${file.name} · ${t.size(file.size)}`),
        h('span', { class: 'row-step' }, t.row.summary(struck, pages, receipt.checks.length))),
      h('div', { class: 'row-actions' },
        button(t.row.see, { kind: 'plain', part: 'see' }, this.#host.see),
        save,
        this.#removeButton()),
      this.#details(receipt),
    ];
  }

  /** @param {import('../protocol.js').Receipt} receipt */
  #details(receipt) {
    const t = this.#host.strings();
    /** @param {Record<string, number>} counts */
    const lines = (counts) => Object.entries(counts).filter(([, n]) => n > 0).map(([code, n]) => {
      const name = t.categories[/** @type {import('../protocol.js').Category} */ (code)] ?? code;
      return h('li', {}, `${name} : ${n}`.replace(' :', t.lang === 'fr' ? '\u00a0:' : ':'));
    });
    const struck = lines(receipt.struck);
    if (receipt.boxes) struck.push(h('li', {}, t.receipt.boxes(receipt.boxes)));
    if (receipt.removed) struck.push(h('li', {}, t.receipt.removed(receipt.removed)));
    const kept = lines(receipt.kept);
    if (receipt.reviewed) kept.push(h('li', {}, t.receipt.reviewed(receipt.reviewed)));
    const checks = receipt.checks.map((check) => h('li', {}, t.checks[check] ?? check));
    const notices = receipt.notices.map((code) =>
      h('li', {}, t.notices[/** @type {import('../protocol.js').Notice} */ (code)] ?? code));
    /**
     * @param {string} title
     * @param {HTMLElement[]} items
     */
    const part = (title, items) => items.length > 0 && h('section', {}, h('p', {}, title), h('ul', {}, ...items));
    return h('details', { class: 'row-details', part: 'details' },
      h('summary', {}, t.row.details),
      h('div', { class: 'row-receipt' },
        part(t.receipt.struck, struck.length ? struck : [h('li', {}, t.receipt.nothing)]),
        part(t.receipt.kept, kept),
        part(t.receipt.checks, checks),
        part(t.receipt.notices, notices),
        h('p', {}, t.row.forgotten)));
  }

  #refused() {
    const t = this.#host.strings();
    const { refused, number } = this.#entry;
    if (!refused) return [];
    const locked = refused.code === 'encrypted';
    const sentence = locked && this.#tries > 0 ? t.refusal.wrongPassword : sentenceOf(t, refused);
    const again = !['unrecognised', 'unsupported', 'malformed', 'limit_exceeded', 'encrypted'].includes(refused.code);
    return [
      this.#head('warn',
        h('span', { class: 'row-step' }, t.states.refused),
        h('p', { class: 'row-sentence' }, sentence),
        h('span', { class: 'row-code' }, codeLine(t, refused))),
      locked && this.#password(number),
      h('div', { class: 'row-actions' },
        again && button(t.row.retry, { kind: 'main', part: 'retry' }, () => void this.#entry.read()),
        !again && !locked && button(t.row.chooseAgain, { kind: 'plain' }, this.#host.chooseAgain),
        this.#removeButton()),
    ].filter((child) => child !== false);
  }

  /** @param {number} number */
  #password(number) {
    const t = this.#host.strings();
    const id = `password-${number}`;
    const input = h('input', {
      type: 'password', id, autocomplete: 'off', spellcheck: 'false', class: 'field', 'aria-describedby': `${id}-hint`,
    });
    const open = () => {
      if (input.value === '') return input.focus();
      this.#tries += 1;
      const { value } = input;
      input.value = '';
      void this.#entry.read(value);
    };
    // No <form>: Enter must not send the page's own.
    input.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter') return;
      event.preventDefault();
      open();
    });
    return h('div', { class: 'row-password' },
      h('label', { for: id }, t.row.password),
      h('div', { class: 'row-password-line' }, input, button(t.row.unlock, { kind: 'main', part: 'unlock' }, open)),
      h('p', { class: 'hint', id: `${id}-hint` }, t.row.passwordHint));
  }

  #removeButton() {
    const t = this.#host.strings();
    const remove = button(t.row.remove, { kind: 'quiet', part: 'remove' }, this.#host.remove);
    remove.setAttribute('aria-label', t.row.removeNumber(this.#entry.number));
    return remove;
  }

  #forgetUrl() {
    if (this.#url) URL.revokeObjectURL(this.#url);
    this.#url = null;
  }
}
