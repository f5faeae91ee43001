#!/usr/bin/env node
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { Film } from './recording/film.mjs';
import { runInTerminal } from './recording/in-terminal.mjs';
import { animatedSvg } from './recording/svg.mjs';
import { buildProduct } from './setup/build/build.mjs';
import { createNarrator } from './setup/narrator.mjs';
import { DIST, ROOT } from './setup/project.mjs';
import { provideTemporalCli } from './setup/temporal-cli/temporal-cli.mjs';

// Makes docs/recording.svg: the demo as it really runs, in a terminal, in an empty folder.
const SIZE = { columns: 96, rows: 26 };
const FILE = join(ROOT, 'docs', 'recording.svg');
const COMMAND = 'npm run -s collector --';
/** So many pulls are seen in the first scene. */
const PULLS = 5;

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
  while ((seen.match(/ {2}ctci\/cewl {2}/g) ?? []).length < PULLS) await setTimeout(100);
  filming = false;
  film.cut(2_500);

  for (const verb of ['status', 'pull', 'history --limit 5', 'verify']) {
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
  title: 'The demo in a terminal: npm start, status, pull, history, verify',
});
for (const ours of [folder, ROOT, hostname(), `/home/${userInfo().username}`])
  if (svg.includes(ours)) throw new Error(`The recording shows ${ours}, which is of this machine alone.`);
writeFileSync(FILE, svg);
narrator.say(`${FILE} is written: ${film.frames.length} frames, ${Math.round(svg.length / 1024)} KiB`);
