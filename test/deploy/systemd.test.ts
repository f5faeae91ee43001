import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';

const PROJECT = join(__dirname, '..', '..');
const UNITS = join(PROJECT, 'deploy', 'systemd');
const names = readdirSync(UNITS).filter((name) => name.endsWith('.service'));

/** The program as the units name it: where a package of npm with the prefix /usr puts it. */
const INSTALLED = '/usr/bin/ctci-collector';

/** Of 10; what is left is the network, a bigger /proc and the addresses that only an installation knows. */
const HIGHEST_EXPOSURE = 1.5;

const hasAnalyze = spawnSync('systemd-analyze', ['--version']).status === 0;
const withAnalyze = hasAnalyze ? test : test.skip;

let folder = '';
/** The units with a program that is there: systemd-analyze looks for it. */
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ctci-units-'));
  for (const name of names) writeFileSync(join(folder, name), unit(name).replaceAll(INSTALLED, '/bin/true'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function unit(name: string): string {
  return readFileSync(join(UNITS, name), 'utf8');
}

/** Everything that a unit sets under this name, in order. */
function settings(name: string, key: string): string[] {
  return unit(name)
    .split('\n')
    .filter((line) => line.startsWith(`${key}=`))
    .map((line) => line.slice(key.length + 1));
}

function verify(file: string): string {
  const { stdout, stderr, status } = spawnSync('systemd-analyze', ['verify', '--man=no', file], { encoding: 'utf8' });
  return `${stdout}${stderr}${status === 0 ? '' : `ended with ${status}`}`;
}

test('there is a unit for everything on one machine, for a worker, and for the start of the crons', () => {
  expect(names.sort()).toEqual([
    'ctci-collector-start.service',
    'ctci-collector-worker.service',
    'ctci-collector.service',
  ]);
});

withAnalyze.each(names)('systemd takes %s without a word (needs systemd-analyze)', (name) => {
  expect(verify(join(folder, name))).toBe('');
});

withAnalyze('systemd-analyze would tell of a setting that there is not (needs systemd-analyze)', () => {
  const file = join(folder, 'wrong.service');
  writeFileSync(
    file,
    unit('ctci-collector.service').replaceAll(INSTALLED, '/bin/true').replace('ProtectClock=', 'ProtectClocks='),
  );
  expect(verify(file)).toContain('ProtectClocks');
});

withAnalyze.each(names)('%s exposes little (needs systemd-analyze)', (name) => {
  const threshold = String(HIGHEST_EXPOSURE * 10);
  const { status, stdout } = spawnSync(
    'systemd-analyze',
    ['security', '--offline=yes', '--no-pager', `--threshold=${threshold}`, join(folder, name)],
    { encoding: 'utf8' },
  );
  expect({ status, level: /Overall exposure level.*: (.*)/.exec(stdout)?.[1] }).toMatchObject({ status: 0 });
});

test.each(names)('%s checks the very configuration that it runs with, before it runs', (name) => {
  const [check = ''] = settings(name, 'ExecStartPre');
  const [command = ''] = settings(name, 'ExecStart');
  const config = /--config (\S+)$/.exec(command)?.[1];
  expect(config).toBeDefined();
  expect(check).toBe(`${INSTALLED} check --offline --config ${config ?? ''}`);
});

test.each(names)('what %s runs is a verb of the program, with options that it has', (name) => {
  for (const command of [...settings(name, 'ExecStartPre'), ...settings(name, 'ExecStart')]) {
    const [program, verb = '', ...options] = command.split(' ');
    expect(program).toBe(INSTALLED);
    const help = execFileSync(process.execPath, [join(PROJECT, 'tools', 'collector.mjs'), verb, '--help'], {
      encoding: 'utf8',
    });
    for (const option of options.filter((word) => word.startsWith('--'))) expect(help).toContain(option);
  }
});

test.each(names)('%s is hardened as the others are, and runs as a user of its own', (name) => {
  const part = (text: string): string => text.slice(text.indexOf('# Nothing but what Node'), text.indexOf('UMask='));
  expect(part(unit(name))).toBe(part(unit('ctci-collector.service')));
  expect(part(unit(name)).length).toBeGreaterThan(500);
  expect([...settings(name, 'User'), ...settings(name, 'Group')]).toEqual(['ctci-collector', 'ctci-collector']);
});

test.each(names)('%s goes on after failures, and gets the time to stop in order', (name) => {
  if (settings(name, 'Type')[0] === 'oneshot') return;
  expect(settings(name, 'Restart')).toEqual(['always']);
  expect(settings(name, 'KillMode')).toEqual(['mixed']);
  expect(parseInt(settings(name, 'TimeoutStopSec')[0] ?? '0', 10)).toBeGreaterThanOrEqual(30);
});
