/**
 * Where documents are chosen: a button, a zone for drops, a place for pastes. The native input lives here, in the shadow root,
 * without a name, and is emptied at once.
 */

import { filesOf } from './transfer.js';
import { button, h, icon } from './dom.js';

const HINT = '.pdf,.txt,.jpg,.jpeg,.png,.webp,.tif,.tiff,.gif,.bmp,.heic,.heif,.avif,application/pdf,text/plain,image/*';

/**
 * @typedef {object} ZoneHost
 * @property {() => import('../strings/en.js').Strings} strings
 * @property {HTMLElement & {multiple: boolean, required: boolean, accept: string}} element
 * @property {() => {name: string, about: string}} words what the page calls the field, and says about it
 * @property {(files: File[]) => void} take
 * @property {(why: 'folder' | 'noFile') => void} tell
 * @property {() => boolean} busy whether a review is open
 * @property {() => void} near the person is about to choose
 * @property {() => void} leave the person chose nothing
 */

/** The zone. */
export class Zone {
  #host;
  #input = h('input', { type: 'file', class: 'native', tabindex: '-1', 'aria-hidden': 'true' });
  #choose;
  #words = h('p', { class: 'zone-drop' });
  #kinds = h('p', { class: 'zone-kinds', id: 'kinds' });
  #promise = h('p', { class: 'zone-promise' }, icon('shield'), h('span'));
  #note = h('p', { class: 'zone-note', part: 'note' });
  #about = h('span', { class: 'unseen', id: 'about' });
  #count = 0;
  element;

  /** @param {ZoneHost} host */
  constructor(host) {
    this.#host = host;
    this.#choose = button('', { kind: 'main', icon: 'file', part: 'choose' }, () => this.choose());
    this.#choose.setAttribute('aria-describedby', 'about kinds');
    this.#note.hidden = true;
    this.element = h('div', {
      class: 'zone',
      part: 'zone',
      onpointerenter: () => host.near(),
      onfocusin: () => host.near(),
    }, this.#choose, this.#words, this.#kinds, this.#promise, this.#note, this.#about, this.#input);
    this.#input.addEventListener('change', () => {
      const files = [...(this.#input.files ?? [])];
      // Emptied at once: the raw file stays in no control, and the same file can be chosen again.
      this.#input.value = '';
      host.take(files);
    });
    this.#input.addEventListener('cancel', () => host.leave());
    // The whole element takes drops and pastes: one beside the zone must not open the file in place of the page.
    const { element } = host;
    element.addEventListener('dragenter', (event) => this.#over(event));
    element.addEventListener('dragover', (event) => this.#over(event));
    element.addEventListener('dragleave', (event) => this.#leave(event));
    element.addEventListener('drop', (event) => this.#drop(event));
    element.addEventListener('paste', (event) => this.#paste(event));
    this.retell();
  }

  /** Where a browser points when the form is held back. */
  get anchor() {
    return this.#choose;
  }

  focus() {
    this.#choose.focus();
  }

  choose() {
    if (this.#choose.disabled) return;
    this.#host.near();
    this.#input.click();
  }

  /** @param {boolean} disabled */
  disable(disabled) {
    this.#choose.disabled = disabled;
    this.#input.disabled = disabled;
    this.element.classList.toggle('off', disabled);
  }

  /** A sentence under the button; empty for none. @param {string} sentence */
  note(sentence) {
    this.#note.textContent = sentence;
    this.#note.hidden = sentence === '';
  }

  /** @param {number} count how many documents there are already */
  update(count) {
    this.#count = count;
    this.retell();
  }

  /** Writes its words again. */
  retell() {
    const { zone } = this.#host.strings();
    const { element } = this.#host;
    const { multiple } = element;
    const label = this.#count > 0
      ? (multiple ? zone.another : this.#host.strings().row.chooseAgain)
      : (multiple ? zone.chooseMany : zone.choose);
    const span = this.#choose.querySelector('span');
    if (span) span.textContent = label;
    const { name: field, about } = this.#host.words();
    this.#about.textContent = about;
    const required = element.required && this.#count === 0 ? ` (${zone.required})` : '';
    this.#choose.setAttribute('aria-label', `${field ? `${field}: ` : ''}${label}${required}`);
    this.#words.textContent = zone.drop;
    this.#kinds.textContent = zone.kinds;
    const promise = this.#promise.querySelector('span');
    if (promise) promise.textContent = zone.promise;
    this.element.dataset['drop'] = zone.dropNow;
    this.#input.multiple = multiple;
    this.#input.accept = element.accept || HINT;
    this.element.classList.toggle('small', this.#count > 0);
  }

  /** @param {DragEvent} event */
  #over(event) {
    if (!event.dataTransfer?.types.includes('Files')) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = 'copy';
    this.element.classList.add('over');
    this.#host.near();
  }

  /** @param {DragEvent} event */
  #leave(event) {
    const to = event.relatedTarget;
    if (!(to instanceof Node) || !this.#host.element.contains(to)) this.element.classList.remove('over');
  }

  /** @param {DragEvent} event */
  #drop(event) {
    this.element.classList.remove('over');
    if (!event.dataTransfer?.types.includes('Files')) return;
    event.preventDefault();
    event.stopPropagation();
    this.#receive(event.dataTransfer);
  }

  /** @param {ClipboardEvent} event */
  #paste(event) {
    if (!event.clipboardData?.types.includes('Files')) return;
    event.preventDefault();
    event.stopPropagation();
    this.#receive(event.clipboardData);
  }

  /** @param {DataTransfer} transfer */
  #receive(transfer) {
    // Behind an open review nothing is taken; the file just does not open in place of the page.
    if (this.#host.busy()) return;
    const { files, folders } = filesOf(transfer);
    this.note('');
    if (files.length > 0) this.#host.take(files);
    if (folders > 0) this.#host.tell('folder');
    else if (files.length === 0) this.#host.tell('noFile');
  }
}
