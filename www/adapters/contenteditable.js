/**
 * An editable element, watched. Its text is what a reader sees: a line break at each `<br>` and between blocks. Replacing changes the
 * text nodes in place, so that the editor's own marks stay and its observers see it.
 */

import { TypedText } from './typed.js';

/** Elements that begin a new line. */
const BLOCKS = new Set([
  'ADDRESS', 'ARTICLE', 'ASIDE', 'BLOCKQUOTE', 'DD', 'DIV', 'DL', 'DT', 'FIGCAPTION', 'FIGURE', 'FOOTER', 'H1', 'H2', 'H3', 'H4',
  'H5', 'H6', 'HEADER', 'HR', 'LI', 'OL', 'P', 'PRE', 'SECTION', 'TABLE', 'TR', 'UL',
]);

/** @typedef {{node: Text, start: number}} Piece a text node and where it begins in the text */

/**
 * @param {HTMLElement} element
 * @param {import('./typed.js').TypedOptions & {form?: HTMLFormElement | null}} [options] `form`: the form to hold back; by default the one around it
 * @returns {TypedText} `clear`, `check()`, `end()`
 */
export function guardEditable(element, options = {}) {
  const { form = element.closest('form'), ...rest } = options;
  return new TypedText({
    element,
    form,
    read: () => flatten(element).text,
    replace(start, end, by) {
      const { pieces } = flatten(element);
      let left = by;
      for (const { node, start: from } of pieces) {
        const first = Math.max(0, start - from);
        const last = Math.min(node.data.length, end - from);
        if (first >= last) continue;
        // The first node takes the new words, the others only lose theirs.
        node.replaceData(first, last - first, left);
        left = '';
      }
      element.dispatchEvent(new InputEvent('input', { bubbles: true, inputType: 'insertReplacementText' }));
    },
  }, rest);
}

/**
 * @param {HTMLElement} root
 * @returns {{text: string, pieces: Piece[]}}
 */
function flatten(root) {
  /** @type {Piece[]} */
  const pieces = [];
  let text = '';
  const line = () => {
    if (text !== '' && !text.endsWith('\n')) text += '\n';
  };
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
  /** @type {Element | null} the block that the last text stood in */
  let block = null;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (node instanceof Text) {
      const here = blockOf(node, root);
      if (here !== block) line();
      block = here;
      pieces.push({ node, start: text.length });
      text += node.data;
    } else if (node.nodeName === 'BR') {
      text += '\n';
    }
  }
  return { text, pieces };
}

/**
 * @param {Node} node
 * @param {HTMLElement} root
 */
function blockOf(node, root) {
  let at = node.parentElement;
  while (at && at !== root && !BLOCKS.has(at.nodeName)) at = at.parentElement;
  return at;
}
