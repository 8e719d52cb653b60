/** The playground: shows what a form would send, and sends nothing. */

import './define.js';
import { guardTextarea } from './adapters/textarea.js';

const form = /** @type {HTMLFormElement} */ (document.querySelector('#form'));
const upload = /** @type {import('./element.js').BiffureUpload} */ (document.querySelector('#upload'));
const policy = /** @type {HTMLSelectElement} */ (document.querySelector('#policy'));
const message = /** @type {HTMLTextAreaElement} */ (document.querySelector('#message'));
const sent = /** @type {HTMLElement} */ (document.querySelector('#sent'));

let typed = guardTextarea(message);

policy.addEventListener('change', () => {
  upload.clear();
  upload.policy = policy.value;
  typed.end();
  typed = guardTextarea(message, { policy: policy.value });
});

for (const choice of document.querySelectorAll('nav button')) {
  choice.addEventListener('click', () => speak(choice.getAttribute('data-lang') === 'en' ? 'en' : 'fr'));
}

form.addEventListener('submit', (event) => {
  event.preventDefault();
  const rows = [...new FormData(form)].flatMap(([name, value]) => {
    const term = document.createElement('dt');
    const what = document.createElement('dd');
    term.textContent = name;
    what.textContent = typeof value === 'string' ? value : `${value.name}, ${value.type}, ${value.size} B`;
    return [term, what];
  });
  sent.querySelector('dl')?.replaceChildren(...rows);
  sent.hidden = false;
});
form.addEventListener('reset', () => (sent.hidden = true));

/** @param {'fr' | 'en'} lang */
function speak(lang) {
  document.documentElement.lang = lang;
  upload.lang = lang;
  for (const element of document.querySelectorAll('[data-fr]')) {
    element.textContent = element.getAttribute(`data-${lang}`);
  }
  for (const choice of document.querySelectorAll('nav button')) {
    choice.setAttribute('aria-pressed', String(choice.getAttribute('data-lang') === lang));
  }
  typed.end();
  typed = guardTextarea(message, { policy: policy.value });
}
