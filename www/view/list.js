/**
 * The list of a review: what must still be decided first, then what was found, by kind, each with its words, its pages, why it was
 * found, and a switch where the policy leaves a choice. The same words of the same kind stand in one line.
 */

import { keepReason } from '../choices.js';
import { CATEGORIES } from '../protocol.js';
import { BoxList } from './boxlist.js';
import { h, icon } from './dom.js';
import { OpaqueList } from './opaques.js';
import { WordList } from './words.js';

/**
 * @typedef {import('../protocol.js').Finding} Finding
 * @typedef {import('../protocol.js').Place} Place
 * @typedef {import('../choices.js').ReviewChoices} ReviewChoices
 *
 * @typedef {object} ListTask
 * @property {import('../strings/en.js').Strings} strings
 * @property {import('../entry.js').Entry} entry
 * @property {ReviewChoices} choices
 * @property {import('../client.js').DocumentClient} client
 * @property {(sentence: string) => void} say
 * @property {(ids: readonly number[]) => void} light
 * @property {(place: Place, findings: readonly number[]) => void} show
 * @property {(words: readonly string[]) => void} reread
 *
 * @typedef {{element: HTMLElement, findings: Finding[], toggle: HTMLButtonElement | null, note: HTMLElement}} Line
 */

/** How many places of one line get a button of their own. */
const PLACES = 6;

/** The list. */
export class FindingList {
  #task;
  /** @type {Line[]} */ #lines = [];
  #opaques;
  #boxes;
  #words;
  #found = h('div', { class: 'list-found' });
  element;

  /** @param {ListTask} task */
  constructor(task) {
    this.#task = task;
    const { strings: t, entry, choices } = task;
    const parts = { ...task, choices: () => this.#task.choices };
    this.#opaques = new OpaqueList(parts);
    this.#boxes = new BoxList(parts);
    this.#words = new WordList({ strings: t, words: entry.words, reread: task.reread });
    this.element = h('section', { class: 'list', part: 'findings', 'aria-label': t.review.listLabel },
      this.#opaques.element, this.#found, this.#boxes.element,
      choices.review.format === 'pdf' || choices.review.format === 'text' ? this.#words.element : null);
    this.#build();
  }

  /** Brings the switches in line with the choices. */
  update() {
    const { choices, strings: t } = this.#task;
    for (const { element, findings, toggle, note } of this.#lines) {
      const kept = findings.every(({ id }) => choices.state.kept.has(id));
      element.classList.toggle('kept', kept);
      if (!toggle) continue;
      toggle.setAttribute('aria-checked', String(!kept));
      const word = toggle.querySelector('.switch-word');
      if (word) word.textContent = kept ? t.review.kept : t.review.struck;
      note.hidden = !(kept && findings[0] && keepReason(findings[0]) === 'notIdentity');
    }
    this.#opaques.update();
    this.#boxes.update();
  }

  /** @param {readonly number[]} ids */
  focus(ids) {
    const line = this.#lines.find(({ findings }) => findings.some(({ id }) => ids.includes(id)));
    if (!line) return;
    /** @type {HTMLElement | null} */ (line.toggle ?? line.element.querySelector('button'))?.focus();
    line.element.scrollIntoView({ block: 'nearest' });
    this.#task.light(line.findings.map(({ id }) => id));
  }

  focusUndecided() {
    this.#opaques.focusUndecided();
  }

  /** The dialog has just opened. */
  welcome() {
    this.element.scrollTop = 0;
  }

  /**
   * @param {ReviewChoices} choices another reading of the same file
   * @param {string} sentence what came of it
   */
  moveTo(choices, sentence) {
    this.#task = { ...this.#task, choices };
    this.#build();
    this.#opaques.rebuild();
    this.#words.done(sentence);
  }

  close() {
    this.#opaques.close();
  }

  #build() {
    const { choices, strings: t } = this.#task;
    const { review } = choices;
    this.#lines = [];
    const shown = review.findings.filter(({ treatment }) => treatment !== 'ignore');
    const groups = CATEGORIES.flatMap((category) => {
      const inside = shown.filter((finding) => finding.category === category);
      return inside.length > 0 ? [this.#group(t.categories[category], inside)] : [];
    });
    const image = review.format === 'jpeg' || review.format === 'png';
    const empty = shown.length === 0 && !image && h('p', { class: 'list-empty' }, t.review.none);
    const ignored = review.findings.filter(({ treatment }) => treatment === 'ignore');
    const notices = review.notices.map((code) => h('li', {}, t.notices[code]));
    this.#found.replaceChildren(...[
      empty,
      ...groups,
      ignored.length > 0 && this.#ignored(ignored),
      notices.length > 0 && h('section', { class: 'group remarks' },
        h('h3', {}, t.receipt.notices), h('ul', {}, ...notices)),
    ].filter((child) => child !== false));
  }

  /**
   * @param {string} title
   * @param {Finding[]} findings
   */
  #group(title, findings) {
    const lines = together(findings).map((same) => this.#line(same));
    this.#lines.push(...lines);
    return h('section', { class: 'group' },
      h('h3', {}, title, h('span', { class: 'count' }, String(findings.length))),
      h('ul', { class: 'lines' }, ...lines.map(({ element }) => element)));
  }

  /** @param {Finding[]} findings the same words, at least one @returns {Line} */
  #line(findings) {
    const { strings: t } = this.#task;
    const first = /** @type {Finding} */ (findings[0]);
    const ids = findings.map(({ id }) => id);
    const text = oneLine(first.text);
    const why = findings.find(({ reason }) => reason !== 'repeated')?.reason ?? first.reason;
    const note = h('p', { class: 'line-note' }, t.review.notThis);
    note.hidden = true;
    const toggle = keepReason(first) ? this.#toggle(findings, text) : null;
    const locked = first.category === 'NationalId' && first.reason === 'checked' ? t.review.lockedNumber : t.review.lockedWhy;
    const element = h('li', {
      class: 'line',
      onpointerenter: () => this.#task.light(ids),
      onpointerleave: () => this.#task.light([]),
      onfocusin: () => this.#task.light(ids),
      onfocusout: () => this.#task.light([]),
    },
      h('div', { class: 'line-main' },
        h('p', { class: 'line-text' }, h('span', {}, text),
          findings.length > 1 && h('span', { class: 'line-times' }, ` × ${findings.length}`)),
        this.#places(findings, text),
        h('p', { class: 'line-why' }, t.reasons[why]),
        note),
      toggle ?? h('p', { class: 'locked', title: locked }, icon('lock'),
        h('span', {}, t.review.locked), h('span', { class: 'unseen' }, `. ${locked}`)));
    return { element, findings, toggle, note };
  }

  /**
   * @param {Finding[]} findings
   * @param {string} text
   */
  #toggle(findings, text) {
    const { strings: t } = this.#task;
    return h('button', {
      type: 'button',
      class: 'switch',
      part: 'switch',
      role: 'switch',
      'aria-checked': 'true',
      'aria-label': t.review.switchLabel(text),
      onclick: () => {
        const { choices } = this.#task;
        const kept = findings.every(({ id }) => choices.state.kept.has(id));
        choices.decide(findings, kept ? 'strike' : 'keep');
      },
    }, h('span', { class: 'switch-track' }, h('span', { class: 'switch-thumb' })), h('span', { class: 'switch-word' }, t.review.struck));
  }

  /**
   * @param {Finding[]} findings
   * @param {string} text
   */
  #places(findings, text) {
    const { strings: t } = this.#task;
    /** @type {Map<string, {place: Place, ids: number[]}>} */
    const spots = new Map();
    for (const { id, places } of findings) {
      const [place] = places;
      if (!place) continue;
      const key = place.kind === 'page' ? `p${place.page}` : place.kind === 'line' ? `l${place.line}` : 'part';
      const spot = spots.get(key) ?? { place, ids: [] };
      spot.ids.push(id);
      spots.set(key, spot);
    }
    const chips = [...spots.values()].map(({ place, ids }) => {
      if (place.kind === 'part') return h('span', { class: 'chip still' }, t.review.hiddenPart);
      const label = place.kind === 'page' ? t.review.goPage(place.page + 1) : t.review.goLine(place.line);
      const go = h('button', { type: 'button', class: 'chip', onclick: () => this.#task.show(place, ids) }, label);
      go.setAttribute('aria-label', `${label}: ${text}`);
      return go;
    });
    const rest = chips.slice(PLACES);
    const more = rest.length > 0 && h('button', { type: 'button', class: 'chip' }, `+ ${rest.length}`);
    const line = h('p', { class: 'line-places' }, ...chips.slice(0, PLACES), more);
    if (more) {
      more.addEventListener('click', () => {
        more.replaceWith(...rest);
        rest[0]?.focus();
      });
    }
    return line;
  }

  /** @param {Finding[]} findings */
  #ignored(findings) {
    const { strings: t } = this.#task;
    const items = together(findings).map((same) => {
      const first = /** @type {Finding} */ (same[0]);
      return h('li', { class: 'line' }, h('div', { class: 'line-main' },
        h('p', { class: 'line-text' }, oneLine(first.text)), this.#places(same, oneLine(first.text)),
        h('p', { class: 'line-why' }, t.categories[first.category])));
    });
    return h('details', { class: 'group ignored' },
      h('summary', {}, `${t.review.ignoredTitle} (${findings.length})`),
      h('p', { class: 'hint' }, t.review.ignoredHint),
      h('ul', { class: 'lines' }, ...items));
  }
}

/**
 * Findings → findings with the same words and the same rights, in order of first appearance.
 * @param {Finding[]} findings
 */
function together(findings) {
  /** @type {Map<string, Finding[]>} */
  const groups = new Map();
  for (const finding of findings) {
    const key = `${oneLine(finding.text).toLowerCase()}|${finding.treatment}|${finding.mayOverrule}`;
    const group = groups.get(key);
    if (group) group.push(finding);
    else groups.set(key, [finding]);
  }
  return [...groups.values()];
}

/** @param {string} text */
function oneLine(text) {
  return text.replace(/\s+/gu, ' ').trim();
}

/** @typedef {Omit<ListTask, 'choices'> & {choices: () => ReviewChoices}} PartTask */

