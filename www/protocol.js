/**
 * What the page and a document's worker say to each other, and the plain data that the wasm class takes and gives.
 * Data only: no code of the page or of the worker is imported here. Offsets in texts are UTF-16 units; places are in the
 * page's unit (points of 1/72 inch, or pixels), origin top-left, y down; pages count from 0.
 */

/**
 * @typedef {'reading' | 'pictures' | 'detecting' | 'striking' | 'checking'} Step
 * @typedef {'unrecognised' | 'unsupported' | 'encrypted' | 'malformed' | 'limit_exceeded' | 'cancelled' | 'undecided'
 *   | 'leak' | 'misuse' | 'resource' | 'internal'} Code
 * @typedef {'PersonName' | 'Professional' | 'Address' | 'Postcode' | 'City' | 'NationalId' | 'Phone' | 'Email' | 'BirthDate'
 *   | 'BirthPlace' | 'PatientNumber' | 'ProfessionalId' | 'InsuranceNumber' | 'BankAccount' | 'DocumentNumber' | 'Facility'
 *   | 'Ward' | 'Occupation' | 'Date' | 'Age' | 'Url' | 'UserName' | 'Other'} Category
 * @typedef {'label' | 'title' | 'checked' | 'shape' | 'context' | 'address_shape' | 'name_shape' | 'signature' | 'known'
 *   | 'repeated'} Reason
 * @typedef {'signature_lost' | 'attachments_removed' | 'annotations_removed' | 'metadata_removed' | 'page_rasterised'
 *   | 'fields_unread' | 'parts_missing' | 'hidden_text' | 'fake_redaction' | 'reencoded' | 'decrypted' | 'pictures_read'} Notice
 *
 * @typedef {{x: number, y: number, width: number, height: number}} Rect
 * @typedef {Rect & {page: number}} PageRect
 * @typedef {{kind: 'page'} & PageRect} PagePlace
 * @typedef {{kind: 'line', line: number}} LinePlace
 * @typedef {{kind: 'part', name: string}} PartPlace
 * @typedef {PagePlace | LinePlace | PartPlace} Place
 *
 * @typedef {{names?: string[], birthDate?: string, numbers?: string[], addresses?: string[], other?: string[]}} Known
 * Identity that the site already holds; `birthDate` is written YYYY-MM-DD.
 *
 * @typedef {object} Finding
 * @property {number} id
 * @property {Category} category
 * @property {Reason} reason
 * @property {number} confidence from 0 to 1
 * @property {string} text
 * @property {'force' | 'suggest' | 'ignore'} treatment
 * @property {boolean} mayOverrule whether the person may say that it is not identity
 * @property {number} textIndex
 * @property {number} start
 * @property {number} end
 * @property {Place[]} places
 *
 * @typedef {{id: number, kind: 'picture' | 'glyphs' | 'drawing' | 'unread' | 'mark' | 'symbol' | 'face', mayKeep: boolean, place: Place}} Opaque
 *
 * `unread`, `mark`, `symbol` and `face` are struck unless the person keeps them, where they may; the others must be decided.
 *
 * @typedef {object} Review
 * @property {'pdf' | 'text' | 'jpeg' | 'png'} format
 * @property {{width: number, height: number, unit: 'point' | 'pixel'}[]} pages
 * @property {string[]} texts filled for plain text only
 * @property {Finding[]} findings
 * @property {Opaque[]} opaques
 * @property {Notice[]} notices
 *
 * @typedef {'notIdentity' | 'wanted'} KeepReason
 * @typedef {'remove' | 'reviewed'} OpaqueChoice
 * @typedef {object} Choices
 * @property {Record<string, KeepReason>} keep by finding id
 * @property {Record<string, OpaqueChoice>} opaques by opaque id
 * @property {PageRect[]} boxes
 * @property {boolean} flatten
 *
 * @typedef {{width: number, height: number, rgba: Uint8ClampedArray}} Pixels
 *
 * @typedef {object} Receipt
 * @property {number} version
 * @property {string} tool
 * @property {string} format
 * @property {string} sha256
 * @property {number} bytes
 * @property {string} policy
 * @property {Record<string, number>} struck
 * @property {Record<string, number>} kept
 * @property {number} boxes
 * @property {number} reviewed
 * @property {number} removed
 * @property {string[]} checks
 * @property {string[]} notices
 *
 * @typedef {{bytes: Uint8Array<ArrayBuffer>, receipt: Receipt, extension: string, mediaType: string}} Output
 * @typedef {{policy: string, known: Known | null, password: string}} OpenOptions
 * @typedef {{code: Code, message: string, place: Place | null}} Refusal `message` is the engine's, without document text
 */

/**
 * Requests by name: what is asked, what is answered.
 * @typedef {object} Requests
 * @property {{ask: {bytes: ArrayBuffer, options: OpenOptions}, answer: Review}} open
 * @property {{ask: {options: OpenOptions}, answer: Review}} reopen the same bytes once more, with other options
 * @property {{ask: {page: number, scale: number}, answer: Pixels}} preview
 * @property {{ask: {choices: Choices}, answer: Output}} finish
 * @property {{ask: {text: string, known: Known | null, policy: string}, answer: Finding[]}} detect
 * @property {{ask: {}, answer: null}} ping
 */

/**
 * @template {keyof Requests} [K=keyof Requests]
 * @typedef {K extends keyof Requests ? {kind: K, id: number} & Requests[K]['ask'] : never} Request
 */

/**
 * @typedef {{kind: 'hello', lock: string, engine: WebAssembly.Module | null}} Hello the worker takes the lock and keeps it for life,
 * and uses the engine if it is given one
 * @typedef {Hello | Request} ToWorker
 *
 * @typedef {{kind: 'alive', locked: boolean}} Alive its first word; `locked`: the lock is held
 * @typedef {{kind: 'engine', engine: WebAssembly.Module}} Engine the compiled engine, for the page's next worker; holds no document
 * @typedef {{kind: 'progress', id: number, step: Step, done: number, total: number}} Progress
 * @typedef {{kind: 'done', id: number, answer: Requests[keyof Requests]['answer']}} Done
 * @typedef {{kind: 'failed', id: number, refusal: Refusal, fatal: boolean}} Failed `fatal`: the worker must be ended
 * @typedef {Alive | Engine | Progress | Done | Failed} FromWorker
 */

/** Every error code, in the engine's order. @type {readonly Code[]} */
export const CODES = Object.freeze([
  'unrecognised', 'unsupported', 'encrypted', 'malformed', 'limit_exceeded', 'cancelled', 'undecided', 'leak', 'misuse',
  'resource', 'internal',
]);

/** Every category, in the order in which the review lists them. @type {readonly Category[]} */
export const CATEGORIES = Object.freeze([
  'PersonName', 'BirthDate', 'BirthPlace', 'Address', 'Postcode', 'City', 'Phone', 'Email', 'NationalId', 'PatientNumber',
  'InsuranceNumber', 'BankAccount', 'DocumentNumber', 'UserName', 'Url', 'Age', 'Professional', 'ProfessionalId', 'Facility',
  'Ward', 'Occupation', 'Date', 'Other',
]);

/** Largest file that is read at all, in bytes; the engine has the same bound. */
export const MAX_BYTES = 100 * 1024 * 1024;

/** A refusal as an error. Its message is the engine's own and holds no document text. */
export class Refused extends Error {
  /**
   * @param {Code} code
   * @param {string} message
   * @param {Place | null} [place]
   */
  constructor(code, message, place = null) {
    super(message);
    this.name = 'Refused';
    /** @readonly */
    this.code = code;
    /** @readonly */
    this.place = place;
  }

  /**
   * Anything caught → a refusal. What is no refusal becomes `internal`, and its text is dropped: it may quote the file.
   * @param {unknown} caught
   * @returns {Refused}
   */
  static from(caught) {
    return caught instanceof Refused ? caught : new Refused('internal', 'unexpected failure');
  }
}
