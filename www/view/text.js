/** Plain text as it stands in the file, with what is struck blacked out. Offsets are UTF-16 units. */

import { h } from './dom.js';

/**
 * @typedef {object} TextTask
 * @property {import('../strings/en.js').Strings} strings
 * @property {import('../protocol.js').Review} review
 * @property {import('../choices.js').ReviewChoices | null} choices `null` for a finished document
 * @property {(ids: readonly number[]) => void} pick
 */

/** About how many characters a block holds: blocks out of sight are not laid out. */
const BLOCK = 8000;
/** Most characters of a text that are shown; the list is complete all the same. */
const SHOWN = 2_000_000;

/** The text. */
export class TextPage {
  #task;
  #choices;
  /** @type {Map<number, HTMLElement[]>} */ #marks = new Map();
  #sheet = h('div', { class: 'text-sheet' });
  element;

  /** @param {TextTask} task */
  constructor(task) {
    this.#task = task;
    this.#choices = task.choices;
    this.element = h('section', { class: 'view', part: 'text' },
      h('div', { class: 'text-view', tabindex: '0', role: 'region', 'aria-label': task.strings.text.label }, this.#sheet));
    this.#build(task.review);
  }

  update() {
    const { text: t } = this.#task.strings;
    const kept = this.#choices?.state.kept;
    for (const [id, marks] of this.#marks) {
      for (const mark of marks) {
        const stays = kept?.has(id) ?? false;
        mark.className = stays ? 'mark kept' : 'mark';
        const word = mark.firstElementChild;
        if (word) word.textContent = stays ? t.kept : t.struck;
      }
    }
  }

  /** @param {readonly number[]} ids */
  light(ids) {
    for (const [id, marks] of this.#marks) for (const mark of marks) mark.classList.toggle('lit', ids.includes(id));
  }

  /**
   * @param {import('../protocol.js').Place} place
   * @param {readonly number[]} findings
   */
  show(place, findings) {
    void place;
    const [first] = findings;
    const mark = first === undefined ? undefined : this.#marks.get(first)?.[0];
    mark?.scrollIntoView({ block: 'center' });
    this.light(findings);
  }

  /** @param {import('../choices.js').ReviewChoices} choices */
  moveTo(choices) {
    this.#choices = choices;
    this.#build(choices.review);
    this.update();
  }

  close() {
    this.#marks.clear();
  }

  /** @param {import('../protocol.js').Review} review */
  #build(review) {
    this.#marks.clear();
    const blocks = review.texts.flatMap((text, index) => {
      const findings = review.findings
        .filter(({ textIndex, treatment, end }) => textIndex === index && treatment !== 'ignore' && end <= SHOWN)
        .sort((a, b) => a.start - b.start || b.end - a.end);
      const rest = text.length > SHOWN && h('p', { class: 'hint' }, this.#task.strings.text.cut);
      return [...this.#blocks(text.slice(0, SHOWN), findings), rest];
    }).filter((block) => block !== false);
    this.#sheet.replaceChildren(...blocks);
  }

  /**
   * @param {string} text
   * @param {import('../protocol.js').Finding[]} findings in order
   */
  #blocks(text, findings) {
    /** @type {HTMLElement[]} */
    const blocks = [];
    let block = h('div', { class: 'text-block' });
    let held = 0;
    let at = 0;
    const plain = (/** @type {number} */ to) => {
      // Long stretches are cut at line ends.
      while (at < to) {
        const wanted = at + Math.max(1, BLOCK - held);
        const cut = wanted < to ? text.indexOf('\n', wanted) + 1 : to;
        const end = cut === 0 || cut > to ? to : cut;
        block.append(text.slice(at, end));
        held += end - at;
        at = end;
        if (held >= BLOCK && text[at - 1] === '\n') {
          blocks.push(block);
          block = h('div', { class: 'text-block' });
          held = 0;
        }
      }
    };
    for (const { id, start, end } of findings) {
      const from = Math.max(start, at);
      if (end <= from) continue;
      plain(from);
      const mark = h('mark', { class: 'mark', onclick: () => this.#task.pick([id]) },
        h('span', { class: 'unseen' }), text.slice(from, end));
      this.#marks.set(id, [...(this.#marks.get(id) ?? []), mark]);
      block.append(mark);
      held += end - from;
      at = end;
    }
    plain(text.length);
    return [...blocks, block];
  }
}
