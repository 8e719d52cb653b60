/**
 * For pages that cannot change their markup: `guard(form)` or `guard(document)` puts a `<biffure-upload>` in the place of every native file
 * input, and catches files that are dropped or pasted anywhere in its reach. Its law: no file that a person chooses, drops or pastes in
 * reach of the guard gets to the page untreated; what has no place is refused with a sentence.
 */

import './define.js';
import { stringsFor } from './strings/index.js';
import { h } from './view/dom.js';
import { filesOf } from './view/transfer.js';

/**
 * @typedef {object} GuardOptions
 * @property {string} [policy] for the elements that it makes: `public`, `care` or JSON
 * @property {import('./protocol.js').Known} [known]
 * @property {string} [lang]
 * @property {(sentence: string) => void} [refuse] tells the person that a file has no place here; by default a line at the page's foot
 */

/** What a native input may hand on to the element that takes its place. */
const HANDED = ['accept', 'multiple', 'required', 'disabled', 'aria-label', 'form'];

/**
 * @param {HTMLFormElement | Document} reach
 * @param {GuardOptions} [options]
 * @returns {() => void} ends the guard; what was replaced stays replaced
 */
export function guard(reach, options = {}) {
  const end = new AbortController();
  const { signal } = end;
  replaceAll(reach, options);
  const observer = new MutationObserver(() => replaceAll(reach, options));
  observer.observe(reach, { childList: true, subtree: true, attributes: true, attributeFilter: ['type', 'name'] });

  const catching = { capture: true, signal };
  const carries = (/** @type {DataTransfer | null} */ transfer) => transfer?.types.includes('Files') ?? false;
  const over = (/** @type {Event} */ event) => {
    if (!(event instanceof DragEvent) || !carries(event.dataTransfer) || ours(event)) return;
    // Without this a drop beside the zone would open the file in place of the page, and lose what was typed.
    event.preventDefault();
    if (event.dataTransfer) event.dataTransfer.dropEffect = nearest(reach, event) ? 'copy' : 'none';
  };
  reach.addEventListener('dragenter', over, catching);
  reach.addEventListener('dragover', over, catching);
  reach.addEventListener('drop', (event) => {
    if (event instanceof DragEvent && carries(event.dataTransfer) && !ours(event)) take(reach, event, event.dataTransfer, options);
  }, catching);
  reach.addEventListener('paste', (event) => {
    if (event instanceof ClipboardEvent && carries(event.clipboardData) && !ours(event)) {
      take(reach, event, event.clipboardData, options);
    }
  }, catching);
  // A last line: a native input that stood in a shadow tree, or was switched on again, hands its choice over here.
  reach.addEventListener('change', (event) => {
    const input = event.composedPath()[0];
    if (!(input instanceof HTMLInputElement) || input.type !== 'file' || ours(event)) return;
    event.stopImmediatePropagation();
    const files = [...(input.files ?? [])];
    input.value = '';
    deliver(reach, event, files, 0, options);
  }, catching);

  return () => {
    end.abort();
    observer.disconnect();
  };
}

/**
 * @param {HTMLFormElement | Document} reach
 * @param {GuardOptions} options
 */
function replaceAll(reach, options) {
  for (const input of reach.querySelectorAll('input')) if (input.type === 'file') replace(input, options);
}

/**
 * @param {HTMLInputElement} input
 * @param {GuardOptions} options
 */
function replace(input, options) {
  const { name } = input;
  if (input.hidden && name === '' && input.disabled) return;
  const upload = document.createElement('biffure-upload');
  for (const attribute of HANDED) {
    const value = input.getAttribute(attribute);
    if (value !== null) upload.setAttribute(attribute, value);
  }
  if (name) upload.setAttribute('name', name);
  if (options.policy) upload.setAttribute('policy', options.policy);
  if (options.lang) upload.setAttribute('lang', options.lang);
  if (options.known) upload.known = options.known;
  const label = [...(input.labels ?? [])].map(({ textContent }) => textContent?.trim()).filter(Boolean).join(' ');
  if (label && !upload.hasAttribute('aria-label')) upload.setAttribute('aria-label', label);
  const { id } = input;
  // Out of the form for good: nameless, empty, switched off and out of sight.
  input.value = '';
  input.removeAttribute('name');
  input.removeAttribute('required');
  input.removeAttribute('id');
  input.disabled = true;
  input.hidden = true;
  input.before(upload);
  if (id) upload.id = id;
}

/**
 * Whether one of our own elements deals with the event itself.
 * @param {Event} event
 */
function ours(event) {
  return event.composedPath().some((node) => node instanceof Element && node.localName === 'biffure-upload' && usable(node));
}

/**
 * @param {HTMLFormElement | Document} reach
 * @param {Event} event
 * @param {DataTransfer | null} transfer
 * @param {GuardOptions} options
 */
function take(reach, event, transfer, options) {
  if (!transfer) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  const { files, folders } = filesOf(transfer);
  deliver(reach, event, files, folders, options);
}

/**
 * @param {HTMLFormElement | Document} reach
 * @param {Event} event
 * @param {File[]} files
 * @param {number} folders
 * @param {GuardOptions} options
 */
function deliver(reach, event, files, folders, options) {
  const upload = nearest(reach, event);
  if (!upload) {
    const page = reach instanceof Document ? reach.documentElement : reach;
    const { refusal } = stringsFor(page);
    (options.refuse ?? line)(folders > 0 && files.length === 0 ? refusal.folder : refusal.notHere);
    return;
  }
  upload.addFiles(files);
  if (folders > 0) upload.tell('folder');
  upload.scrollIntoView({ block: 'nearest' });
}

/**
 * The element that a file dropped here is meant for: in the same form if there is one, else the first in reach.
 * @param {HTMLFormElement | Document} reach
 * @param {Event} event
 */
function nearest(reach, event) {
  for (const node of event.composedPath()) {
    if (!(node instanceof Element)) continue;
    if (node.localName === 'biffure-upload') return usable(node);
    const inside = node.querySelector('biffure-upload:not([disabled])');
    if (inside) return usable(inside);
    if (node === reach) break;
  }
  const any = reach.querySelector('biffure-upload:not([disabled])');
  return any && usable(any);
}

/**
 * @param {Element} element
 * @returns {import('./element.js').BiffureUpload | null}
 */
function usable(element) {
  return 'addFiles' in element ? /** @type {import('./element.js').BiffureUpload} */ (element) : null;
}

/**
 * Says a sentence at the foot of the page for a while.
 * @param {string} sentence
 */
function line(sentence) {
  const root = h('div', { role: 'alert' });
  const { style } = root;
  style.cssText = 'position:fixed;inset:auto 1rem 1rem;z-index:2147483647;padding:.75rem 1rem;border-radius:10px;'
    + 'background:#17212b;color:#fff;font:400 1rem/1.5 system-ui,sans-serif;text-align:center';
  document.body.append(root);
  root.textContent = sentence;
  setTimeout(() => root.remove(), 8000);
}
