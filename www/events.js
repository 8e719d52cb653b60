/**
 * The element's events: a class each. All bubble, cross shadow roots and can be cancelled. None carries document text,
 * a file name or a value that was found.
 */

/** @typedef {import('./protocol.js').Code} Code */

/** @type {EventInit} */
const INIT = { bubbles: true, composed: true, cancelable: true };

/** `biffure-accept`: a file was chosen and is about to be read. Cancelling it drops the file. */
export class BiffureAcceptEvent extends Event {
  /** @param {{document: number, size: number}} what */
  constructor({ document, size }) {
    super('biffure-accept', INIT);
    /** Number of the document in the element, from 1. @readonly */
    this.document = document;
    /** Bytes. @readonly */
    this.size = size;
  }
}

/** `biffure-findings`: a file was read and waits for review. Cancelling it keeps the review from opening by itself. */
export class BiffureFindingsEvent extends Event {
  /** @param {{document: number, format: string, pages: number, counts: Record<string, number>, unread: number}} what */
  constructor({ document, format, pages, counts, unread }) {
    super('biffure-findings', INIT);
    /** Number of the document in the element, from 1. @readonly */
    this.document = document;
    /** `pdf`, `text`, `jpeg` or `png`. @readonly */
    this.format = format;
    /** How many pages; 0 for plain text. @readonly */
    this.pages = pages;
    /** How many findings, by category. @readonly */
    this.counts = counts;
    /** How many pictures and other parts a person must decide on. @readonly */
    this.unread = unread;
  }
}

/** `biffure-verified`: a new file was made and proved, and is about to join the form. Cancelling it drops that file. */
export class BiffureVerifiedEvent extends Event {
  /** @param {{document: number, file: File, receipt: import('./protocol.js').Receipt}} what */
  constructor({ document, file, receipt }) {
    super('biffure-verified', INIT);
    /** Number of the document in the element, from 1. @readonly */
    this.document = document;
    /** The new file, named by us. @readonly */
    this.file = file;
    /** What was done and checked, in numbers. @readonly */
    this.receipt = receipt;
  }
}

/** `biffure-refused`: a file cannot be used. Cancelling it means that the host tells the person itself; the file is dropped. */
export class BiffureRefusedEvent extends Event {
  /** @param {{document: number, code: Code, place: import('./protocol.js').Place | null, sentence: string}} what */
  constructor({ document, code, place, sentence }) {
    super('biffure-refused', INIT);
    /** Number of the document in the element, from 1. @readonly */
    this.document = document;
    /** Stable code. @readonly */
    this.code = code;
    /** Where, if known. @readonly */
    this.place = place;
    /** What the person is told. @readonly */
    this.sentence = sentence;
  }
}
