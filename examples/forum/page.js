/**
 * The forum's own script: publishes a reply by fetch and shows it at the end of the thread. Without it the form posts in
 * the classic way. It never sees a file that was not struck out: the form's value is Biffure's.
 */

import { guardTextarea } from '/biffure/adapters/textarea.js';

const WORDS = {
  fr: {
    sending: 'Publication…', sent: 'Votre réponse est publiée.', lost: 'La connexion a été coupée. Rien n’est perdu : réessayez.',
    now: 'Vous · à l’instant', name: 'noisette_12',
    struck: (/** @type {number} */ n) => (n > 1 ? `${n} passages occultés` : `${n} passage occulté`),
  },
  en: {
    sending: 'Publishing…', sent: 'Your reply is published.', lost: 'The connection broke. Nothing is lost: please try again.',
    now: 'You · just now', name: 'noisette_12',
    struck: (/** @type {number} */ n) => (n === 1 ? '1 passage struck out' : `${n} passages struck out`),
  },
};
const words = document.documentElement.lang === 'en' ? WORDS.en : WORDS.fr;

const form = /** @type {HTMLFormElement} */ (document.getElementById('reply'));
const message = /** @type {HTMLTextAreaElement} */ (document.getElementById('message'));
const outcome = /** @type {HTMLElement} */ (document.getElementById('outcome'));
const button = /** @type {HTMLButtonElement} */ (form.querySelector('button[type=submit]'));

// What the person types is read as well: a public thread is read everywhere.
guardTextarea(message, { policy: 'public' });

form.addEventListener('submit', (event) => {
  event.preventDefault();
  void publish();
});

async function publish() {
  const body = new FormData(form);
  button.disabled = true;
  say('sending', words.sending);
  try {
    const answer = await fetch(form.action, { method: 'POST', body, headers: { Accept: 'application/json' } });
    const told = await answer.json();
    if (!answer.ok) {
      say('refused', told.message);
      return;
    }
    show(String(body.get('message')), told.documents);
    form.reset();
    say('sent', words.sent);
  } catch {
    say('refused', words.lost);
  } finally {
    button.disabled = false;
  }
}

/**
 * @param {string} text
 * @param {{name: string, href: string, struck: number}[]} documents
 */
function show(text, documents) {
  const item = document.createElement('li');
  const post = document.createElement('article');
  post.className = 'post post-new';
  const header = document.createElement('header');
  const face = document.createElement('span');
  face.className = 'face face-sage';
  face.setAttribute('aria-hidden', 'true');
  face.textContent = 'N';
  const who = document.createElement('div');
  who.append(textIn('h2', words.name), textIn('p', words.now));
  header.append(face, who);
  post.append(header, ...text.split(/\n{2,}/).map((paragraph) => textIn('p', paragraph)));
  if (documents.length > 0) {
    const list = document.createElement('ul');
    for (const { name, href, struck } of documents) {
      const entry = document.createElement('li');
      const link = document.createElement('a');
      link.href = href;
      link.textContent = name;
      entry.append(link, ` · ${words.struck(struck)}`);
      list.append(entry);
    }
    post.append(list);
  }
  item.append(post);
  document.querySelector('.posts')?.append(item);
}

/**
 * @param {string} tag
 * @param {string} text
 */
function textIn(tag, text) {
  const element = document.createElement(tag);
  element.textContent = text;
  return element;
}

/**
 * @param {string} state
 * @param {string} sentence
 */
function say(state, sentence) {
  outcome.dataset['state'] = state;
  outcome.textContent = sentence;
}
