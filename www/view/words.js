/** "Something missing?": words that the person adds, struck wherever they stand. */

import { button, h } from './dom.js';

/**
 * @typedef {object} WordTask
 * @property {import('../strings/en.js').Strings} strings
 * @property {readonly string[]} words those added before
 * @property {(words: readonly string[]) => void} reread
 */

/** The field and the words added so far. */
export class WordList {
  #task;
  /** @type {readonly string[]} */ #words;
  #input = h('input', { type: 'text', class: 'field', id: 'word', autocomplete: 'off', spellcheck: 'false', 'aria-describedby': 'word-hint' });
  #add;
  #items = h('ul', { class: 'words' });
  #result = h('p', { class: 'hint' });
  element;

  /** @param {WordTask} task */
  constructor(task) {
    this.#task = task;
    this.#words = task.words;
    const { review: t } = task.strings;
    this.#add = button(t.wordsAdd, { kind: 'plain', part: 'add-word' }, () => this.#submit());
    this.#input.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter') return;
      event.preventDefault();
      this.#submit();
    });
    this.element = h('section', { class: 'group words-group' },
      h('h3', {}, t.words),
      h('label', { for: 'word' }, t.wordsLabel),
      h('div', { class: 'word-line' }, this.#input, this.#add),
      h('p', { class: 'hint', id: 'word-hint' }, t.wordsHint),
      this.#items, this.#result);
    this.#list();
  }

  /** The file was read again. @param {string} sentence what came of it */
  done(sentence) {
    this.element.removeAttribute('aria-busy');
    this.#result.textContent = sentence;
    this.#list();
  }

  #submit() {
    const word = this.#input.value.trim();
    if (word.length < 2 || this.element.hasAttribute('aria-busy')) return this.#input.focus();
    this.#input.value = '';
    this.#ask(this.#words.includes(word) ? this.#words : [...this.#words, word]);
  }

  /** @param {readonly string[]} words */
  #ask(words) {
    this.#words = words;
    this.element.setAttribute('aria-busy', 'true');
    this.#result.textContent = this.#task.strings.review.wordsBusy;
    this.#task.reread(words);
  }

  #list() {
    const { review: t } = this.#task.strings;
    this.#items.replaceChildren(...this.#words.map((word) => {
      const remove = button(t.wordsRemove(word), { kind: 'icon', icon: 'cross', class: 'slim' }, () => {
        this.#input.focus();
        this.#ask(this.#words.filter((other) => other !== word));
      });
      return h('li', { class: 'chip still' }, h('span', {}, word), remove);
    }));
  }
}
