import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '../eventually';
import { endLater } from '../stage/left-processes';
import type { Scenario } from './scenario';

const CLIENT = join(__dirname, '..', '..', '..', 'client', 'cli.js');
const BEGIN_MS = 90_000;

export const terminals: readonly Scenario[] = [
  {
    name: 'a worker whose log cannot be written',
    promises: [25],
    settings: { workersWriteTo: '/dev/full' },
    async play(stage) {
      await stage.begin();
      for (let pulls = 0; pulls < 3; pulls += 1) {
        await stage.pull();
        stage.expectEqual('with a full device for a log');
        stage.move(1);
      }
      stage.expect(
        stage.bed.workers.every(({ ownEnds }) => ownEnds.length === 0),
        'a worker ended by itself',
      );
    },
  },
  {
    name: 'the reader of up goes, its terminal closes, then it is told to end',
    promises: [25],
    workers: 0, // `up` has a worker, and an engine, of its own
    async play(stage) {
      const { bed } = stage;
      await stage.begin(); // a chain that nobody works at: what is judged of every scenario asks for its runs
      const folder = join(bed.folder, 'up');
      mkdirSync(folder);
      writeFileSync(join(folder, 'config.yaml'), readFileSync(bed.configFile));
      const up = startUp(folder);
      await stage.untilEqual('the first pull of up', BEGIN_MS);
      up.stdout?.destroy();
      up.stderr?.destroy();
      up.kill('SIGHUP');
      const news = stage.deploys;
      bed.devo.removeLookup('CTCI_CVE_Early_Warning_List'); // every pull finds something to do now
      const missed = await eventually(BEGIN_MS, () =>
        stage.deploys > news ? null : 'no pull after its reader had gone',
      );
      stage.expect(missed === null, missed ?? '');
      stage.expect(up.exitCode === null && up.signalCode === null, `up ended: ${up.exitCode ?? up.signalCode}`);
      const ended = once(up, 'exit');
      up.kill('SIGTERM');
      const [code, signal] = (await ended) as [number | null, string | null];
      stage.expect(code === 0, `told to end, it ended with ${code ?? signal}`);
      rmSync(join(folder, 'config.yaml')); // no secret may lie about: that is searched
      stage.expect(processesIn(folder).length === 0, `left behind: ${processesIn(folder).join(', ')}`);
    },
  },
];

/** As a service manager or `nohup` starts it: without a terminal. */
function startUp(folder: string): ChildProcess {
  const up = spawn(process.execPath, [CLIENT, 'up'], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], TEMPORAL_CLI_PATH: process.env['TEMPORAL_CLI_PATH'] },
  });
  endLater(up);
  return up;
}

/** Command lines of living processes that name the folder. */
function processesIn(folder: string): string[] {
  const found: string[] = [];
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    try {
      const line = readFileSync(join('/proc', entry, 'cmdline'), 'utf8').replaceAll('\0', ' ');
      if (line.includes(folder)) found.push(`${entry} ${line}`);
    } catch {
      // it has just ended
    }
  }
  return found;
}
