/** What `<biffure-upload>` adds to the document's own types. */

import type { BiffureUpload } from './element.js';
import type {
  BiffureAcceptEvent, BiffureFindingsEvent, BiffureRefusedEvent, BiffureVerifiedEvent,
} from './events.js';

declare global {
  interface HTMLElementTagNameMap {
    'biffure-upload': BiffureUpload;
  }
  interface HTMLElementEventMap {
    'biffure-accept': BiffureAcceptEvent;
    'biffure-findings': BiffureFindingsEvent;
    'biffure-verified': BiffureVerifiedEvent;
    'biffure-refused': BiffureRefusedEvent;
  }
}
