// Prints the text of a PDF as mupdf reads it. mupdf is a judge of our output in tests and benchmarks; it never ships.
import { readFileSync } from 'node:fs';
import * as mupdf from 'mupdf';

const document = mupdf.Document.openDocument(readFileSync(process.argv[2]), 'application/pdf');
for (let page = 0; page < document.countPages(); page += 1) {
  process.stdout.write(`${document.loadPage(page).toStructuredText('preserve-whitespace').asText()}\n`);
}
