/**
 * The portal's own script: tells Biffure who is logged in, and sends the struck documents one request at a time, so that a
 * lost connection costs one document and not all. It never sees a file that was not struck out.
 */

const WORDS = {
  fr: {
    sending: (/** @type {number} */ n, /** @type {number} */ of) => `Envoi du document ${n} sur ${of}…`,
    sent: (/** @type {number} */ n) => (n > 1 ? `${n} documents envoyés à votre équipe.` : 'Document envoyé à votre équipe.'),
    lost: 'La connexion a été coupée. Rien n’est perdu : réessayez.',
    struck: (/** @type {number} */ n) => (n > 1 ? `${n} passages occultés, vérifié deux fois` : `${n} passage occulté, vérifié deux fois`),
  },
  en: {
    sending: (/** @type {number} */ n, /** @type {number} */ of) => `Sending document ${n} of ${of}…`,
    sent: (/** @type {number} */ n) => (n === 1 ? 'Document sent to your team.' : `${n} documents sent to your team.`),
    lost: 'The connection broke. Nothing is lost: please try again.',
    struck: (/** @type {number} */ n) => (n === 1 ? '1 passage struck out, checked twice' : `${n} passages struck out, checked twice`),
  },
};
const words = document.documentElement.lang === 'en' ? WORDS.en : WORDS.fr;

/** @param {string} id */
const at = (id) => /** @type {HTMLElement} */ (document.getElementById(id));
const form = /** @type {HTMLFormElement} */ (at('send'));
const button = /** @type {HTMLButtonElement} */ (form.querySelector('button[type=submit]'));
const bar = /** @type {HTMLProgressElement} */ (at('progress-bar'));
const upload = /** @type {import('/biffure/element.js').BiffureUpload} */ (at('document'));

// A real portal would fill this in from the session; the patient is invented.
upload.known = { names: ['Jeanne Vauquelin', 'Vauquelin'], birthDate: '1957-03-12', numbers: ['8001234567'] };

form.addEventListener('submit', (event) => {
  event.preventDefault();
  void send();
});

/** Receipts of what has arrived, so that a second try after a lost connection sends only the rest. @type {Set<string>} */
const arrived = new Set();

async function send() {
  const all = new FormData(form);
  const receipts = all.getAll('document-receipt').map(String);
  const files = all.getAll('document');
  button.disabled = true;
  at('progress').hidden = false;
  say('', '');
  try {
    for (const [n, file] of files.entries()) {
      const receipt = receipts[n] ?? '';
      if (arrived.has(receipt)) continue;
      at('progress-text').textContent = words.sending(n + 1, files.length);
      bar.value = n / files.length;
      const one = new FormData();
      one.append('lang', String(all.get('lang')));
      one.append('about', String(all.get('about')));
      one.append('document', file);
      one.append('document-receipt', receipt);
      const answer = await fetch(form.action, { method: 'POST', body: one, headers: { Accept: 'application/json' } });
      const told = await answer.json();
      if (!answer.ok) {
        say('refused', told.message);
        return;
      }
      arrived.add(receipt);
      told.documents.forEach(list);
    }
    arrived.clear();
    form.reset();
    say('sent', words.sent(files.length));
  } catch {
    say('refused', words.lost);
  } finally {
    button.disabled = false;
    at('progress').hidden = true;
  }
}

/** @param {{name: string, href: string, struck: number}} sent */
function list({ name, href, struck }) {
  const item = document.createElement('li');
  const link = document.createElement('a');
  link.href = href;
  link.textContent = name;
  const about = document.createElement('span');
  about.textContent = words.struck(struck);
  item.append(link, about);
  at('sent-list').prepend(item);
  at('sent-none').hidden = true;
}

/**
 * @param {string} state
 * @param {string} sentence
 */
function say(state, sentence) {
  const outcome = at('outcome');
  outcome.dataset['state'] = state;
  outcome.textContent = sentence;
}
