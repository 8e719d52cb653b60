/** English. Plain words for people who may be ill, tired or in a hurry; `fr.js` has the same keys. */

import { pluralOf, sizeOf } from './plural.js';

const count = pluralOf('en');

export const en = {
  lang: 'en',
  size: sizeOf('en'),

  zone: {
    label: 'Document',
    choose: 'Choose a document',
    chooseMany: 'Choose documents',
    another: 'Add another document',
    drop: 'or drop it here, or paste it',
    kinds: 'PDF, plain text or a picture, up to 100 MB.',
    promise: 'Names, numbers and addresses are struck out on this device before anything is sent.',
    dropNow: 'Drop the document here',
    required: 'required',
  },

  states: {
    reading: 'Reading the document',
    pictures: 'Reading the words in pictures',
    detecting: 'Looking for what identifies a person',
    review: 'Waiting for your review',
    striking: 'Striking out',
    checking: 'Checking the new document',
    ready: 'Ready to send',
    refused: 'Not attached',
  },

  row: {
    /** @param {number} n */
    name: (n) => `Document ${n}`,
    /** @param {number} n */
    progress: (n) => `Progress of document ${n}`,
    /** @param {string} step @param {{at: number, of: number, page: boolean}} part */
    part: (step, { at, of, page }) => `${step}: ${page ? 'page' : 'picture'} ${at} of ${of}`,
    waiting: 'Waiting its turn',
    cancel: 'Cancel',
    review: 'Review and strike out',
    retry: 'Try again',
    remove: 'Remove',
    chooseAgain: 'Choose another document',
    /** @param {number} n */
    removeNumber: (n) => `Remove document ${n}`,
    see: 'See the result',
    save: 'Save a copy',
    details: 'What was done and checked',
    password: 'Password of the document',
    passwordHint: 'It is used on this device only and forgotten at once.',
    unlock: 'Open',
    /**
     * @param {number} struck
     * @param {number} pages
     * @param {number} checks
     */
    summary: (struck, pages, checks) => {
      const what = count(struck, '# thing struck out', '# things struck out');
      const where = pages > 0 ? count(pages, ' on # page', ' on # pages') : '';
      return `${what}${where}, ${count(checks, '# check passed', '# checks passed')}`;
    },
    /** @param {number} n */
    found: (n) => count(n, '# thing found', '# things found'),
    forgotten: 'The original has been forgotten by this page. Only the new document will be sent.',
  },

  receipt: {
    struck: 'Struck out',
    kept: 'Kept by your choice',
    /** @param {number} n */
    boxes: (n) => count(n, '# box that you drew', '# boxes that you drew'),
    /** @param {number} n */
    reviewed: (n) => count(n, '# picture that you looked at', '# pictures that you looked at'),
    /** @param {number} n */
    removed: (n) => count(n, '# picture taken out', '# pictures taken out'),
    checks: 'Checks that passed',
    nothing: 'Nothing',
    notices: 'Good to know',
  },

  /** Names of the engine's checks. @type {Record<string, string>} */
  checks: {
    bytes: 'Nothing struck out can be found in the bytes of the new document',
    structure: 'The new document has only the parts that it needs',
    reread: 'The new document was read again from scratch',
    raw: 'A second, unrelated reader found nothing either',
    second_reader: 'A second, unrelated reader found nothing either',
    pixels: 'The struck places were drawn afresh and are blank',
  },

  review: {
    /** @param {number} n */
    title: (n) => `Review document ${n}`,
    /** @param {number} n */
    resultTitle: (n) => `Result: document ${n}`,
    intro: 'What is black will be struck out for good. Look it over, then attach the new document.',
    resultIntro: 'This is the new document, as it will be sent.',
    close: 'Close',
    later: 'Decide later',
    list: 'List',
    page: 'Page',
    text: 'Text',
    views: 'What is shown',
    listLabel: 'What was found',
    none: 'Nothing that identifies a person was found. Please look through the document yourself: a machine can miss things.',
    /** @param {number} n */
    total: (n) => count(n, '# thing will be struck out', '# things will be struck out'),
    finish: 'Strike out and attach',
    /** @param {number} n */
    undecided: (n) => count(n, 'One picture still needs your answer.', '# pictures still need your answer.'),
    undecidedImage: 'Please confirm that nothing else in the picture identifies anybody.',
    struck: 'Struck out',
    kept: 'Kept',
    locked: 'Always struck out',
    lockedWhy: 'This site does not allow it to be kept.',
    lockedNumber: 'A social security number is never sent.',
    notThis: 'You say that this identifies nobody.',
    /** @param {string} text */
    switchLabel: (text) => `Strike out “${text}”`,
    /** @param {number} n */
    times: (n) => count(n, 'once', '# times'),
    /** @param {number} n */
    goPage: (n) => `Page ${n}`,
    /** @param {number} n */
    goLine: (n) => `Line ${n}`,
    hiddenPart: 'Hidden part of the file',
    /**
     * @param {string} text
     * @param {number} n
     */
    showOnPage: (text, n) => `Show “${text}” on page ${n}`,
    ignoredTitle: 'Left in place by this site',
    ignoredHint: 'If one of these should go, draw a box over it or add it below.',
    words: 'Something missing?',
    wordsLabel: 'Also strike out this name, word or number',
    wordsHint: 'It is struck out wherever it stands in the document.',
    wordsAdd: 'Strike out',
    wordsAdded: 'Added by you',
    /** @param {string} word */
    wordsRemove: (word) => `No longer strike out “${word}”`,
    wordsBusy: 'Reading again…',
    /** @param {number} n */
    wordsFound: (n) => count(n, 'Done: # place was found in all.', 'Done: # things are found in all.'),
    wordsMissing: 'These words were not found in the document. If you see them on a page, draw a box over them.',
    undo: 'Undo',
    redo: 'Redo',
  },

  opaque: {
    title: 'Pictures to look at',
    question: 'Does it show a name, a face, an address, a number or a barcode?',
    glyphs: 'This text could not be read. Does it show a name, an address or a number?',
    drawing: 'This drawing could not be read. Does it show a name, an address or a number?',
    /**
     * @param {number} n
     * @param {number} page
     */
    name: (n, page) => `Picture ${n}, page ${page}`,
    /** @param {number} n */
    nameless: (n) => `Picture ${n}`,
    remove: 'Yes, or not sure: take it out',
    reviewed: 'No. I looked: nothing else identifies anybody',
    boxHint: 'You can also draw boxes over parts of it and keep the rest.',
    show: 'Show it',
    readHelp: 'The words in this picture were read by a machine. Look at it: if something that identifies somebody is left, draw a box over it.',
    parts: 'Struck because it could not be read',
    partsHint: 'Handwriting, signatures, stamps, faces and barcodes may identify somebody. Keep only what you have looked at.',
    unread: 'Words that could not be read',
    mark: 'A signature, a stamp or a picture',
    face: 'A face',
    symbol: 'A barcode',
    removeAll: 'Take out all pictures',
    image: 'Your picture',
    imageHelp: 'The words in this picture could not be read. Draw a black box over every name, face, address, number and barcode.',
    imageTick: 'Nothing else in this picture identifies anybody',
    tooltip: 'Picture to look at',
  },

  picture: {
    /**
     * @param {number} page
     * @param {number} pages
     */
    label: (page, pages) => `Page ${page} of ${pages}`,
    region: 'Picture of the page',
    previous: 'Previous page',
    next: 'Next page',
    number: 'Page',
    /** @param {number} n */
    of: (n) => `of ${n}`,
    zoomIn: 'Zoom in',
    zoomOut: 'Zoom out',
    fit: 'Fit the width',
    peek: 'See through the bars',
    draw: 'Draw boxes',
    add: 'Add a box',
    boxes: 'Boxes that you drew',
    /** @param {number} n */
    box: (n) => `Box ${n}`,
    /**
     * @param {number} n
     * @param {number} page
     * @param {number} left
     * @param {number} top
     * @param {number} width
     * @param {number} height
     */
    boxLabel: (n, page, left, top, width, height) =>
      `Box ${n}, page ${page}: ${left} % from the left, ${top} % from the top, ${width} % wide, ${height} % high`,
    boxHelp: 'Arrow keys move it, Shift and arrow keys resize it, Delete removes it.',
    /** @param {number} n */
    removeBox: (n) => `Remove box ${n}`,
    /** @param {number} n */
    goBox: (n) => `Go to box ${n}`,
    boxAdded: 'Box added in the middle of the page.',
    boxRemoved: 'Box removed.',
    failed: 'This page cannot be drawn. The list beside it is complete all the same.',
    drawing: 'Drawing the page…',
  },

  text: {
    label: 'Text of the document',
    struck: 'struck out: ',
    kept: 'kept: ',
    cut: 'The rest of this long text is not shown. The list is complete all the same.',
  },

  /** Headings of the groups. @type {Record<import('../protocol.js').Category, string>} */
  categories: {
    PersonName: 'Names of people',
    Professional: 'Doctors and other professionals',
    Address: 'Addresses',
    Postcode: 'Postcodes',
    City: 'Towns',
    NationalId: 'Social security and national numbers',
    Phone: 'Telephone numbers',
    Email: 'E-mail addresses',
    BirthDate: 'Dates of birth',
    BirthPlace: 'Places of birth',
    PatientNumber: 'Patient and file numbers',
    ProfessionalId: 'Numbers of professionals and institutions',
    InsuranceNumber: 'Insurance numbers',
    BankAccount: 'Bank accounts',
    DocumentNumber: 'Identity papers and plates',
    Facility: 'Hospitals, practices, laboratories',
    Ward: 'Wards, rooms, beds',
    Occupation: 'Jobs and employers',
    Date: 'Other dates',
    Age: 'Ages',
    Url: 'Web addresses',
    UserName: 'User names',
    Other: 'Other things that you or this site named',
  },

  /** One thing, for a placeholder in typed text. @type {Record<import('../protocol.js').Category, string>} */
  placeholders: {
    PersonName: 'name',
    Professional: 'professional',
    Address: 'address',
    Postcode: 'postcode',
    City: 'town',
    NationalId: 'social security number',
    Phone: 'telephone',
    Email: 'e-mail',
    BirthDate: 'date of birth',
    BirthPlace: 'place of birth',
    PatientNumber: 'patient number',
    ProfessionalId: 'professional number',
    InsuranceNumber: 'insurance number',
    BankAccount: 'bank account',
    DocumentNumber: 'document number',
    Facility: 'hospital',
    Ward: 'ward or room',
    Occupation: 'job or employer',
    Date: 'date',
    Age: 'age',
    Url: 'web address',
    UserName: 'user name',
    Other: 'struck out',
  },

  /** Why it was found. @type {Record<import('../protocol.js').Reason, string>} */
  reasons: {
    label: 'A label such as “Name” or “Born on” stands next to it.',
    title: 'A title such as “Mrs” or “Dr” stands before it.',
    checked: 'It has the form of such a number, and its check digits are right.',
    shape: 'It has the form of such a number, date or mail address.',
    context: 'The words around it announce it.',
    address_shape: 'It reads like a postal address.',
    name_shape: 'It is written the way names are.',
    signature: 'It stands where people sign.',
    known: 'This site, or you, asked for it to be struck out.',
    repeated: 'It repeats something found elsewhere in the document.',
  },

  /** Remarks of the engine. @type {Record<import('../protocol.js').Notice, string>} */
  notices: {
    signature_lost: 'The document had a digital signature. The new document no longer has it.',
    attachments_removed: 'Files attached inside the document were left out.',
    annotations_removed: 'Comments and form fields were left out or became part of the page.',
    metadata_removed: 'Hidden details (author, dates, camera, place) were left out.',
    page_rasterised: 'At least one page became a picture, because that was the only sure way to strike it out.',
    fields_unread: 'Some values of this form cannot be read. The new document leaves them empty: look whether anything is missing. Printing the form to PDF keeps them.',
    parts_missing: 'This file is damaged: a part of it is missing. The new document does not have it either: look whether anything is lacking.',
    hidden_text: 'There was text that one cannot see on the page. It was read and treated like the rest.',
    fake_redaction: 'This document only looks struck out: there was still text under a box. The new document no longer has it.',
    reencoded: 'The text was written again as UTF-8.',
    decrypted: 'The document was opened with a password. The new document needs none.',
    pictures_read: 'The words in pictures were read by a machine and treated like any others.',
  },

  /** What the person is told of a refusal: what happened, and what can be done. @type {Record<import('../protocol.js').Code, string>} */
  errors: {
    unrecognised: 'We do not recognise this file. We can treat PDF documents, plain text and pictures.',
    unsupported:
      'We cannot strike out this kind of file surely enough yet. We can treat PDF documents, plain text and pictures.',
    encrypted: 'This document is locked with a password.',
    malformed: 'This file is damaged or incomplete. Try to open it and save it again, or ask for a new copy.',
    limit_exceeded: 'This document is too large: at most 100 MB, 2,000 pages and ordinary pictures. Try to send only the pages that matter.',
    cancelled: 'You stopped. Nothing was sent.',
    undecided: 'Something still needs your answer before this document can be attached.',
    leak:
      'A check found that something might still be readable in the new document, so we dropped it. Your document was not sent. You can try again, and strike out more.',
    misuse: 'This page asked for something that does not work. Please tell the site about it.',
    resource: 'Something that is needed could not be loaded or read. Check your connection, then try again.',
    internal: 'Something went wrong on our side while treating this document. Nothing was sent. You can try again.',
  },

  refusal: {
    fileUnreadable: 'Your device did not hand the file over. It may have been moved, or it may be a folder. Choose it again.',
    folder: 'A folder cannot be attached. Open it and choose the documents inside.',
    tooMany: 'Only one document can be attached here. The first one was taken.',
    disabled: 'Documents cannot be added here at the moment.',
    notHere: 'This page has no place for a document, so it was not read.',
    noFile: 'There was no document in what was dropped.',
    wrongPassword: 'This password does not open the document. Please try again.',
    wrongKind: 'This kind of file is not accepted here.',
    portfolio: 'This file is a folder of several documents (a portfolio). Open it, save the documents one by one, and choose those.',
    xfa: 'This form only shows in Adobe’s own programs (XFA). Open it there, print it to PDF, and choose the printed file.',
    moving: 'This picture moves, and we could show you only one image of it. Save the one you want as JPEG or PNG (a screenshot will do), and choose that.',
    rare: 'This picture is of a rare kind that we cannot read. Open it and save it as JPEG or PNG, or take a screenshot of it, and choose that.',
    heic:
      'This browser cannot read this kind of photo (HEIC or AVIF). On an iPhone: Settings, Camera, Formats, “Most Compatible”, then take the photo again. Elsewhere: open it and save it as JPEG, or take a screenshot of it.',
    /** @param {string} code */
    code: (code) => `Code: ${code}`,
    /** @param {number} n */
    page: (n) => `page ${n}`,
    /** @param {number} n */
    line: (n) => `line ${n}`,
    /** @param {string} name */
    part: (name) => `part: ${name}`,
  },

  validity: {
    missing: 'Please attach a document.',
    busy: 'A document is still being prepared. Wait for it, or remove it.',
    review: 'A document is waiting for your review. Review it, or remove it.',
    refused: 'A document could not be attached. Remove it, or try again.',
  },

  announce: {
    /** @param {number} n */
    ready: (n) => `Document ${n} is ready to send.`,
    /** @param {number} n */
    removed: (n) => `Document ${n} was removed.`,
    /**
     * @param {number} n
     * @param {number} found
     */
    review: (n, found) => `Document ${n} was read: ${count(found, '# thing found', '# things found')}.`,
  },

  typed: {
    title: 'Your text may say who you are',
    /** @param {number} n */
    found: (n) => count(n, '# thing in your text can identify a person.', '# things in your text can identify a person.'),
    replace: 'Replace',
    replaceAll: 'Replace all of them',
    keep: 'Keep it',
    keepAll: 'Keep all of these',
    forced: 'To be replaced',
    suggested: 'To be replaced or kept',
    notThis: 'It identifies nobody',
    /**
     * @param {string} text
     * @param {string} by
     */
    replaceLabel: (text, by) => `Replace “${text}” by “${by}”`,
    /** @param {string} text */
    keepLabel: (text) => `Keep “${text}”`,
    /** @param {string} text */
    notThisLabel: (text) => `“${text}” identifies nobody`,
    held: 'Before sending, please decide on each of these.',
    clear: 'Nothing in your text identifies a person any more.',
    checking: 'Checking your text…',
    failed: 'Your text could not be checked, so it was not sent. Please try again.',
    fileHere: 'Files cannot be put into the text. Attach them as a document instead.',
  },
};

/** @typedef {typeof en} Strings */
