/** Side effect: the tag `<biffure-upload>` exists from here on. Import `element.js` for the class alone. */

import { BiffureUpload } from './element.js';

if (!globalThis.customElements?.get('biffure-upload')) globalThis.customElements?.define('biffure-upload', BiffureUpload);

export { BiffureUpload };
