/**
 * The boxes that a person drew on the page shown: each can be focused, moved (arrows or drag), resized (Shift and arrows, or its corner) and
 * removed (Delete). A drag is one step of the history; a run of key presses on one box is one step too.
 */

import { h, icon } from './dom.js';
import { place } from './picture.js';

/**
 * @typedef {import('../choices.js').DrawnBox} DrawnBox
 * @typedef {object} BoxTask
 * @property {import('../strings/en.js').Strings} strings
 * @property {() => import('../choices.js').ReviewChoices | null} choices
 * @property {() => number} page the page shown
 * @property {(sentence: string) => void} say
 */

/** Smallest side of a box, as a part of the page's width. */
const SMALLEST = 1 / 200;
/** One key press, as a part of the page's width. */
const NUDGE = 1 / 100;

/** @type {Readonly<Record<string, readonly [number, number]>>} */
const ARROWS = Object.freeze({ ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] });

/** The layer of boxes over a page. */
export class BoxLayer {
  #task;
  /** @type {Map<number, HTMLButtonElement>} */ #shown = new Map();
  #help = h('p', { class: 'unseen', id: 'box-help' });
  element;

  /** @param {BoxTask} task */
  constructor(task) {
    this.#task = task;
    this.#help.textContent = task.strings.picture.boxHelp;
    this.element = h('div', { class: 'page-boxes' }, this.#help);
  }

  /** Brings the boxes in line with the choices, keeping those that stay, and with them the focus. */
  update() {
    const choices = this.#task.choices();
    const page = this.#task.page();
    const boxes = choices?.state.boxes ?? [];
    const here = boxes.filter((box) => box.page === page);
    for (const [id, element] of this.#shown) {
      if (here.some((box) => box.id === id)) continue;
      element.remove();
      this.#shown.delete(id);
    }
    for (const box of here) {
      const element = this.#shown.get(box.id) ?? this.#make(box.id);
      this.#draw(element, box, boxes.indexOf(box) + 1);
    }
  }

  /** @param {number} id */
  focus(id) {
    this.#shown.get(id)?.focus();
  }

  /** Whether a pointer landed on a box. @param {Event} event */
  owns(event) {
    return [...this.#shown.values()].some((element) => event.composedPath().includes(element));
  }

  /** @param {number} id */
  #make(id) {
    const element = h('button', {
      type: 'button',
      class: 'box',
      part: 'box',
      'aria-describedby': 'box-help',
      onkeydown: (/** @type {KeyboardEvent} */ event) => this.#onKey(event, id),
      onpointerdown: (/** @type {PointerEvent} */ event) => this.#onPointer(event, id, element),
      onclick: (/** @type {MouseEvent} */ event) => {
        if (onPart(event, 'box-cross')) this.#remove(id);
      },
    },
      h('span', { class: 'box-grip' }),
      h('span', { class: 'box-cross' }, icon('cross')));
    this.#shown.set(id, element);
    this.element.append(element);
    return element;
  }

  /**
   * @param {HTMLButtonElement} element
   * @param {DrawnBox} box
   * @param {number} number
   */
  #draw(element, box, number) {
    const size = this.#size();
    if (!size) return;
    place(element, box, size);
    const percent = (/** @type {number} */ part, /** @type {number} */ whole) => Math.round((part / whole) * 100);
    element.setAttribute('aria-label', this.#task.strings.picture.boxLabel(
      number, box.page + 1,
      percent(box.x, size.width), percent(box.y, size.height),
      percent(box.width, size.width), percent(box.height, size.height),
    ));
  }

  /**
   * @param {KeyboardEvent} event
   * @param {number} id
   */
  #onKey(event, id) {
    const choices = this.#task.choices();
    const box = this.#find(id);
    const size = this.#size();
    if (!choices || !box || !size) return;
    if (event.key === 'Delete' || event.key === 'Backspace') {
      event.preventDefault();
      this.#remove(id);
      return;
    }
    const arrow = ARROWS[event.key];
    if (!arrow || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const step = size.width * NUDGE * (event.altKey ? 0.2 : 1);
    const least = size.width * SMALLEST;
    const [dx, dy] = [arrow[0] * step, arrow[1] * step];
    const { page, x, y, width, height } = box;
    const next = event.shiftKey
      ? { page, x, y, width: clamp(width + dx, least, size.width - x), height: clamp(height + dy, least, size.height - y) }
      : { page, x: clamp(x + dx, 0, size.width - width), y: clamp(y + dy, 0, size.height - height), width, height };
    choices.changeBox(id, next, 'nudge');
  }

  /**
   * @param {PointerEvent} start
   * @param {number} id
   * @param {HTMLButtonElement} element
   */
  #onPointer(start, id, element) {
    const box = this.#find(id);
    const size = this.#size();
    if (start.button !== 0 || !box || !size) return;
    start.stopPropagation();
    if (onPart(start, 'box-cross')) return;
    start.preventDefault();
    element.focus();
    const resizing = onPart(start, 'box-grip');
    const { width: shown } = this.element.getBoundingClientRect();
    const unit = size.width / (shown || 1);
    const least = size.width * SMALLEST;
    /** @type {import('../protocol.js').PageRect | null} */
    let next = null;
    const end = new AbortController();
    const { signal } = end;
    const move = (/** @type {PointerEvent} */ event) => {
      if (event.pointerId !== start.pointerId) return;
      const dx = (event.clientX - start.clientX) * unit;
      const dy = (event.clientY - start.clientY) * unit;
      const { page, x, y, width, height } = box;
      next = resizing
        ? { page, x, y, width: clamp(width + dx, least, size.width - x), height: clamp(height + dy, least, size.height - y) }
        : { page, x: clamp(x + dx, 0, size.width - width), y: clamp(y + dy, 0, size.height - height), width, height };
      place(element, next, size);
    };
    const stop = (/** @type {PointerEvent} */ event) => {
      if (event.pointerId !== start.pointerId) return;
      end.abort();
      if (!next) return;
      if (event.type === 'pointerup') this.#task.choices()?.changeBox(id, next, 'step');
      else place(element, box, size);
    };
    element.setPointerCapture(start.pointerId);
    element.addEventListener('pointermove', move, { signal });
    element.addEventListener('pointerup', stop, { signal });
    element.addEventListener('pointercancel', stop, { signal });
  }

  /** @param {number} id */
  #remove(id) {
    const ids = [...this.#shown.keys()];
    const neighbour = ids[ids.indexOf(id) + 1] ?? ids[ids.indexOf(id) - 1];
    this.#task.choices()?.removeBox(id);
    this.#task.say(this.#task.strings.picture.boxRemoved);
    if (neighbour !== undefined) this.focus(neighbour);
    else /** @type {HTMLElement | null} */ (this.element.closest('.page-port'))?.focus();
  }

  /** @param {number} id */
  #find(id) {
    return this.#task.choices()?.state.boxes.find((box) => box.id === id);
  }

  #size() {
    return this.#task.choices()?.review.pages[this.#task.page()];
  }
}

/**
 * @param {Event} event
 * @param {string} name of a part of the box
 */
function onPart(event, name) {
  return event.composedPath().some((node) => node instanceof Element && node.classList.contains(name));
}

/**
 * @param {number} value
 * @param {number} low
 * @param {number} high
 */
function clamp(value, low, high) {
  return Math.min(Math.max(value, low), Math.max(low, high));
}
