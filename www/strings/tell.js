/** A refusal → the sentence that the person reads, and the small line with code and place. */

/** Sorts of files that have a sentence of their own. */
const SORTS = /** @type {const} */ (['portfolio', 'xfa', 'moving', 'rare', 'heic']);

/**
 * @param {import('./en.js').Strings} strings
 * @param {import('../protocol.js').Refused} refused
 */
export function sentenceOf(strings, refused) {
  const { code, place } = refused;
  if (code === 'resource' && place?.kind === 'part' && place.name === 'file') return strings.refusal.fileUnreadable;
  if (code === 'unsupported' && place?.kind === 'part' && place.name === 'accept') return strings.refusal.wrongKind;
  const sort = code === 'unsupported' && place?.kind === 'part' && SORTS.find((known) => known === place.name);
  if (sort) return strings.refusal[sort];
  return strings.errors[code];
}

/**
 * @param {import('./en.js').Strings} strings
 * @param {import('../protocol.js').Refused} refused
 */
export function codeLine(strings, { code, place }) {
  const { refusal } = strings;
  const at = place && {
    page: () => refusal.page((/** @type {import('../protocol.js').PagePlace} */ (place)).page + 1),
    line: () => refusal.line((/** @type {import('../protocol.js').LinePlace} */ (place)).line),
    part: () => refusal.part((/** @type {import('../protocol.js').PartPlace} */ (place)).name),
  }[place.kind]();
  return at ? `${refusal.code(code)}, ${at}` : refusal.code(code);
}
