// KB/s of detection on invented texts of 1 KB to 10 MB: ours native and as wasm in Node, beside npm redact-pii and openredaction on
// the same texts in the same run; how much longer a byte takes in long texts than in short ones; and the same for texts that were
// written to cost time. Ratios travel between machines; absolute speeds do not.
// usage: node detect.mjs BIFFURE TEXTS.jsonl  (the wasm must have been built; `cargo xtask bench` does all this)
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** Rounds, of which the quickest counts: the first warms up, and another program's work is nobody's time. */
const ROUNDS = 4;
/** A text of this length is longer than most that the others were made for, and long enough for fewer rounds. */
const LONG = 1 << 20;
const LONG_ROUNDS = 2;
/** How much longer than ordinary text a byte of hostile text may take, and a byte of a long text than one of a short text. */
const MOST = 3;

const here = dirname(fileURLToPath(import.meta.url));
const require = createRequire(import.meta.url);
const [biffure, file] = process.argv.slice(2);
const texts = readFileSync(file, 'utf8').trimEnd().split('\n').map((line) => {
  const text = JSON.parse(line);
  return { ...text, bytes: Buffer.byteLength(text.text) };
});
const runs = (round) => [...texts.entries()].filter(([, { bytes }]) => round < (bytes >= LONG ? LONG_ROUNDS : ROUNDS));

/** Nanoseconds of each text by the command line's own clock, so that its start does not count. */
async function native() {
  const child = spawn(biffure, ['detect', '--jsonl', '--time'], { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout, crlfDelay: Infinity });
  const times = texts.map(() => []);
  const reading = (async () => {
    for await (const line of lines) {
      const [, id, nanos] = /^\{"id":(\d+),"nanos":(\d+)/.exec(line) ?? [];
      if (id !== undefined) times[Number(id)].push(Number(nanos));
    }
  })();
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [id, { text }] of runs(round)) {
      if (!child.stdin.write(`${JSON.stringify({ id, text })}\n`)) {
        await new Promise((drained) => child.stdin.once('drain', drained));
      }
    }
  }
  child.stdin.end();
  await reading;
  return times.map((each) => Math.min(...each));
}

/** Nanoseconds of each text in this process; `null` where `skips` says so, or the text is refused. */
async function inNode(read, skips = () => false) {
  const times = texts.map(() => []);
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [id, text] of runs(round)) {
      // What takes so long is measured well enough at once.
      if (skips(text) || times[id][0] > 5e9) continue;
      try {
        const began = performance.now();
        await read(text.text);
        times[id].push((performance.now() - began) * 1e6);
      } catch (error) {
        if (round === 0) console.error(`${text.kind} text of ${text.size}: ${error.message}`);
      }
    }
  }
  return times.map((each) => (each.length ? Math.min(...each) : null));
}

/** The others are not asked for hostile texts, nor for what takes them minutes. */
const beyond = ({ kind, bytes }) => kind === 'hostile' || bytes > LONG;

const wasm = join(here, '../../www/wasm');
const engine = await import(pathToFileURL(join(wasm, 'biffure.js')).href);
await engine.default({ module_or_path: readFileSync(join(wasm, 'biffure_bg.wasm')) });
const { SyncRedactor } = require('redact-pii');
const { OpenRedaction } = await import('openredaction');
const redactPii = new SyncRedactor();
const openRedaction = new OpenRedaction({ redactionMode: 'placeholder' });

const engines = [
  ['biffure, native', await native()],
  ['biffure, wasm in Node', await inNode((text) => engine.detectText(text, null, 'public'))],
  ['redact-pii 3.4.0', await inNode((text) => redactPii.redact(text), beyond)],
  ['openredaction 1.1.5', await inNode((text) => openRedaction.detect(text), beyond)],
];

/** Nanoseconds a byte over the texts that a test picks, or null. */
function perByte(times, pick) {
  const picked = texts.map((text, id) => ({ ...text, nanos: times[id] })).filter((text) => pick(text) && text.nanos !== null);
  const sum = (key) => picked.reduce((total, text) => total + text[key], 0);
  return picked.length ? sum('nanos') / sum('bytes') : null;
}

const sizes = [...new Set(texts.filter((text) => text.kind === 'ordinary').map((text) => text.size))];
const ofSize = (size) => (text) => text.kind === 'ordinary' && text.size === size;
const cell = (value, digits = 0) => (value === null ? '-' : value.toFixed(digits)).padStart(10);
console.log(`${'detection, KB/s'.padEnd(26)}${sizes.map((size) => size.padStart(10)).join('')}   a byte of ${sizes.at(-1)} : of ${sizes[0]}`);
for (const [name, times] of engines) {
  const speeds = sizes.map((size) => perByte(times, ofSize(size)));
  const kb = speeds.map((nanos) => cell(nanos === null ? null : 1e9 / nanos / 1024));
  const [short, long] = [speeds[0], speeds.at(-1)];
  console.log(`${name.padEnd(26)}${kb.join('')}${cell(long === null ? null : long / short, 2)}`);
}

const [[, ours], [, wasmTimes]] = engines;
const ordinary = [ours, wasmTimes].map((times) => perByte(times, ofSize('1 MB')));
console.log(`\n${'hostile texts of 1 MB, a byte : of ordinary text'.padEnd(50)}${'native'.padStart(10)}${'wasm'.padStart(10)}`);
const hostile = texts.filter((text) => text.kind === 'hostile').map(({ size: name }) => {
  const itself = (text) => text.kind === 'hostile' && text.size === name;
  return { name, ratios: [ours, wasmTimes].map((times, at) => (perByte(times, itself) ?? Infinity) / ordinary[at]) };
});
for (const { name, ratios } of hostile.toSorted((a, b) => Math.max(...b.ratios) - Math.max(...a.ratios))) {
  console.log(`${name.padEnd(50)}${ratios.map((ratio) => cell(ratio, 2)).join('')}${Math.max(...ratios) > MOST ? '   too long' : ''}`);
}
const growing = [['native', ours], ['wasm', wasmTimes]].filter(([, times]) => perByte(times, ofSize(sizes.at(-1))) > MOST * perByte(times, ofSize(sizes[0])));
for (const [name] of growing) {
  console.error(`${name}: a byte of ${sizes.at(-1)} takes more than ${MOST} times as long as one of ${sizes[0]}`);
  process.exitCode = 1;
}
const slow = hostile.filter(({ ratios }) => Math.max(...ratios) > MOST);
if (slow.length > 0) {
  console.error(`${slow.length} hostile texts take more than ${MOST} times as long as ordinary text`);
  process.exitCode = 1;
}
