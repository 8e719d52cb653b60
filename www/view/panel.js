/**
 * The review as a modal dialog that fills the window: the list of what was found beside the picture of the page (or the text), and
 * below them what is still missing and the one button that ends it. The same dialog shows a finished document.
 */

import { button, enable, h, icon } from './dom.js';
import { FindingList } from './list.js';
import { PagePicture } from './picture.js';
import { TextPage } from './text.js';

/**
 * @typedef {import('../protocol.js').Review} Review
 * @typedef {import('../protocol.js').Place} Place
 *
 * @typedef {object} Common
 * @property {import('../strings/en.js').Strings} strings
 * @property {import('../entry.js').Entry} entry
 * @property {import('../client.js').DocumentClient} client
 *
 * @typedef {Common & {kind: 'review', choices: import('../choices.js').ReviewChoices, finish: () => void}} ReviewTask
 * @typedef {Common & {kind: 'result', review: Review}} ResultTask ends the client when closed
 *
 * @typedef {object} PageView what the list needs of the picture or the text
 * @property {HTMLElement} element
 * @property {() => void} update
 * @property {(ids: readonly number[]) => void} light marks findings as the ones meant
 * @property {(place: Place, findings: readonly number[]) => void} show
 * @property {(choices: import('../choices.js').ReviewChoices) => void} moveTo goes on with another reading of the same file
 * @property {() => void} close
 */

let dialogs = 0;

/** The dialog. */
export class ReviewPanel {
  #task;
  #review;
  /** @type {PageView} */ #view;
  /** @type {FindingList | null} */ #list = null;
  /** @type {(() => void) | undefined} */ #onClosed;
  #stop = () => {};
  #total = h('p', { class: 'panel-total' });
  #missing = h('p', { class: 'panel-missing', id: 'missing' });
  #say = h('div', { class: 'unseen', role: 'status', 'aria-live': 'polite' });
  #finish;
  #undo;
  #redo;
  #body = h('div', { class: 'panel-body' });
  element;

  /** @param {ReviewTask | ResultTask} task */
  constructor(task) {
    this.#task = task;
    const { strings: t, entry, client } = task;
    const review = task.kind === 'review' ? task.choices.review : task.review;
    const choices = task.kind === 'review' ? task.choices : null;
    this.#review = review;
    const say = (/** @type {string} */ sentence) => (this.#say.textContent = sentence);

    this.#view = review.format !== 'text'
      ? new PagePicture({ strings: t, review, choices, client, say, pick: (ids) => this.#picked(ids) })
      : new TextPage({ strings: t, review, choices, pick: (ids) => this.#picked(ids) });

    this.#undo = button(t.review.undo, { kind: 'icon', icon: 'undo', part: 'undo' }, () => this.#choices?.undo());
    this.#redo = button(t.review.redo, { kind: 'icon', icon: 'redo', part: 'redo' }, () => this.#choices?.redo());
    this.#finish = button(t.review.finish, { kind: 'main', icon: 'check', part: 'finish' }, () => this.#tryFinish());
    this.#finish.setAttribute('aria-describedby', 'missing');

    const title = h('h2', { class: 'panel-title', id: `title-${(dialogs += 1)}`, tabindex: '-1', autofocus: true },
      task.kind === 'review' ? t.review.title(entry.number) : t.review.resultTitle(entry.number));
    const close = button(task.kind === 'review' ? t.review.later : t.review.close, { kind: 'quiet', icon: 'cross', part: 'close', class: 'brief' }, () => this.close());
    const head = h('header', { class: 'panel-head' },
      h('div', { class: 'panel-heading' }, title,
        h('p', { class: 'panel-intro' }, task.kind === 'review' ? t.review.intro : t.review.resultIntro)),
      choices && h('div', { class: 'panel-history' }, this.#undo, this.#redo),
      close);

    if (choices) {
      this.#list = new FindingList({
        strings: t, entry, choices, client,
        say,
        light: (ids) => this.#view.light(ids),
        show: (place, ids) => this.#show(place, ids),
        reread: (words) => void this.#reread(words),
      });
      this.#body.append(this.#switcher(), this.#list.element);
      this.#body.dataset['shown'] = review.format === 'pdf' || review.format === 'text' ? 'list' : 'page';
    } else {
      this.#body.classList.add('single');
    }
    this.#body.append(this.#view.element);

    const foot = choices && h('footer', { class: 'panel-foot' },
      h('div', { class: 'panel-state' }, this.#total, this.#missing), this.#finish);
    this.element = h('dialog', {
      lang: t.lang, class: 'panel', part: 'dialog', 'aria-labelledby': title.id,
      onkeydown: (/** @type {KeyboardEvent} */ event) => this.#onKey(event),
    }, head, this.#body, foot, this.#say);
    this.element.addEventListener('close', () => this.#closed());
    if (choices) this.#stop = choices.listen(() => this.#update());
    this.#update();
  }

  get #choices() {
    return this.#task.kind === 'review' ? this.#task.choices : null;
  }

  /** The document that is shown. */
  get entry() {
    return this.#task.entry;
  }

  /** @param {() => void} onClosed */
  open(onClosed) {
    this.#onClosed = onClosed;
    this.element.showModal();
    // Nothing behind the dialog may scroll with it.
    document.documentElement.style.setProperty('overflow', 'hidden');
    if (this.#task.kind === 'review') this.#list?.welcome();
  }

  close() {
    if (this.element.open) this.element.close();
  }

  #closed() {
    this.#stop();
    this.#list?.close();
    this.#view.close();
    document.documentElement.style.removeProperty('overflow');
    if (this.#task.kind === 'result') this.#task.client.end();
    this.#onClosed?.();
  }

  /** The host knows more than before: the file is read again. */
  refresh() {
    if (this.#task.kind === 'review') void this.#reread(this.#task.entry.words);
  }

  /** On a narrow screen list and page take turns. */
  #switcher() {
    const { review: t } = this.#task.strings;
    const paged = this.#review.format !== 'text';
    /** @type {Record<string, HTMLButtonElement>} */
    const tabs = {};
    const choose = (/** @type {'list' | 'page'} */ shown) => {
      this.#body.dataset['shown'] = shown;
      for (const [name, tab] of Object.entries(tabs)) tab.setAttribute('aria-pressed', String(name === shown));
    };
    tabs['list'] = button(t.list, { kind: 'quiet' }, () => choose('list'));
    tabs['page'] = button(paged ? t.page : t.text, { kind: 'quiet' }, () => choose('page'));
    this.#choose = choose;
    choose(['pdf', 'text'].includes(this.#review.format) ? 'list' : 'page');
    return h('div', { class: 'switcher', role: 'group', 'aria-label': t.views }, tabs['list'], tabs['page']);
  }

  /** @type {(shown: 'list' | 'page') => void} */
  #choose = () => {};

  /**
   * @param {Place} place
   * @param {readonly number[]} findings
   */
  #show(place, findings) {
    this.#choose('page');
    this.#view.show(place, findings);
  }

  /** @param {readonly number[]} ids */
  #picked(ids) {
    this.#choose('list');
    this.#list?.focus(ids);
  }

  #update() {
    const { strings: t } = this.#task;
    this.#view.update();
    if (this.#task.kind !== 'review') return;
    const { choices } = this.#task;
    this.#list?.update();
    enable(this.#undo, choices.canUndo);
    enable(this.#redo, choices.canRedo);
    const missing = choices.undecided.length;
    const image = choices.review.format === 'jpeg' || choices.review.format === 'png';
    this.#total.textContent = t.review.total(choices.total);
    this.#missing.replaceChildren(...(missing > 0
      ? [icon('warn'), h('span', {}, image ? t.review.undecidedImage : t.review.undecided(missing))]
      : []));
    this.#missing.hidden = missing === 0;
    enable(this.#finish, missing === 0);
  }

  #tryFinish() {
    if (this.#task.kind !== 'review') return;
    const { choices, finish } = this.#task;
    if (choices.undecided.length > 0) {
      this.#choose('list');
      this.#list?.focusUndecided();
      return;
    }
    this.close();
    finish();
  }

  /** The person added or took back words: the file is read again, and the dialog shows the new reading. @param {readonly string[]} words */
  async #reread(words) {
    const { entry, strings: t } = this.#task;
    this.#say.textContent = t.review.wordsBusy;
    const before = entry.choices?.review.findings.length ?? 0;
    await entry.strikeWords(words);
    const { choices } = entry;
    if (this.#task.kind !== 'review' || entry.state !== 'review' || !choices) return;
    const grown = words.length === 0 || choices.review.findings.length !== before;
    this.#stop();
    this.#task = { ...this.#task, choices };
    this.#review = choices.review;
    this.#stop = choices.listen(() => this.#update());
    this.#view.moveTo(choices);
    const sentence = grown ? t.review.wordsFound(choices.struck.length) : t.review.wordsMissing;
    this.#say.textContent = sentence;
    this.#list?.moveTo(choices, sentence);
    this.#update();
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    if (this.#task.kind !== 'review' || !(event.ctrlKey || event.metaKey)) return;
    const target = event.composedPath()[0];
    if (target instanceof HTMLInputElement && ['text', 'number'].includes(target.type)) return;
    const key = event.key.toLowerCase();
    const redo = (key === 'z' && event.shiftKey) || key === 'y';
    if (key !== 'z' && !redo) return;
    event.preventDefault();
    if (redo) this.#task.choices.redo();
    else this.#task.choices.undo();
  }
}
