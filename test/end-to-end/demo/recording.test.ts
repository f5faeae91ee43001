import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { build, ROOT } from '../stage/built-program';
import { RunningProgram } from '../stage/running-program';

jest.setTimeout(300_000);

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ctci-recording-test-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('the recording of the README can be made anywhere: a picture of what the terminal showed', async () => {
  await build();
  const words = [join(ROOT, 'tools', 'recording.mjs'), '--file', 'short.svg', '--pulls', '1', '--verb', 'status'];
  const recording = new RunningProgram(spawn(process.execPath, words, { cwd: folder, env: process.env }));
  expect({ ...(await recording.ended), said: recording.everything }).toMatchObject({ code: 0 });

  const svg = readFileSync(join(folder, 'short.svg'), 'utf8');
  expect(openElements(svg)).toEqual([]);
  expect(svg).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
  expect(svg).toContain('<title>The demo in a terminal: npm start, status</title>');
  const shown = svg.replaceAll(/<style>.*?<\/style>|<[^>]+>/gs, ' ').replaceAll(/\s+/g, ' ');
  for (const said of ['npm start', 'Web UI', 'ctci/cewl', 'npm run -s collector -- status', 'STATE'])
    expect(shown).toContain(said);
  for (const ours of [folder, ROOT, tmpdir()]) expect(svg).not.toContain(ours);
});

/** Elements of an XML text that are not closed in their order; throws for what is no text of XML. */
function openElements(xml: string): string[] {
  const open: string[] = [];
  const withoutTags = xml.replaceAll(
    /<(\/?)([a-z]+)((?: [a-zA-Z:]+="[^"<&]*")*) ?(\/?)>/g,
    (_tag, end, name, _more, empty) => {
      if (end === '/') {
        if (open.pop() !== name) throw new Error(`</${String(name)}> closes nothing`);
      } else if (empty !== '/') open.push(String(name));
      return '';
    },
  );
  const odd = /<|&(?!(?:amp|lt|gt|quot|apos|#\d+);)/.exec(withoutTags);
  if (odd) throw new Error(`not well-formed: ${withoutTags.slice(odd.index, odd.index + 60)}`);
  return open;
}
