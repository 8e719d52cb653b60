/**
 * `<biffure-upload name required multiple accept policy lang disabled>`: a form field for documents in which identity is struck
 * out before anything leaves the page. Property `known`: identity that the site already holds.
 *
 * Chosen files → entries, each with a worker of its own → review → a proved new file → the form's value. Its law: the form value is
 * made of proved files alone; a file that was chosen but is not ready holds the form back. Nothing is stored, nothing logged,
 * and the chosen file's name and date stay here. Without JavaScript the tag is inert and sends nothing; what stands inside it
 * is shown then.
 *
 * Looks: `color-scheme`, the custom properties `--biffure-accent`, `-accent-text`, `-accent-soft`, `-surface`, `-raised`, `-ink`, `-soft`,
 * `-line`, `-good`, `-warn`, `-bad` (and their `-soft`), `-radius`, `-font`; the parts `frame` `list` `zone` `choose` `note` `row` `progress` `cancel`
 * `review` `retry` `remove` `see` `details` `unlock` `button` `dialog` `close` `undo` `redo` `findings` `switch` `picture` `text` `tools` `box`
 * `add-box` `add-word` `finish`; the states `:state(empty)` to `:state(ready)`.
 *
 * The value: for each proved file `name` = the file (`document-1.pdf`, …), then `name-receipt` = its receipt as JSON.
 */

import { DocumentClient } from './client.js';
import { Entry } from './entry.js';
import { BiffureAcceptEvent, BiffureFindingsEvent, BiffureRefusedEvent, BiffureVerifiedEvent } from './events.js';
import { FormHold } from './hold.js';
import { stringsFor } from './strings/index.js';
import { sentenceOf } from './strings/tell.js';
import { Announcer } from './view/announcer.js';
import { h } from './view/dom.js';
import { ReviewPanel } from './view/panel.js';
import { Row } from './view/row.js';
import { Zone } from './view/zone.js';

/** How many files are read at the same time. */
const READERS = 2;

/** Milliseconds that a worker waits for a choice. */
const SPARE = 120_000;

/** From what holds a form back most to what holds it back least. */
const WEIGHT = /** @type {const} */ (['refused', 'reading', 'review', 'striking', 'checking', 'ready']);

/** @typedef {'empty' | 'reading' | 'review' | 'striking' | 'checking' | 'ready' | 'refused'} State */

/** Where there is no page (a server that renders, a test), the module can still be imported. */
const Base = globalThis.HTMLElement ?? /** @type {typeof HTMLElement} */ (/** @type {unknown} */ (class {}));

/** The element. `define.js` gives it its tag. */
export class BiffureUpload extends Base {
  static formAssociated = true;
  static observedAttributes = ['accept', 'aria-label', 'disabled', 'lang', 'multiple', 'name', 'required'];

  #internals = this.attachInternals();
  #root = this.attachShadow({ mode: 'open', delegatesFocus: true });
  /** @type {Map<Entry, Row>} */ #rows = new Map();
  /** @type {import('./protocol.js').Known | null} */ #known = null;
  /** @type {DocumentClient | null} a worker started ahead of the choice */ #spare = null;
  /** @type {ReviewPanel | null} */ #panel = null;
  /** @type {Zone | null} */ #zone = null;
  /** @type {FormHold | null} */ #hold = null;
  #announcer = new Announcer();
  #list = h('ul', { class: 'rows', part: 'list' });
  #reading = 0;
  /** @type {(() => void)[]} */ #queue = [];
  #disabled = false;
  /** @type {Entry | null} the refused document whose place the next choice takes */ #replaced = null;
  #spareEnd = 0;
  /** @type {IntersectionObserver | null} waits until the field is seen */ #sight = null;
  #strays = new AbortController();
  #strings = stringsFor(this);

  /** Identity that the site already holds. Never an attribute: attributes are seen by everything on the page. */
  get known() {
    return this.#known;
  }

  set known(known) {
    const before = JSON.stringify(this.#known);
    this.#known = known && structuredClone(known);
    if (JSON.stringify(this.#known) === before) return;
    // What waits for its review is read again, so that the order in which a form is filled in does not matter.
    for (const entry of this.#entries) {
      if (this.#panel?.entry === entry) this.#panel.refresh();
      else void entry.refresh().then(() => this.#rows.get(entry)?.update());
    }
  }

  get form() {
    return this.#internals.form;
  }

  get type() {
    return 'file';
  }

  get name() {
    return this.getAttribute('name') ?? '';
  }

  set name(name) {
    this.setAttribute('name', name);
  }

  get required() {
    return this.hasAttribute('required');
  }

  set required(required) {
    this.toggleAttribute('required', required);
  }

  get multiple() {
    return this.hasAttribute('multiple');
  }

  set multiple(multiple) {
    this.toggleAttribute('multiple', multiple);
  }

  get disabled() {
    return this.hasAttribute('disabled');
  }

  set disabled(disabled) {
    this.toggleAttribute('disabled', disabled);
  }

  get accept() {
    return this.getAttribute('accept') ?? '';
  }

  set accept(accept) {
    this.setAttribute('accept', accept);
  }

  /** `public`, `care`, or a policy as JSON. */
  get policy() {
    return this.getAttribute('policy') || 'public';
  }

  set policy(policy) {
    this.setAttribute('policy', policy);
  }

  get validity() {
    return this.#internals.validity;
  }

  get validationMessage() {
    return this.#internals.validationMessage;
  }

  get willValidate() {
    return this.#internals.willValidate;
  }

  checkValidity() {
    return this.#internals.checkValidity();
  }

  reportValidity() {
    return this.#internals.reportValidity();
  }

  /** What holds the form back most. @returns {State} */
  get state() {
    const states = new Set(this.#entries.map(({ state }) => state));
    return WEIGHT.find((state) => states.has(state)) ?? 'empty';
  }

  /** The proved files, in order. @returns {readonly File[]} */
  get files() {
    return this.#entries.flatMap(({ result }) => (result ? [result.file] : []));
  }

  /** Their receipts, in the same order. @returns {readonly import('./protocol.js').Receipt[]} */
  get receipts() {
    return this.#entries.flatMap(({ result }) => (result ? [result.receipt] : []));
  }

  /**
   * Takes files as if they had been chosen, for `guard.js` and for hosts with a zone of their own.
   * @param {Iterable<File>} files
   */
  addFiles(files) {
    const chosen = [...files];
    if (chosen.length === 0) return;
    if (this.#disabled) {
      this.#announcer.alert(this.#strings.refusal.disabled);
      return;
    }
    const taken = this.multiple ? chosen : chosen.slice(0, 1);
    if (this.#replaced) this.#drop(this.#replaced);
    this.#replaced = null;
    if (!this.multiple) for (const entry of this.#entries) this.#drop(entry);
    for (const file of taken) this.#add(file);
    this.#zone?.note(taken.length < chosen.length ? this.#strings.refusal.tooMany : '');
    if (taken.length < chosen.length) this.#announcer.alert(this.#strings.refusal.tooMany);
  }

  /**
   * Tells the person why something was not taken, beside the zone.
   * @param {'folder' | 'noFile' | 'notHere'} why
   */
  tell(why) {
    this.#zone?.note(this.#strings.refusal[why]);
    this.#announcer.alert(this.#strings.refusal[why]);
  }

  /**
   * Opens the review of a document that waits for it.
   * @param {number} document its number, from 1
   */
  openReview(document) {
    const entry = this.#entries.find(({ number, state }) => number === document && state === 'review');
    if (entry) this.#open(entry);
  }

  /** Forgets every document. */
  clear() {
    for (const entry of this.#entries) this.#drop(entry);
    this.#zone?.note('');
    this.#sync();
  }

  connectedCallback() {
    this.#upgrade('known');
    this.#strings = stringsFor(this);
    if (!this.#zone) this.#build();
    this.#hold?.release();
    this.#watchForm();
    this.#catchStrays();
    this.#warmOnSight();
    this.#zone?.retell();
    this.#sync();
  }

  disconnectedCallback() {
    this.#hold?.release();
    this.#hold = null;
    this.#strays.abort();
    this.#sight?.disconnect();
    // A move within the page disconnects and connects in one turn; only a real departure forgets.
    queueMicrotask(() => {
      if (this.isConnected) return;
      this.#panel?.close();
      this.clear();
      this.#spare?.end();
      this.#spare = null;
    });
  }

  /** @param {string} name */
  attributeChangedCallback(name) {
    if (!this.#zone) return;
    if (name === 'lang' && this.isConnected) this.#rebuild();
    this.#zone.update(this.#entries.length);
    this.#sync();
  }

  formAssociatedCallback() {
    this.#hold?.release();
    this.#watchForm();
  }

  /** @param {boolean} disabled by its own attribute or by a fieldset */
  formDisabledCallback(disabled) {
    this.#disabled = disabled;
    this.#zone?.disable(disabled);
    for (const row of this.#rows.values()) row.disable(disabled);
  }

  formResetCallback() {
    this.#panel?.close();
    this.clear();
  }

  /** Nothing is stored, so nothing comes back. */
  formStateRestoreCallback() {
    this.#internals.setFormValue(null, null);
  }

  get #entries() {
    return [...this.#rows.keys()];
  }

  /** What the page calls this field and says about it: a shadow root hides both from the button inside. */
  #words() {
    const root = /** @type {Document | ShadowRoot} */ (this.getRootNode());
    const textOf = (/** @type {string} */ attribute) => (this.getAttribute(attribute) ?? '').split(/\s+/).filter(Boolean)
      .map((id) => root.getElementById?.(id)?.textContent?.replace(/\s+/g, ' ').trim() ?? '').filter(Boolean).join(' ');
    const labels = [...this.#internals.labels].map((label) => label.textContent?.trim() ?? '').filter(Boolean).join(' ');
    return { name: this.getAttribute('aria-label') || textOf('aria-labelledby') || labels, about: textOf('aria-describedby') };
  }

  #build() {
    const sheet = h('link', { rel: 'stylesheet', href: new URL('./style.css', import.meta.url).href });
    this.#zone = new Zone({
      strings: () => this.#strings,
      element: this,
      words: () => this.#words(),
      take: (files) => this.addFiles(files),
      tell: (why) => this.tell(why),
      near: () => this.#warm(),
      leave: () => (this.#replaced = null),
      busy: () => this.#panel !== null,
    });
    const frame = h('div', { class: 'frame', part: 'frame', lang: this.#strings.lang }, this.#list, this.#zone.element, this.#announcer.element);
    // Shown once the sheet is there (or cannot be had), so that nothing flashes unstyled.
    frame.hidden = true;
    const show = () => (frame.hidden = false);
    sheet.addEventListener('load', show, { once: true });
    sheet.addEventListener('error', show, { once: true });
    this.#root.replaceChildren(sheet, frame);
    this.#internals.role = 'group';
    // A click on the field's label lands on the element itself.
    this.addEventListener('click', (event) => {
      if (event.composedPath()[0] === this) this.#zone?.choose();
    });
    this.#zone.update(0);
    this.#zone.disable(this.#disabled);
  }

  #rebuild() {
    this.#strings = stringsFor(this);
    this.#root.querySelector('.frame')?.setAttribute('lang', this.#strings.lang);
    this.#zone?.retell();
    for (const row of this.#rows.values()) row.update();
  }

  /** A property that was set before the tag was defined hides the class's accessor; it is set again properly. @param {'known'} name */
  #upgrade(name) {
    if (!Object.hasOwn(this, name)) return;
    const value = this[name];
    delete (/** @type {Record<string, unknown>} */ (/** @type {unknown} */ (this))[name]);
    this[name] = value;
  }

  /** A file dropped beside the element would open in place of the page, and what was typed would be lost. */
  #catchStrays() {
    this.#strays = new AbortController();
    const { signal } = this.#strays;
    const stop = (/** @type {DragEvent} */ event) => {
      const own = event.composedPath().some((node) => node instanceof HTMLInputElement && node.type === 'file');
      if (event.defaultPrevented || own || !event.dataTransfer?.types.includes('Files')) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = 'none';
    };
    globalThis.addEventListener('dragover', stop, { signal });
    globalThis.addEventListener('drop', stop, { signal });
  }

  #watchForm() {
    const form = this.#internals.form;
    if (!form || !this.isConnected) return;
    this.#hold = new FormHold(form, {
      held: () => this.isConnected && !this.#disabled && !this.#internals.validity.valid,
      say: () => this.#say(),
      name: () => this.name,
      proved: () => this.#siblings.flatMap(({ files }) => [...files]),
    });
  }

  /** The elements of this form that send under this name. */
  get #siblings() {
    return [...(this.#internals.form?.elements ?? [])].filter((other) => other instanceof BiffureUpload && other.name === this.name)
      .map((other) => /** @type {BiffureUpload} */ (other));
  }

  /** Says why the form is held, where the person can act on it. */
  #say() {
    this.reportValidity();
    this.#announcer.alert(this.#internals.validationMessage);
  }

  /** Fetches the engine once the field is on the screen and the page has nothing else to do; a person who saves data waits for it later. */
  #warmOnSight() {
    const { connection } = /** @type {{connection?: {saveData?: boolean}}} */ (navigator);
    if (connection?.saveData) return;
    const idle = globalThis.requestIdleCallback ?? ((/** @type {() => void} */ run) => setTimeout(run, 200));
    this.#sight = new IntersectionObserver((entries) => {
      if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
      this.#sight?.disconnect();
      idle(() => {
        if (this.isConnected && this.#rows.size === 0) this.#warm();
      });
    });
    this.#sight.observe(this);
  }

  /** Starts a worker ahead of the choice, so that the engine is ready by the time a file is there. */
  #warm() {
    if (this.#disabled) return;
    if (!this.#spare?.alive) this.#spare = new DocumentClient();
    clearTimeout(this.#spareEnd);
    this.#spareEnd = setTimeout(() => {
      this.#spare?.end();
      this.#spare = null;
    }, SPARE);
  }

  #client() {
    const spare = this.#spare;
    this.#spare = null;
    return spare?.alive ? spare : new DocumentClient();
  }

  /** @param {File} file */
  #add(file) {
    const taken = new Set(this.#entries.map(({ number }) => number));
    let number = 1;
    while (taken.has(number)) number += 1;
    const accept = new BiffureAcceptEvent({ document: number, size: file.size });
    if (!this.dispatchEvent(accept)) return;
    const entry = new Entry(file, number, {
      options: () => ({ policy: this.policy, known: this.#known }),
      accept: () => this.accept,
      client: () => this.#client(),
      turn: () => this.#turn(),
      changed: (changed) => this.#changed(changed),
      progressed: (moved) => {
        this.#rows.get(moved)?.progress();
        this.#announcer.status(this.#strings.states[moved.step]);
      },
    });
    const row = new Row(entry, {
      strings: () => this.#strings,
      review: () => this.#open(entry),
      see: () => void this.#see(entry),
      remove: () => this.#removed(entry),
      chooseAgain: () => {
        this.#replaced = entry;
        this.#zone?.choose();
      },
    });
    this.#rows.set(entry, row);
    this.#list.append(row.element);
    void entry.read();
  }

  /** Waits for one of the few places at the reading table; the answer gives the place back. @returns {Promise<() => void>} */
  async #turn() {
    if (this.#reading >= READERS) await new Promise((resolve) => this.#queue.push(() => resolve(null)));
    this.#reading += 1;
    let given = false;
    return () => {
      if (given) return;
      given = true;
      this.#reading -= 1;
      this.#queue.shift()?.();
    };
  }

  /** @param {Entry} entry */
  #changed(entry) {
    const row = this.#rows.get(entry);
    if (!row) return;
    const { state, number } = entry;
    if (state === 'ready' && !this.#welcome(entry)) return;
    if (state === 'refused' && this.#panel?.entry === entry) this.#panel.close();
    row.update();
    this.#zone?.update(this.#entries.length);
    this.#sync();
    switch (state) {
      case 'review':
        this.#reviewable(entry);
        break;
      case 'ready':
        this.#announcer.status(this.#strings.announce.ready(number));
        this.#tellHost();
        this.#openNext();
        break;
      case 'refused':
        this.#refused(entry);
        break;
      case 'reading':
      case 'striking':
      case 'checking':
        this.#announcer.status(this.#strings.states[entry.step]);
    }
  }

  /** @param {Entry} entry @returns {boolean} whether the host takes the new file */
  #welcome(entry) {
    const { result, number } = entry;
    if (!result) return false;
    if (this.dispatchEvent(new BiffureVerifiedEvent({ document: number, file: result.file, receipt: result.receipt }))) return true;
    this.#removed(entry);
    return false;
  }

  /** @param {Entry} entry */
  #reviewable(entry) {
    const { choices, number } = entry;
    if (!choices) return;
    const { review } = choices;
    /** @type {Record<string, number>} */
    const counts = {};
    for (const { category } of choices.struck) counts[category] = (counts[category] ?? 0) + 1;
    const { format, pages, opaques } = review;
    this.#announcer.status(this.#strings.announce.review(number, choices.struck.length));
    const event = new BiffureFindingsEvent({ document: number, format, pages: pages.length, counts, unread: opaques.length });
    if (this.dispatchEvent(event) && !this.#panel) this.#open(entry);
  }

  /** @param {Entry} entry */
  #refused(entry) {
    const { refused, number } = entry;
    if (!refused) return;
    const sentence = sentenceOf(this.#strings, refused);
    const event = new BiffureRefusedEvent({ document: number, code: refused.code, place: refused.place, sentence });
    if (!this.dispatchEvent(event)) this.#removed(entry);
    else this.#announcer.alert(sentence);
  }

  #openNext() {
    const next = this.#entries.find(({ state }) => state === 'review');
    if (next && !this.#panel) this.#open(next);
  }

  /** @param {Entry} entry */
  #open(entry) {
    const { choices, client } = entry;
    if (this.#panel || !choices || !client || !this.isConnected) return;
    this.#show(new ReviewPanel({
      kind: 'review',
      strings: this.#strings,
      entry,
      client,
      choices,
      finish: () => void entry.finish(),
    }), entry);
  }

  /** Reads the new file in a worker of its own and shows it. @param {Entry} entry */
  async #see(entry) {
    const { result } = entry;
    if (this.#panel || !result) return;
    const client = this.#client();
    this.#announcer.status(this.#strings.states.reading);
    try {
      const options = { policy: this.policy, known: null, password: '' };
      const review = await client.open(await result.file.arrayBuffer(), options);
      const shown = { ...review, findings: [], opaques: [] };
      if (this.#panel || entry.state !== 'ready') client.end();
      else this.#show(new ReviewPanel({ kind: 'result', strings: this.#strings, entry, client, review: shown }), entry);
    } catch {
      client.end();
      this.#announcer.alert(this.#strings.picture.failed);
    }
  }

  /**
   * @param {ReviewPanel} panel
   * @param {Entry} entry
   */
  #show(panel, entry) {
    this.#panel = panel;
    this.#root.append(panel.element);
    panel.open(() => {
      panel.element.remove();
      this.#panel = null;
      this.#rows.get(entry)?.focus();
    });
  }

  /** The person, or the host, takes a document away. @param {Entry} entry */
  #removed(entry) {
    this.#drop(entry);
    this.#announcer.status(this.#strings.announce.removed(entry.number));
    this.#sync();
    this.#tellHost();
    this.#zone?.focus();
  }

  /** The value changed by the person's doing: the same events as of any field. */
  #tellHost() {
    this.dispatchEvent(new Event('input', { bubbles: true, composed: true }));
    this.dispatchEvent(new Event('change', { bubbles: true }));
  }

  /** @param {Entry} entry */
  #drop(entry) {
    if (this.#replaced === entry) this.#replaced = null;
    if (this.#panel?.entry === entry) this.#panel.close();
    entry.remove();
    this.#rows.get(entry)?.element.remove();
    this.#rows.delete(entry);
    this.#zone?.update(this.#entries.length);
  }

  /** Proved files → form value; everything else → validity. */
  #sync() {
    const { name } = this;
    const ready = this.#entries.flatMap(({ result }) => (result ? [result] : []));
    if (name && ready.length > 0) {
      const value = new FormData();
      for (const { file, receipt } of ready) {
        value.append(name, file);
        value.append(`${name}-receipt`, JSON.stringify(receipt));
      }
      // The second argument would be stored for session restore: nothing is.
      this.#internals.setFormValue(value, null);
    } else {
      this.#internals.setFormValue(null, null);
    }
    this.#validate();
    this.#mark();
  }

  #validate() {
    const { validity } = this.#strings;
    const { state } = this;
    const anchor = this.#zone?.anchor;
    const message = {
      refused: validity.refused, reading: validity.busy, striking: validity.busy, checking: validity.busy, review: validity.review,
      ready: '', empty: '',
    }[state];
    if (message) this.#internals.setValidity({ customError: true }, message, anchor);
    else if (state === 'empty' && this.required) this.#internals.setValidity({ valueMissing: true }, validity.missing, anchor);
    else this.#internals.setValidity({});
  }

  /** Lets the host's sheet write `biffure-upload:state(ready)`. */
  #mark() {
    const { states } = this.#internals;
    if (!states) return;
    try {
      states.clear();
      states.add(this.state);
    } catch {
      // Older browsers want names that begin with two dashes; there the styling hook is missing, nothing else.
    }
  }
}
