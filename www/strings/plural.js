/** Numbers in sentences. */

/**
 * @param {string} lang
 * @returns {(count: number, one: string, many: string) => string} `#` in the form becomes the number
 */
export function pluralOf(lang) {
  const rules = new Intl.PluralRules(lang);
  const numbers = new Intl.NumberFormat(lang);
  return (count, one, many) => (rules.select(count) === 'one' ? one : many).replace('#', numbers.format(count));
}

/**
 * @param {string} lang
 * @returns {(bytes: number) => string}
 */
export function sizeOf(lang) {
  const small = new Intl.NumberFormat(lang, { style: 'unit', unit: 'kilobyte', maximumFractionDigits: 0 });
  const large = new Intl.NumberFormat(lang, { style: 'unit', unit: 'megabyte', maximumFractionDigits: 1 });
  return (bytes) => (bytes < 1e6 ? small.format(Math.max(1, bytes / 1e3)) : large.format(bytes / 1e6));
}
