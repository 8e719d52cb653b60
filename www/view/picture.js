/**
 * The picture of a page with what is struck drawn over it, and boxes that the person draws, moves, resizes and removes with
 * mouse, touch or keyboard. Boxes and bars are placed in percent of the page, so zooming moves nothing.
 */

import { BoxLayer } from './boxes.js';
import { button, enable, h } from './dom.js';
import { clamped } from './opaques.js';

/**
 * @typedef {import('../protocol.js').Review} Review
 * @typedef {import('../protocol.js').Rect} Rect
 * @typedef {import('../choices.js').ReviewChoices} ReviewChoices
 *
 * @typedef {object} PictureTask
 * @property {import('../strings/en.js').Strings} strings
 * @property {Review} review
 * @property {ReviewChoices | null} choices `null` for a finished document
 * @property {import('../client.js').DocumentClient} client
 * @property {(sentence: string) => void} say
 * @property {(ids: readonly number[]) => void} pick a struck thing was pointed at
 */

const ZOOMS = [1, 1.25, 1.5, 2, 3, 4];
/** Most pixels of one drawn page: phones have little memory. */
const PIXELS = 6e6;
/** A drag shorter than this, in CSS pixels, is a click. */
const CLICK = 5;

/** The view. */
export class PagePicture {
  #task;
  #choices;
  #page = 0;
  #zoom = 1;
  #drawing = false;
  #drawn = '';
  #busy = false;
  #closed = false;
  #drawSoon = 0;
  /** @type {Map<number, HTMLElement[]>} */ #bars = new Map();
  #canvas = h('canvas', { class: 'page-canvas', role: 'img' });
  #marks = h('div', { class: 'page-marks', 'aria-hidden': 'true' });
  #boxes;
  #sheet;
  #port;
  #note = h('p', { class: 'page-note' });
  #number = h('input', { type: 'number', class: 'page-number', min: '1', inputmode: 'numeric' });
  #tools;
  #resize;
  element;

  /** @param {PictureTask} task */
  constructor(task) {
    this.#task = task;
    this.#choices = task.choices;
    const { picture: t } = task.strings;
    this.#boxes = new BoxLayer({ strings: task.strings, choices: () => this.#choices, page: () => this.#page, say: task.say });
    this.#sheet = h('div', { class: 'page-sheet' }, this.#canvas, this.#marks, this.#boxes.element);
    this.#port = h('div', { class: 'page-port', tabindex: '0', role: 'region', 'aria-label': t.region }, this.#sheet);
    this.#tools = this.#buildTools();
    this.element = h('section', { class: 'view', part: 'picture' }, this.#tools.element, this.#port,
      h('div', { class: 'page-words' }, this.#note, task.choices && task.review.opaques.some(({ kind }) => kind === 'picture') && task.review.format !== 'pdf'
        && h('p', { class: 'page-help' }, task.strings.opaque.imageHelp)));
    if (task.choices) this.#listenToPointer();
    this.#resize = new ResizeObserver(() => this.#layout());
    this.#resize.observe(this.#port);
    this.#turn(0);
  }

  update() {
    const state = this.#choices?.state;
    const choices = this.#choices;
    for (const [id, bars] of this.#bars) {
      for (const bar of bars) bar.classList.toggle('kept', state?.kept.has(id) ?? false);
    }
    for (const mark of this.#marks.querySelectorAll('.opaque')) {
      const id = Number(/** @type {HTMLElement} */ (mark).dataset['opaque']);
      const opaque = this.#task.review.opaques.find((o) => o.id === id);
      /** @type {HTMLElement} */ (mark).dataset['choice'] = (opaque && choices?.choiceOf(opaque)) ?? 'open';
    }
    this.#boxes.update();
  }

  /** @param {readonly number[]} ids */
  light(ids) {
    for (const [id, bars] of this.#bars) for (const bar of bars) bar.classList.toggle('lit', ids.includes(id));
  }

  /**
   * @param {import('../protocol.js').Place} place
   * @param {readonly number[]} findings
   */
  show(place, findings) {
    if (place.kind !== 'page') return;
    this.#turn(place.page);
    this.#layout();
    const page = this.#task.review.pages[place.page];
    if (!page) return;
    const unit = this.#sheet.clientWidth / page.width;
    this.#port.scrollTo({
      left: (place.x + place.width / 2) * unit - this.#port.clientWidth / 2,
      top: (place.y + place.height / 2) * unit - this.#port.clientHeight / 2,
    });
    this.light(findings);
    this.#flash(place);
  }

  /** @param {ReviewChoices} choices */
  moveTo(choices) {
    this.#choices = choices;
    this.#mark();
    this.update();
  }

  close() {
    this.#closed = true;
    clearTimeout(this.#drawSoon);
    this.#resize.disconnect();
    // The picture is the patient's: it goes with the view.
    this.#canvas.width = 0;
    this.#canvas.height = 0;
  }

  #buildTools() {
    const { picture: t } = this.#task.strings;
    const { pages } = this.#task.review;
    const previous = button(t.previous, { kind: 'icon', icon: 'left' }, () => this.#turn(this.#page - 1));
    const next = button(t.next, { kind: 'icon', icon: 'right' }, () => this.#turn(this.#page + 1));
    const zoomOut = button(t.zoomOut, { kind: 'icon', icon: 'minus' }, () => this.#zoomBy(-1));
    const zoomIn = button(t.zoomIn, { kind: 'icon', icon: 'plus' }, () => this.#zoomBy(1));
    const fit = button(t.fit, { kind: 'icon', icon: 'fit' }, () => this.#zoomTo(1));
    this.#number.max = String(pages.length);
    this.#number.setAttribute('aria-label', t.number);
    this.#number.addEventListener('change', () => this.#turn(Number(this.#number.value) - 1));
    const paging = pages.length > 1 && h('div', { class: 'tools-part' },
      previous, this.#number, h('span', { class: 'page-of' }, t.of(pages.length)), next);
    const editing = this.#choices && this.#buildEditing();
    const element = h('div', { class: 'tools', part: 'tools' },
      paging, h('div', { class: 'tools-part' }, zoomOut, zoomIn, fit), editing);
    return { element, previous, next, zoomOut, zoomIn };
  }

  #buildEditing() {
    const { picture: t } = this.#task.strings;
    const peek = button(t.peek, { kind: 'plain', icon: 'eye', class: 'toggle brief' }, () => {
      const on = this.#sheet.classList.toggle('peek');
      peek.setAttribute('aria-pressed', String(on));
    });
    peek.setAttribute('aria-pressed', 'false');
    const draw = button(t.draw, { kind: 'plain', icon: 'pen', class: 'toggle brief touch-only' }, () => {
      this.#drawing = this.#sheet.classList.toggle('drawing');
      draw.setAttribute('aria-pressed', String(this.#drawing));
    });
    draw.setAttribute('aria-pressed', 'false');
    const add = button(t.add, { kind: 'plain', icon: 'box', part: 'add-box', class: 'brief' }, () => this.#addInMiddle());
    return h('div', { class: 'tools-part' }, peek, draw, add);
  }

  /** @param {number} page */
  #turn(page) {
    const { pages } = this.#task.review;
    const { picture: t } = this.#task.strings;
    const wanted = Number.isFinite(page) ? Math.min(Math.max(0, Math.round(page)), pages.length - 1) : this.#page;
    const changed = wanted !== this.#page || this.#drawn === '';
    this.#page = wanted;
    this.#number.value = String(wanted + 1);
    enable(this.#tools.previous, wanted > 0);
    enable(this.#tools.next, wanted < pages.length - 1);
    if (!changed) return;
    this.#canvas.setAttribute('aria-label', t.label(wanted + 1, pages.length));
    this.#canvas.classList.add('stale');
    this.#port.scrollTo(0, 0);
    this.#mark();
    this.update();
    this.#layout();
    if (this.element) this.#task.say(t.label(wanted + 1, pages.length));
  }

  /** Lays bars and questions over the page. */
  #mark() {
    this.#bars.clear();
    const bars = [];
    const review = this.#choices?.review ?? this.#task.review;
    for (const { id, treatment, places } of review.findings) {
      if (treatment === 'ignore') continue;
      for (const place of places) {
        if (place.kind !== 'page' || place.page !== this.#page) continue;
        const bar = h('div', { class: 'bar' });
        bar.dataset['finding'] = String(id);
        this.#place(bar, place);
        this.#bars.set(id, [...(this.#bars.get(id) ?? []), bar]);
        bars.push(bar);
      }
    }
    const opaques = review.opaques.flatMap(({ id, place }) => {
      if (place.kind !== 'page' || place.page !== this.#page) return [];
      const mark = h('div', { class: 'opaque' });
      mark.dataset['opaque'] = String(id);
      this.#place(mark, place);
      return [mark];
    });
    this.#marks.replaceChildren(...opaques, ...bars);
  }

  /**
   * @param {HTMLElement} element
   * @param {Rect} rect
   */
  #place(element, rect) {
    const page = this.#task.review.pages[this.#page];
    if (page) place(element, rect, page);
  }

  /** @param {Rect} rect */
  #flash(rect) {
    const ring = h('div', { class: 'flash' });
    this.#place(ring, rect);
    this.#marks.append(ring);
    setTimeout(() => ring.remove(), 1600);
  }

  /** @param {number} by steps */
  #zoomBy(by) {
    const at = ZOOMS.findIndex((zoom) => zoom >= this.#zoom);
    this.#zoomTo(ZOOMS[Math.min(Math.max(0, at + by), ZOOMS.length - 1)] ?? 1);
  }

  /** @param {number} zoom keeps the middle of what is seen in the middle */
  #zoomTo(zoom) {
    const { scrollLeft, scrollTop, clientWidth, clientHeight } = this.#port;
    const before = this.#sheet.clientWidth || 1;
    this.#zoom = zoom;
    this.#layout();
    const by = this.#sheet.clientWidth / before;
    this.#port.scrollTo(
      (scrollLeft + clientWidth / 2) * by - clientWidth / 2,
      (scrollTop + clientHeight / 2) * by - clientHeight / 2,
    );
  }

  #layout() {
    const page = this.#task.review.pages[this.#page];
    const room = this.#port.clientWidth - 24;
    if (!page || room <= 0) return;
    const fit = Math.min(room, page.width * (page.unit === 'point' ? 1.6 : 1.5));
    const width = Math.max(80, Math.round(fit * this.#zoom));
    this.#sheet.style.width = `${width}px`;
    this.#sheet.style.aspectRatio = `${page.width} / ${page.height}`;
    enable(this.#tools.zoomOut, this.#zoom > 1);
    enable(this.#tools.zoomIn, this.#zoom < 4);
    clearTimeout(this.#drawSoon);
    this.#drawSoon = setTimeout(() => void this.#draw(width), this.#drawn === '' ? 0 : 120);
  }

  /**
   * Asks for the page at the size that it is shown; one at a time, the newest wish last.
   * @param {number} width CSS pixels
   */
  async #draw(width) {
    const index = this.#page;
    const page = this.#task.review.pages[index];
    if (!page || this.#closed || this.#busy) return;
    const wanted = (width * Math.min(2, globalThis.devicePixelRatio || 1)) / page.width;
    const most = Math.sqrt(PIXELS / (page.width * page.height));
    const scale = Math.min(wanted, most, page.unit === 'pixel' ? 1 : Infinity);
    const key = `${index}@${scale.toFixed(3)}`;
    if (key === this.#drawn) return;
    this.#busy = true;
    const { picture: t } = this.#task.strings;
    if (this.#canvas.classList.contains('stale')) this.#note.textContent = t.drawing;
    try {
      const { width: columns, height: rows, rgba } = await this.#task.client.preview(index, scale);
      if (!this.#closed && index === this.#page) {
        this.#canvas.width = columns;
        this.#canvas.height = rows;
        this.#canvas.getContext('2d')?.putImageData(new ImageData(clamped(rgba), columns, rows), 0, 0);
        this.#canvas.classList.remove('stale');
        this.#note.textContent = '';
      }
      this.#drawn = key;
    } catch {
      if (!this.#closed && index === this.#page) {
        this.#note.textContent = t.failed;
        this.#drawn = key;
      }
    } finally {
      this.#busy = false;
      if (!this.#closed && (index !== this.#page || this.#sheet.clientWidth !== width)) this.#layout();
    }
  }

  /** A mouse or a pen draws at once; a finger draws in drawing mode and scrolls otherwise. */
  #listenToPointer() {
    const sheet = this.#sheet;
    sheet.addEventListener('pointerdown', (event) => {
      const free = event.pointerType !== 'touch' || this.#drawing;
      if (!free || event.button !== 0 || this.#boxes.owns(event)) return;
      event.preventDefault();
      this.#dragNew(event);
    });
    // A finger that scrolls; a mouse is caught by the sheet from its press on.
    sheet.addEventListener('click', (event) => this.#point(event.composedPath()));
  }

  /** @param {EventTarget[]} path from what was pointed at outwards; a bar on it is looked up in the list */
  #point(path) {
    const bar = path.find((node) => node instanceof HTMLElement && node.dataset['finding']);
    if (bar instanceof HTMLElement) this.#task.pick([Number(bar.dataset['finding'])]);
  }

  /** @param {PointerEvent} start */
  #dragNew(start) {
    const page = this.#task.review.pages[this.#page];
    if (!page) return;
    const from = this.#at(start);
    const path = start.composedPath();
    const draft = h('div', { class: 'box draft' });
    /** @type {Rect | null} */
    let rect = null;
    const end = new AbortController();
    const { signal } = end;
    const move = (/** @type {PointerEvent} */ event) => {
      if (event.pointerId !== start.pointerId) return;
      if (!rect && Math.hypot(event.clientX - start.clientX, event.clientY - start.clientY) < CLICK) return;
      if (!rect) this.#marks.append(draft);
      const to = this.#at(event);
      rect = { x: Math.min(from.x, to.x), y: Math.min(from.y, to.y), width: Math.abs(to.x - from.x), height: Math.abs(to.y - from.y) };
      place(draft, rect, page);
    };
    const stop = (/** @type {PointerEvent} */ event) => {
      if (event.pointerId !== start.pointerId) return;
      end.abort();
      draft.remove();
      if (event.type === 'pointerup' && !rect) this.#point(path);
      if (event.type === 'pointerup' && rect && rect.width > 0 && rect.height > 0) {
        this.#choices?.addBox({ page: this.#page, ...rect });
      }
    };
    this.#sheet.setPointerCapture(start.pointerId);
    this.#sheet.addEventListener('pointermove', move, { signal });
    this.#sheet.addEventListener('pointerup', stop, { signal });
    this.#sheet.addEventListener('pointercancel', stop, { signal });
  }

  /** @param {PointerEvent} event @returns {{x: number, y: number}} on the page, in its unit */
  #at(event) {
    const page = this.#task.review.pages[this.#page] ?? { width: 0, height: 0 };
    const { left, top, width, height } = this.#sheet.getBoundingClientRect();
    const clamp = (/** @type {number} */ v) => Math.min(1, Math.max(0, v));
    return { x: clamp((event.clientX - left) / width) * page.width, y: clamp((event.clientY - top) / height) * page.height };
  }

  /** For the keyboard: a box in the middle of what is seen, with the focus on it. */
  #addInMiddle() {
    const page = this.#task.review.pages[this.#page];
    const choices = this.#choices;
    if (!page || !choices) return;
    const unit = page.width / (this.#sheet.clientWidth || 1);
    const width = page.width / 4;
    const height = page.height / 16;
    const port = this.#port.getBoundingClientRect();
    const sheet = this.#sheet.getBoundingClientRect();
    const x = (port.left + port.width / 2 - sheet.left) * unit - width / 2;
    const y = (port.top + port.height / 2 - sheet.top) * unit - height / 2;
    const id = choices.addBox({ page: this.#page, x, y, width, height });
    this.#boxes.focus(id);
    this.#task.say(this.#task.strings.picture.boxAdded);
  }
}

/**
 * Puts an element over a part of the page, in percent.
 * @param {HTMLElement} element
 * @param {Rect} rect
 * @param {{width: number, height: number}} page
 */
export function place(element, rect, page) {
  const { style } = element;
  style.left = `${(rect.x / page.width) * 100}%`;
  style.top = `${(rect.y / page.height) * 100}%`;
  style.width = `${(rect.width / page.width) * 100}%`;
  style.height = `${(rect.height / page.height) * 100}%`;
}
