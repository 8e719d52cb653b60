/**
 * The booking page's own script: tells Biffure what the person has typed about themselves, so that it is struck out of the
 * prescription however it is written there. The form itself posts in the classic way.
 */

const form = /** @type {HTMLFormElement} */ (document.getElementById('form'));
const upload = /** @type {import('/biffure/element.js').BiffureUpload} */ (document.getElementById('prescription'));

/** @param {string} name */
const typed = (name) => /** @type {HTMLInputElement} */ (form.elements.namedItem(name)).value.trim();

function tell() {
  const name = `${typed('given')} ${typed('surname')}`.trim();
  upload.known = {
    names: [name, typed('surname')].filter((part) => part.length > 1),
    ...(/^\d{4}-\d{2}-\d{2}$/.test(typed('birth')) ? { birthDate: typed('birth') } : {}),
    numbers: [typed('phone')].filter(Boolean),
    addresses: [typed('address')].filter(Boolean),
    other: [typed('email')].filter(Boolean),
  };
}

form.addEventListener('change', tell);
// What the browser filled in again after a reload or a step back counts as typed.
addEventListener('pageshow', tell);
tell();
