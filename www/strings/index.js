/** Which language a page speaks to the person, and its strings. */

import { en } from './en.js';
import { fr } from './fr.js';

/** @typedef {import('./en.js').Strings} Strings */

/**
 * The strings for an element: its own `lang`, else that of what surrounds it, else the browser's.
 * @param {Element} element
 * @returns {Strings}
 */
export function stringsFor(element) {
  for (let at = /** @type {Element | null} */ (element); at; at = outward(at)) {
    const lang = at.closest('[lang]')?.getAttribute('lang');
    if (lang) return pick(lang);
  }
  return pick(globalThis.navigator?.language ?? 'en');
}

/**
 * @param {string} lang
 * @returns {Strings}
 */
export function pick(lang) {
  return lang.toLowerCase().startsWith('fr') ? fr : en;
}

/**
 * What stands around an element that no `lang` encloses in its own tree.
 * @param {Element} element
 */
function outward(element) {
  const root = element.getRootNode();
  return root instanceof ShadowRoot ? root.host : null;
}
