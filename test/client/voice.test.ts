import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, jest, test } from '@jest/globals';
import { complain, forTerminal, say, sayAsJson, sayLive } from '../../client/voice';

const ROOT = join(__dirname, '..', '..');
/** A title of the window, a cleared screen, a line written over, and writing that runs to the left. */
const HOSTILE = 'row \u001b]0;owned\u0007 \u001b[2J \u009b31m \u202egone \rover';
const ACTING = /(?!\n)\p{Cc}|\u202e/u;

afterEach(() => {
  jest.restoreAllMocks();
});

/** What is written to the terminal meanwhile. */
function written(speak: () => void): string {
  const pieces: string[] = [];
  for (const stream of [process.stdout, process.stderr])
    jest.spyOn(stream, 'write').mockImplementation((piece) => pieces.push(String(piece)) > 0);
  speak();
  jest.restoreAllMocks();
  return pieces.join('');
}

test.each([
  ['an answer', () => say(HOSTILE)],
  ['a complaint', () => complain(HOSTILE)],
  ['what a pager shows', () => say(forTerminal(HOSTILE))],
] as const)('%s holds nothing that acts on a terminal, whoever made the words', (_what, speak) => {
  const words = written(speak);
  expect(words).toContain('row \\u001b]0;owned\\u0007');
  expect(words).not.toMatch(ACTING);
});

test('a line that is written over holds nothing that acts but what writes it over', () => {
  const words = written(() => sayLive(HOSTILE, 200));
  expect(words).toMatch(/^\r\u001b\[K/);
  expect(words.slice('\r\u001b[K'.length)).not.toMatch(ACTING);
});

test('a document of JSON holds nothing that acts, and is the same document', () => {
  const words = written(() => sayAsJson({ row: HOSTILE }));
  expect(words).not.toMatch(ACTING);
  expect(JSON.parse(words)).toEqual({ row: HOSTILE });
});

/** Who writes to a terminal without the client's voice, and what keeps that harmless. */
const OTHERS: Readonly<Record<string, RegExp>> = {
  'client/voice.ts': /throughGate|shownJson/,
  'worker/main.ts': /throughGate/,
  'worker/codec/main.ts': /throughGate/,
  'worker/assembly/create-output.ts': /createConsoleMessages|createConsoleOutput/, // which show their lines as JSON
  'worker/trial/main.ts': /JSON\.stringify\(steps\), \(\)/, // for the process that started it
  'config/generate/main.ts': /`\$\{path\}\\n`/, // names of pages
};

test('nobody writes to a terminal past the gate', () => {
  const rooms = [
    'activities',
    'client',
    'config',
    'domain',
    'engine',
    'errors',
    'http',
    'outputs',
    'sources',
    'worker',
  ];
  const writers = rooms
    .flatMap((room) => readdirSync(join(ROOT, room), { recursive: true }).map((name) => join(room, String(name))))
    .filter((path) => path.endsWith('.ts') && SPEAKS.test(readFileSync(join(ROOT, path), 'utf8')));
  expect(writers.sort()).toEqual(Object.keys(OTHERS).sort());
  for (const [path, gate] of Object.entries(OTHERS)) expect(readFileSync(join(ROOT, path), 'utf8')).toMatch(gate);
});

/** Writes by itself, or lets Node's `readline` do so. */
const SPEAKS = /process\.std(?:out|err)\.write\(|console\.(?:log|error|warn|info)\(|\.question\(`/;
