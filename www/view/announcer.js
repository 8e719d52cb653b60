/** What is said aloud: steps politely, refusals at once. */

import { h } from './dom.js';

/** Two live regions, empty until there is something to say. */
export class Announcer {
  #polite = h('div', { role: 'status', 'aria-live': 'polite' });
  #urgent = h('div', { role: 'alert', 'aria-live': 'assertive' });
  element = h('div', { class: 'unseen' }, this.#polite, this.#urgent);

  /** @param {string} sentence */
  status(sentence) {
    if (this.#polite.textContent !== sentence) this.#polite.textContent = sentence;
  }

  /** @param {string} sentence */
  alert(sentence) {
    // The same sentence twice must be heard twice.
    this.#urgent.replaceChildren(h('p', {}, sentence));
  }
}
