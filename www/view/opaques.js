/**
 * What could not be read: each picture is shown and asked about, and nothing of that can be skipped. A file that is one picture is asked
 * about once, after boxes were drawn on it. Parts of pictures that were seen and could not be read are listed as struck, each with a
 * switch.
 */

import { mustDecide } from '../choices.js';
import { button, h, icon } from './dom.js';

/** @typedef {import('../protocol.js').Opaque} Opaque */

/** Width of the page from which a thumbnail is cut, in pixels. */
const PAGE_WIDTH = 560;

let groups = 0;

/** The questions. */
export class OpaqueList {
  #task;
  /** @type {{opaque: Opaque, field: HTMLElement, inputs: HTMLInputElement[], toggle?: HTMLElement}[]} */ #fields = [];
  /** @type {IntersectionObserver | null} */ #observer = null;
  /** @type {Map<number, Promise<import('../protocol.js').Pixels>>} */ #pages = new Map();
  element = h('div', { class: 'list-opaques' });

  /** @param {import('./list.js').PartTask} task */
  constructor(task) {
    this.#task = task;
    this.rebuild();
  }

  rebuild() {
    this.close();
    this.#fields = [];
    const { review } = this.#task.choices();
    const image = review.format === 'jpeg' || review.format === 'png';
    this.#watch();
    const open = review.opaques.filter(mustDecide);
    const struck = review.opaques.filter((opaque) => !mustDecide(opaque));
    this.element.replaceChildren(...[
      open.length > 0 && (image ? this.#image(open) : this.#pictures(open)),
      image && open.length === 0 && h('p', { class: 'hint' }, this.#task.strings.opaque.readHelp),
      struck.length > 0 && this.#parts(struck),
    ].filter((part) => part !== false));
    this.update();
  }

  update() {
    const choices = this.#task.choices();
    for (const { opaque, field, inputs, toggle } of this.#fields) {
      const choice = choices.choiceOf(opaque);
      for (const input of inputs) input.checked = input.value === choice;
      field.classList.toggle('open', !choice);
      if (!toggle) continue;
      const { review: t } = this.#task.strings;
      toggle.setAttribute('aria-checked', String(choice === 'remove'));
      const word = toggle.querySelector('.switch-word');
      if (word) word.textContent = choice === 'remove' ? t.struck : t.kept;
    }
  }

  #watch() {
    this.#observer = new IntersectionObserver((seen) => {
      for (const { isIntersecting, target } of seen) {
        const field = this.#fields.find(({ field: f }) => f === target);
        if (!isIntersecting || !field) continue;
        this.#observer?.unobserve(target);
        void this.#thumbnail(field.opaque, field.field);
      }
    });
  }

  focusUndecided() {
    const { undecided } = this.#task.choices();
    const field = this.#fields.find(({ opaque }) => undecided.includes(opaque.id));
    field?.field.scrollIntoView({ block: 'nearest' });
    field?.inputs[0]?.focus();
  }

  close() {
    this.#observer?.disconnect();
    this.#observer = null;
    this.#pages.clear();
  }

  /** The file is one picture: boxes, then one tick. @param {Opaque[]} opaques */
  #image(opaques) {
    const { strings: t } = this.#task;
    const ids = opaques.map(({ id }) => id);
    const tick = h('input', { type: 'checkbox', value: 'reviewed' });
    tick.addEventListener('change', () => this.#task.choices().decideOpaques(ids, tick.checked ? 'reviewed' : null));
    const field = h('div', { class: 'ask' }, h('label', { class: 'choice' }, tick, h('span', {}, t.opaque.imageTick)));
    for (const opaque of opaques) this.#fields.push({ opaque, field, inputs: [tick] });
    return h('section', { class: 'group must' }, h('h3', {}, t.opaque.image), h('p', {}, t.opaque.imageHelp), field);
  }

  /** @param {Opaque[]} opaques */
  #pictures(opaques) {
    const { strings: t } = this.#task;
    const fields = opaques.map((opaque, index) => this.#ask(opaque, index + 1));
    const all = opaques.length > 1 && button(t.opaque.removeAll, { kind: 'quiet' }, () =>
      this.#task.choices().decideOpaques(opaques.map(({ id }) => id), 'remove'));
    return h('section', { class: 'group must' },
      h('h3', {}, t.opaque.title, h('span', { class: 'count' }, String(opaques.length))),
      h('p', { class: 'hint' }, t.opaque.boxHint), all, ...fields);
  }

  /**
   * @param {Opaque} opaque
   * @param {number} number
   */
  #ask(opaque, number) {
    const { strings: t } = this.#task;
    const { place, kind } = opaque;
    const name = `opaque-${(groups += 1)}`;
    const choice = (/** @type {import('../protocol.js').OpaqueChoice} */ value) => {
      const input = h('input', { type: 'radio', name, value });
      input.addEventListener('change', () => this.#task.choices().decideOpaques([opaque.id], value));
      return input;
    };
    const remove = choice('remove');
    const reviewed = choice('reviewed');
    const question = kind === 'glyphs' ? t.opaque.glyphs : kind === 'drawing' ? t.opaque.drawing : t.opaque.question;
    const legend = place.kind === 'page' ? t.opaque.name(number, place.page + 1) : t.opaque.nameless(number);
    const field = h('fieldset', { class: 'ask' },
      h('legend', {}, legend),
      h('p', { class: 'ask-question' }, question),
      h('label', { class: 'choice' }, remove, h('span', {}, t.opaque.remove)),
      h('label', { class: 'choice' }, reviewed, h('span', {}, t.opaque.reviewed)));
    if (place.kind === 'page') {
      const show = h('button', {
        type: 'button', class: 'thumb', 'aria-label': `${t.opaque.show}: ${legend}`, onclick: () => this.#task.show(place, []),
      });
      field.insertBefore(show, field.querySelector('.ask-question'));
      this.#observer?.observe(field);
    }
    this.#fields.push({ opaque, field, inputs: [remove, reviewed] });
    return field;
  }

  /** Parts of pictures that are struck unless the person keeps them. @param {Opaque[]} opaques */
  #parts(opaques) {
    const { strings: t } = this.#task;
    const lines = opaques.map((opaque) => {
      const { place, kind } = opaque;
      const what = { symbol: t.opaque.symbol, mark: t.opaque.mark, face: t.opaque.face }[/** @type {string} */ (kind)] ?? t.opaque.unread;
      const where = place.kind === 'page' ? t.review.goPage(place.page + 1) : '';
      const label = `${what} ${where}`.trim();
      const toggle = opaque.mayKeep && h('button', {
        type: 'button', class: 'switch', part: 'switch', role: 'switch', 'aria-checked': 'true', 'aria-label': t.review.switchLabel(label),
        onclick: () => {
          const choices = this.#task.choices();
          choices.decideOpaques([opaque.id], choices.choiceOf(opaque) === 'remove' ? 'reviewed' : 'remove');
        },
      }, h('span', { class: 'switch-track' }, h('span', { class: 'switch-thumb' })), h('span', { class: 'switch-word' }, t.review.struck));
      const thumb = h('button', {
        type: 'button', class: 'thumb', 'aria-label': `${t.opaque.show}: ${label}`, onclick: () => this.#task.show(place, []),
      });
      const field = h('li', { class: 'line part-line' }, h('div', { class: 'line-main' }, h('p', { class: 'line-text' }, what), thumb),
        toggle || h('p', { class: 'locked', title: t.review.lockedWhy }, icon('lock'),
          h('span', {}, t.review.locked), h('span', { class: 'unseen' }, `. ${t.review.lockedWhy}`)));
      this.#fields.push({ opaque, field, inputs: [], ...(toggle && { toggle }) });
      this.#observer?.observe(field);
      return field;
    });
    return h('section', { class: 'group' },
      h('h3', {}, t.opaque.parts, h('span', { class: 'count' }, String(opaques.length))),
      h('p', { class: 'hint' }, t.opaque.partsHint),
      h('ul', { class: 'lines' }, ...lines));
  }

  /**
   * Cuts the picture out of its drawn page.
   * @param {Opaque} opaque
   * @param {HTMLElement} field
   */
  async #thumbnail({ place }, field) {
    if (place.kind !== 'page') return;
    const page = this.#task.choices().review.pages[place.page];
    const slot = field.querySelector('.thumb');
    if (!page || !slot) return;
    const scale = PAGE_WIDTH / page.width;
    const drawing = this.#pages.get(place.page) ?? this.#task.client.preview(place.page, scale);
    this.#pages.set(place.page, drawing);
    // Neighbouring pictures share a page; older drawings go, or a long scan would fill a phone's memory.
    for (const page of this.#pages.keys()) if (this.#pages.size > 2 && page !== place.page) this.#pages.delete(page);
    try {
      const { width, height, rgba } = await drawing;
      const x = Math.max(0, Math.floor(place.x * scale));
      const y = Math.max(0, Math.floor(place.y * scale));
      const w = Math.min(width - x, Math.ceil(place.width * scale));
      const tall = Math.min(height - y, Math.ceil(place.height * scale));
      if (w < 1 || tall < 1) return;
      const canvas = h('canvas', { width: w, height: tall, 'aria-hidden': 'true' });
      canvas.getContext('2d')?.putImageData(new ImageData(clamped(rgba), width, height), -x, -y);
      slot.replaceChildren(canvas);
    } catch {
      // The page's own picture says it when a page cannot be drawn; the question stays as it is.
    }
  }
}

/**
 * @param {Uint8ClampedArray} rgba
 * @returns {Uint8ClampedArray<ArrayBuffer>}
 */
export function clamped(rgba) {
  return /** @type {Uint8ClampedArray<ArrayBuffer>} */ (rgba);
}
