/**
 * What a person decides in a review, with undo. A state is never changed, only followed by another. Its law: everything found is
 * struck unless the policy lets it stay and the person said so; every opaque that must be decided needs a word before the file can
 * be finished, and every other one is struck without a word.
 */

/**
 * @typedef {import('./protocol.js').Review} Review
 * @typedef {import('./protocol.js').Finding} Finding
 * @typedef {import('./protocol.js').KeepReason} KeepReason
 * @typedef {import('./protocol.js').OpaqueChoice} OpaqueChoice
 * @typedef {import('./protocol.js').PageRect} PageRect
 * @typedef {PageRect & {id: number}} DrawnBox
 *
 * @typedef {object} State
 * @property {ReadonlySet<number>} kept ids of findings that stay
 * @property {ReadonlyMap<number, OpaqueChoice>} opaques
 * @property {readonly DrawnBox[]} boxes
 */

/**
 * Whether the person may leave this finding in, and under which name.
 * @param {Finding} finding
 * @returns {KeepReason | null}
 */
export function keepReason(finding) {
  if (finding.treatment === 'suggest') return 'wanted';
  return finding.treatment === 'force' && finding.mayOverrule ? 'notIdentity' : null;
}

/**
 * Whether the person must say what becomes of it. What a reader of pictures saw and could not read is struck where nothing is said.
 * @param {import('./protocol.js').Opaque} opaque
 */
export function mustDecide({ kind }) {
  return kind === 'picture' || kind === 'glyphs' || kind === 'drawing';
}

/** The decisions on one review. */
export class ReviewChoices {
  /** @type {State[]} */ #past = [];
  /** @type {State[]} */ #future = [];
  /** @type {State} */ #state = { kept: new Set(), opaques: new Map(), boxes: [] };
  #nextBox = 1;
  /** @type {number | null} the box whose last change was a nudge */ #nudged = null;
  #listeners = /** @type {Set<() => void>} */ (new Set());

  /** @param {Review} review */
  constructor(review) {
    /** @readonly */
    this.review = review;
  }

  /** @returns {State} */
  get state() {
    return this.#state;
  }

  get canUndo() {
    return this.#past.length > 0;
  }

  get canRedo() {
    return this.#future.length > 0;
  }

  /**
   * @param {() => void} listener called after every change
   * @returns {() => void} stops it
   */
  listen(listener) {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  undo() {
    this.#step(this.#past, this.#future);
  }

  redo() {
    this.#step(this.#future, this.#past);
  }

  /**
   * Keeps or strikes findings. Those that the policy does not let go are passed over.
   * @param {readonly Finding[]} findings
   * @param {'keep' | 'strike'} what
   */
  decide(findings, what) {
    const kept = new Set(this.#state.kept);
    for (const finding of findings) {
      if (what === 'keep' && keepReason(finding)) kept.add(finding.id);
      else kept.delete(finding.id);
    }
    this.#push({ ...this.#state, kept });
  }

  /**
   * @param {readonly number[]} ids
   * @param {OpaqueChoice | null} choice `null` takes the word back
   */
  decideOpaques(ids, choice) {
    const opaques = new Map(this.#state.opaques);
    for (const id of ids) {
      if (choice) opaques.set(id, choice);
      else opaques.delete(id);
    }
    this.#push({ ...this.#state, opaques });
  }

  /**
   * @param {PageRect} rect
   * @returns {number} the box's id
   */
  addBox(rect) {
    const id = this.#nextBox++;
    this.#push({ ...this.#state, boxes: [...this.#state.boxes, { ...this.#inside(rect), id }] });
    return id;
  }

  /**
   * @param {number} id
   * @param {PageRect} rect
   * @param {'step' | 'nudge'} how nudges of one box in a row are undone together
   */
  changeBox(id, rect, how = 'step') {
    const boxes = this.#state.boxes.map((box) => (box.id === id ? { ...this.#inside(rect), id } : box));
    if (how === 'nudge' && this.#nudged === id) {
      this.#state = { ...this.#state, boxes };
      this.#tell();
      return;
    }
    this.#push({ ...this.#state, boxes });
    if (how === 'nudge') this.#nudged = id;
  }

  /** @param {number} id */
  removeBox(id) {
    this.#push({ ...this.#state, boxes: this.#state.boxes.filter((box) => box.id !== id) });
  }

  /** Ids of opaques that still need a word. */
  get undecided() {
    return this.review.opaques.filter((opaque) => !this.choiceOf(opaque)).map(({ id }) => id);
  }

  /** Findings that will be struck. */
  get struck() {
    return this.review.findings.filter(({ id, treatment }) => treatment !== 'ignore' && !this.#state.kept.has(id));
  }

  /** Pictures and other unread parts that will be taken out. */
  get removed() {
    return this.review.opaques.filter((opaque) => this.choiceOf(opaque) === 'remove');
  }

  /**
   * @param {import('./protocol.js').Opaque} opaque
   * @returns {OpaqueChoice | undefined} `undefined` while a word is missing
   */
  choiceOf(opaque) {
    return this.#state.opaques.get(opaque.id) ?? (mustDecide(opaque) ? undefined : 'remove');
  }

  /** How many things will be gone: findings, boxes, pictures. */
  get total() {
    return this.struck.length + this.#state.boxes.length + this.removed.length;
  }

  /** How many pages carry something struck. */
  get pagesTouched() {
    const pages = new Set(this.#state.boxes.map(({ page }) => page));
    const places = [...this.struck.flatMap((finding) => finding.places), ...this.removed.map(({ place }) => place)];
    for (const place of places) if (place.kind === 'page') pages.add(place.page);
    return pages.size;
  }

  /** @returns {import('./protocol.js').Choices} */
  toChoices() {
    /** @type {Record<string, KeepReason>} */
    const keep = {};
    for (const finding of this.review.findings) {
      const reason = this.#state.kept.has(finding.id) && keepReason(finding);
      if (reason) keep[finding.id] = reason;
    }
    return {
      keep,
      opaques: Object.fromEntries(this.#state.opaques),
      boxes: this.#state.boxes.map(({ page, x, y, width, height }) => ({ page, x, y, width, height })),
      flatten: false,
    };
  }

  /**
   * The same decisions on another reading of the same file. What has no counterpart is struck, or asked again.
   * @param {Review} review
   */
  movedTo(review) {
    const moved = new ReviewChoices(review);
    const kept = new Set(this.review.findings.filter(({ id }) => this.#state.kept.has(id)).map(identity));
    const opaques = new Map(this.review.opaques.map((o) => [JSON.stringify(o.place), this.#state.opaques.get(o.id)]));
    moved.#state = {
      kept: new Set(review.findings.filter((f) => keepReason(f) && kept.has(identity(f))).map(({ id }) => id)),
      opaques: new Map(review.opaques.flatMap((o) => {
        const choice = opaques.get(JSON.stringify(o.place));
        return choice ? [[o.id, choice]] : [];
      })),
      boxes: this.#state.boxes,
    };
    moved.#nextBox = this.#nextBox;
    return moved;
  }

  /**
   * @param {PageRect} rect
   * @returns {PageRect} within its page
   */
  #inside({ page, x, y, width, height }) {
    const size = this.review.pages[page] ?? { width: 0, height: 0 };
    const w = Math.min(width, size.width);
    const h = Math.min(height, size.height);
    return {
      page,
      x: Math.min(Math.max(x, 0), size.width - w),
      y: Math.min(Math.max(y, 0), size.height - h),
      width: w,
      height: h,
    };
  }

  /** @param {State} state */
  #push(state) {
    this.#past.push(this.#state);
    this.#future = [];
    this.#nudged = null;
    this.#state = state;
    this.#tell();
  }

  /**
   * @param {State[]} from
   * @param {State[]} to
   */
  #step(from, to) {
    const state = from.pop();
    if (!state) return;
    to.push(this.#state);
    this.#nudged = null;
    this.#state = state;
    this.#tell();
  }

  #tell() {
    for (const listener of [...this.#listeners]) listener();
  }
}

/**
 * @param {Finding} finding
 * @returns {string} the same for the same finding of another reading
 */
function identity({ category, textIndex, start, end }) {
  return `${category}:${textIndex}:${start}:${end}`;
}
