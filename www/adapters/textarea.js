/** A `<textarea>` or a one-line `<input>`, watched. See `typed.js`. */

import { TypedText } from './typed.js';

/**
 * @param {HTMLTextAreaElement | HTMLInputElement} element
 * @param {import('./typed.js').TypedOptions} [options]
 * @returns {TypedText} `clear`, `check()`, `end()`
 */
export function guardTextarea(element, options) {
  return new TypedText({
    element,
    form: element.form,
    read: () => element.value,
    replace(start, end, by) {
      element.setRangeText(by, start, end, 'preserve');
      // Frameworks listen for this to learn of the new value.
      element.dispatchEvent(new InputEvent('input', { bubbles: true, inputType: 'insertReplacementText' }));
    },
  }, options);
}
