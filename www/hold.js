/**
 * Holds a form back while a document or a text is on its way: `submit` events (also of forms with `novalidate`), `form.submit()`, and
 * anything raw that another script adds under our name. Released, the form is as it was.
 */

/**
 * @typedef {object} Holder
 * @property {() => boolean} held whether the form must wait
 * @property {(again: () => void) => void} say tells the person why; `again` sends the form once more
 * @property {() => string} name
 * @property {() => readonly File[]} proved
 */

/** One element's hold on its form. */
export class FormHold {
  #form;
  #holder;
  #root;
  #end = new AbortController();
  /** @type {(() => void) | null} */ #ours = null;

  /**
   * @param {HTMLFormElement} form
   * @param {Holder} holder
   */
  constructor(form, holder) {
    this.#form = form;
    this.#holder = holder;
    this.#root = form.getRootNode();
    const { signal } = this.#end;
    // Caught on the way down, before any listener of the page.
    this.#root.addEventListener('submit', (event) => this.#onSubmit(event), { capture: true, signal });
    // Caught on the way up, after every listener of the form itself.
    const last = this.#root === form.ownerDocument ? form.ownerDocument.defaultView : this.#root;
    last?.addEventListener('formdata', (event) => {
      if (event instanceof FormDataEvent && event.target === form) this.#onFormData(event);
    }, { signal });
    this.#replaceSubmit();
  }

  release() {
    this.#end.abort();
    if (this.#ours && this.#form.submit === this.#ours) {
      delete (/** @type {Partial<HTMLFormElement>} */ (this.#form).submit);
    }
  }

  /** @param {Event} event */
  #onSubmit(event) {
    if (event.target !== this.#form || !this.#holder.held()) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const submitter = event instanceof SubmitEvent ? event.submitter : null;
    this.#holder.say(() => this.#form.requestSubmit(submitter?.isConnected ? submitter : null));
  }

  /** `form.submit()` asks nobody, so it is asked here. The prototype's own still sends no raw file: there is none to send. */
  #replaceSubmit() {
    const form = this.#form;
    const before = form.submit;
    // A control named "submit" hides the method; then there is nothing to replace.
    if (typeof before !== 'function') return;
    const ours = () => {
      if (!this.#end.signal.aborted && this.#holder.held()) this.#holder.say(ours);
      else before.call(form);
    };
    this.#ours = ours;
    Object.defineProperty(form, 'submit', { value: ours, configurable: true, writable: true });
  }

  /** Takes out files under our name that are not ours. @param {FormDataEvent} event */
  #onFormData({ formData }) {
    const name = this.#holder.name();
    if (!name) return;
    const proved = this.#holder.proved();
    const values = formData.getAll(name);
    const kept = values.filter((value) => typeof value === 'string' || proved.some((file) => same(file, value)));
    if (kept.length === values.length) return;
    formData.delete(name);
    for (const value of kept) {
      if (typeof value === 'string') formData.append(name, value);
      else formData.append(name, value);
    }
  }
}

/**
 * Browsers may hand out a copy of a file, so its marks are compared too.
 * @param {File} ours
 * @param {File} theirs
 */
function same(ours, theirs) {
  return ours === theirs
    || (ours.name === theirs.name && ours.size === theirs.size && ours.type === theirs.type && theirs.lastModified === 0);
}
