/** Small makers of elements. Text goes in as text nodes, never as markup; no `style` attribute is ever written. */

/**
 * @typedef {string | number | boolean | null | undefined | ((event: any) => void)} Prop
 * @typedef {Node | string | null | undefined | false} Child
 */

/**
 * Makes an element. A property that begins with `on` is a listener; `true` writes an empty attribute; `false`, `null` and
 * `undefined` write none.
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {Record<string, Prop>} [props]
 * @param {...Child} children
 * @returns {HTMLElementTagNameMap[K]}
 */
export function h(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (typeof value === 'function') element.addEventListener(name.slice(2), value);
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(name, value === true ? '' : String(value));
  }
  element.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/** Outlines of the icons, drawn on 24 × 24. */
const ICONS = {
  file: 'M6 2h8l5 5v15H6z M14 2v5h5 M9 13h7 M9 17h5',
  lock: 'M6 11h12v9H6z M8.5 11V8a3.5 3.5 0 0 1 7 0v3',
  check: 'M5 12.5l4.5 4.5L19 7',
  cross: 'M6 6l12 12 M18 6L6 18',
  warn: 'M12 3l10 18H2z M12 10v5 M12 18v.5',
  plus: 'M12 5v14 M5 12h14',
  minus: 'M5 12h14',
  left: 'M15 5l-7 7 7 7',
  right: 'M9 5l7 7-7 7',
  undo: 'M8 5L4 9.5 8 14 M4 9.5h10.5a5 5 0 0 1 0 10H9',
  redo: 'M16 5l4 4.5-4 4.5 M20 9.5H9.5a5 5 0 0 0 0 10H15',
  box: 'M4 6h16v12H4z M12 9.5v5 M9.5 12h5',
  pen: 'M4 20l1-4.5L16.5 4l3.5 3.5L8.5 19z M14 6.5l3.5 3.5',
  eye: 'M2 12s4-7 10-7 10 7 10 7-4 7-10 7-10-7-10-7z M12 9.2a2.8 2.8 0 1 1 0 5.6 2.8 2.8 0 0 1 0-5.6z',
  fit: 'M4 9V4h5 M20 9V4h-5 M4 15v5h5 M20 15v5h-5',
  shield: 'M12 2.5l8 3v6c0 5-3.4 8.6-8 10-4.6-1.4-8-5-8-10v-6z M8.5 12l2.5 2.5 4.5-5',
};

/**
 * A decorative icon, hidden from assistive technology.
 * @param {keyof typeof ICONS} name
 */
export function icon(name) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  svg.setAttribute('focusable', 'false');
  svg.classList.add('icon');
  const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  path.setAttribute('d', ICONS[name]);
  svg.append(path);
  return svg;
}

/**
 * @param {string} label
 * @param {{kind?: 'main' | 'quiet' | 'plain' | 'icon', icon?: keyof typeof ICONS, part?: string, class?: string}} look
 * @param {(event: MouseEvent) => void} onclick
 */
export function button(label, look, onclick) {
  const kind = look.kind ?? 'plain';
  const props = {
    type: 'button',
    class: `button ${kind} ${look.class ?? ''}`.trim(),
    part: look.part ?? 'button',
    // Words that a narrow screen hides must still be heard.
    'aria-label': kind === 'icon' || look.class?.includes('brief') ? label : undefined,
    title: kind === 'icon' ? label : undefined,
    onclick,
  };
  return h('button', props, look.icon && icon(look.icon), kind !== 'icon' && h('span', {}, label));
}

/**
 * Says whether a button can be used without taking it out of the keyboard's path.
 * @param {HTMLElement} element
 * @param {boolean} can
 */
export function enable(element, can) {
  element.setAttribute('aria-disabled', String(!can));
}
