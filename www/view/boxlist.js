/** The boxes that a person drew, as a list: each can be gone to and removed. */

import { button, h } from './dom.js';

/** The list of boxes. */
export class BoxList {
  #task;
  /** @type {readonly import('../choices.js').DrawnBox[] | null} what is listed now */ #listed = null;
  #items = h('ul', { class: 'lines' });
  #title = h('h3', { tabindex: '-1' });
  element;

  /** @param {import('./list.js').PartTask} task */
  constructor(task) {
    this.#task = task;
    this.element = h('section', { class: 'group' }, this.#title, this.#items);
    this.update();
  }

  update() {
    const { boxes } = this.#task.choices().state;
    if (boxes === this.#listed) return;
    this.#listed = boxes;
    const { strings: t } = this.#task;
    this.element.hidden = boxes.length === 0;
    this.#title.replaceChildren(t.picture.boxes, h('span', { class: 'count' }, String(boxes.length)));
    this.#items.replaceChildren(...boxes.map((box, index) => this.#item(box, index + 1)));
  }

  /**
   * @param {import('../choices.js').DrawnBox} box
   * @param {number} number
   */
  #item(box, number) {
    const { strings: t } = this.#task;
    const go = h('button', {
      type: 'button', class: 'chip', 'aria-label': t.picture.goBox(number),
      onclick: () => this.#task.show({ kind: 'page', ...box }, []),
    }, t.review.goPage(box.page + 1));
    const remove = button(t.row.remove, { kind: 'quiet', class: 'slim' }, () => {
      this.#task.choices().removeBox(box.id);
      this.#task.say(t.picture.boxRemoved);
      (this.#items.querySelector('button') ?? this.#title).focus();
    });
    remove.setAttribute('aria-label', t.picture.removeBox(number));
    return h('li', { class: 'line' },
      h('div', { class: 'line-main' }, h('p', { class: 'line-text' }, t.picture.box(number)), h('p', { class: 'line-places' }, go)),
      remove);
  }
}
