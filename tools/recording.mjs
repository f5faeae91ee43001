#!/usr/bin/env node
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir, userInfo } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { Film } from './recording/film.mjs';
import { runInTerminal } from './recording/in-terminal.mjs';
import { animatedSvg } from './recording/svg.mjs';
import { buildProduct } from './setup/build/build.mjs';
import { createNarrator } from './setup/narrator.mjs';
import { DIST, ROOT } from './setup/project.mjs';
import { provideTemporalCli } from './setup/temporal-cli/temporal-cli.mjs';

// Makes docs/recording.svg: the demo as it really runs, in a terminal, in an empty folder. From any folder.
//
//     node tools/recording.mjs [--file FILE] [--pulls NUMBER] [--verb VERB]...
const SIZE = { columns: 96, rows: 26 };
const COMMAND = 'npm run -s collector --';
const { values: asked } = parseArgs({
  options: {
    file: { type: 'string', default: join(ROOT, 'docs', 'recording.svg') },
    pulls: { type: 'string', default: '5' }, // so many are seen in the first scene
    verb: { type: 'string', multiple: true, default: ['status', 'pull', 'history --limit 5', 'verify'] },
  },
});
const file = resolve(asked.file);
const pulls = Number(asked.pulls);

const narrator = createNarrator(process.stderr);
await buildProduct(narrator);
const cli = await provideTemporalCli(narrator);
const folder = mkdtempSync(join(tmpdir(), 'ctci-recording-'));
const film = new Film(SIZE);
try {
  const { PATH, HOME, LANG } = process.env;
  const env = { PATH, HOME, LANG, TEMPORAL_CLI_PATH: cli ?? '', CTCI_COLLECTOR_COMMAND: COMMAND };
  // the folder of whoever starts it, not the one that was made for this
  const show = (text) => film.write(text.replaceAll(folder, '~/ctci-collector'));
  const run = (words, heard) =>
    runInTerminal(`exec "${process.execPath}" "${join(DIST, 'client', 'cli.js')}" ${words}`, {
      ...SIZE,
      cwd: folder,
      env,
      heard,
    });

  film.type('npm start');
  let seen = '';
  let filming = true;
  const up = run('up', (text) => {
    seen += text;
    if (filming) show(text);
  });
  let ended = false;
  void up.ended.then(() => (ended = true));
  while (!ended && (seen.match(/ {2}ctci\/cewl {2}/g) ?? []).length < pulls) await setTimeout(100);
  if (ended) throw new Error(`The demo has ended:\n${seen}`);
  filming = false;
  film.cut(2_500);

  for (const verb of asked.verb) {
    film.type(`${COMMAND} ${verb}`);
    await run(`${verb}${verb.startsWith('history') ? ' --no-pager' : ''}`, show).ended;
    film.hold(1_800);
  }
  film.hold(3_000);
  up.type('\u0003');
  await up.ended;
} finally {
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}

const svg = animatedSvg(film.frames, {
  ...SIZE,
  title: `The demo in a terminal: npm start, ${asked.verb.map((words) => words.split(' ')[0]).join(', ')}`,
});
for (const ours of [folder, ROOT, hostname(), `/home/${userInfo().username}`])
  if (svg.includes(ours)) throw new Error(`The recording shows ${ours}, which is of this machine alone.`);
writeFileSync(file, svg);
narrator.say(`${file} is written: ${film.frames.length} frames, ${Math.round(svg.length / 1024)} KiB`);
