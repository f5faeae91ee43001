#!/usr/bin/env node
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { createNarrator, seconds } from './setup/narrator.mjs';
import { DIST, ROOT } from './setup/project.mjs';
import { endWithCommands, runCommand } from './setup/run-command.mjs';
import { endOnInterrupt, setUp } from './setup/set-up.mjs';
import { SetupError, asSetupError, reportSetupError } from './setup/setup-error.mjs';
import { provideTemporalCli } from './setup/temporal-cli/temporal-cli.mjs';

// `npm run try-package`: packs, installs the package as a user would, and runs it in an empty folder against the
// simulated CTCI and Devo, until the lookup is the list. Words: a package file to try instead.

const INSTALL_MS = 10 * 60_000;
const DELIVERED_MS = 2 * 60_000;
const STOP_MS = 60_000;
const POLL_MS = 500;

const PACKAGE_FILE = /(^|\/)node_modules\/(@[^/]+\/)?[^/@]+\/package\.json$/;

const TOKENS = { ctci: 'ctci-token-of-the-trial', devo: 'devo-token-of-the-trial' };
const LOOKUP = 'CTCI_CVE_Early_Warning_List';

const narrator = createNarrator(process.stdout);
const { say } = narrator;
const startedAt = Date.now();
const folder = mkdtempSync(join(tmpdir(), 'ctci-package-trial-'));
endOnInterrupt();
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

try {
  await setUp(narrator);
  const cli = await provideTemporalCli(narrator, { ...process.env, TEMPORAL_ADDRESS: '' });
  const tarball = process.argv[2] ? resolve(process.argv[2]) : await pack();
  await installStrictly(tarball);
  await runFor(await install(tarball), cli);
  say(`PASSED in ${seconds(Date.now() - startedAt)}: the package installs, sets itself up and delivers`);
} catch (error) {
  reportSetupError(asSetupError(error), false);
}
process.exit();

async function pack() {
  await succeed('npm pack', runCommand('npm', ['pack', '--pack-destination', folder], { cwd: ROOT }));
  const name = readdirSync(folder).find((file) => file.endsWith('.tgz'));
  say(`Packed: ${name}`);
  return join(folder, name);
}

/** As a user would, in a place of its own; what npm keeps already is not fetched again. */
async function install(tarball) {
  const prefix = join(folder, 'prefix');
  const begun = Date.now();
  const options = [
    'install',
    '--global',
    '--prefix',
    prefix,
    '--ignore-scripts',
    '--prefer-offline',
    '--no-audit',
    '--no-fund',
  ];
  await succeed(
    'npm install',
    narrator.during('Install', runCommand('npm', [...options, tarball], { cwd: folder, timeoutMs: INSTALL_MS })),
  );
  const home = join(prefix, 'lib', 'node_modules', 'ctci-collector');
  const found = compare(home);
  say(
    `Installed: ${found.packages} packages in ${seconds(Date.now() - begun)}, none of ` +
      `development; ${found.newer.length} newer than tested: ${found.newer.join(', ') || 'none'}`,
  );
  return join(prefix, 'bin', 'ctci-collector');
}

/** The strict way: npm reads the shrinkwrap of a package only where it is asked to install from it. */
async function installStrictly(tarball) {
  await succeed('tar', runCommand('tar', ['xzf', tarball, '-C', folder]));
  const home = join(folder, 'package');
  const begun = Date.now();
  const options = ['ci', '--omit=dev', '--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund'];
  await succeed('npm ci', narrator.during('Install', runCommand('npm', options, { cwd: home, timeoutMs: INSTALL_MS })));
  const found = compare(home);
  if (found.newer.length > 0)
    throw new SetupError(`"npm ci" installed other versions than tested: ${found.newer.join(', ')}.`);
  await succeed('explain', runCommand(join(home, 'tools', 'ctci-collector.cjs'), ['explain', '15'], { cwd: folder }));
  say(
    `Installed by "npm ci": ${found.packages} packages in ${seconds(Date.now() - begun)}, all in the tested versions`,
  );
}

/** Holds what npm has installed against what was tested. A dependency of ours must be the very version. */
function compare(home) {
  const { dependencies } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8'));
  const brought = JSON.parse(readFileSync(join(home, 'npm-shrinkwrap.json'), 'utf8')).packages;
  const packages = installedIn(home);
  const newer = [];
  for (const { path, version } of packages) {
    const name = path.slice('node_modules/'.length);
    const wanted = brought[path]?.version;
    if (wanted === version) continue;
    if (wanted === undefined)
      throw new SetupError(`npm installed ${path} ${version}, which the package does not name.`);
    if (dependencies[name]) throw new SetupError(`npm installed ${path} ${version}; tested is ${wanted}.`);
    newer.push(`${name} ${version}`);
  }
  return { packages: packages.length, newer };
}

/**
 * The packages that npm has put there, by the paths of a lockfile. What a package brings inside of itself is its own.
 */
function installedIn(home) {
  const places = readdirSync(home, { recursive: true }).filter((name) => PACKAGE_FILE.test(name));
  return places.flatMap((name) => {
    const { name: called, version } = JSON.parse(readFileSync(join(home, name), 'utf8'));
    const path = dirname(name);
    return path.endsWith(`node_modules/${called}`) ? [{ path, version }] : [];
  });
}

/** `init`, `check --offline`, `up` in an empty folder, as somebody does who reads the README. */
async function runFor(program, cli) {
  const place = join(folder, 'place');
  mkdirSync(place);
  const simulators = await startSimulators();
  try {
    const env = {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      TEMPORAL_CLI_PATH: cli,
      NO_COLOR: '1',
      CTCI_API_TOKEN: TOKENS.ctci,
      DEVO_API_TOKEN: TOKENS.devo,
    };
    const run = (...args) => runCommand(program, args, { cwd: place, env, timeoutMs: DELIVERED_MS });
    const { ctci, devo } = simulators.addresses;
    await succeed(
      'init',
      run(
        'init',
        '--api-base-url',
        ctci.url,
        '--region',
        devo.lookupApiUrl,
        '--domain',
        'demo',
        '--lookup-name',
        LOOKUP,
        '--period',
        '3600',
      ),
    );
    await succeed('check --offline', run('check', '--offline'));
    const up = await startUp(program, place, env);
    try {
      await succeed('check', run('check'));
      const rows = await delivered(simulators, up);
      say(`Delivered: ${rows} rows, ${seconds(Date.now() - up.startedAt)} after "ctci-collector up"`);
      await succeed('status', run('status'));
    } finally {
      await up.stop();
    }
    say('Stopped in order');
  } finally {
    await simulators.stop();
  }
}

async function startSimulators() {
  const options = [
    '--hold',
    '--quiet',
    '--ctci-token',
    TOKENS.ctci,
    '--devo-token',
    TOKENS.devo,
    '--devo-domain',
    'demo',
  ];
  const child = endWithCommands(
    spawn(process.execPath, [join(DIST, 'simulators', 'main.js'), ...options], {
      cwd: folder,
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    }),
  );
  const [addresses] = await once(child, 'message');
  return { addresses, stop: () => end(child) };
}

async function startUp(program, place, env) {
  const child = endWithCommands(spawn(program, ['up'], { cwd: place, env, stdio: ['ignore', 'pipe', 'pipe'] }));
  const up = { startedAt: Date.now(), words: '', ended: false, stop: () => stopUp(child, up) };
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (up.words += chunk));
  child.on('close', () => (up.ended = true));
  while (!up.words.includes('Worker ')) {
    if (up.ended || Date.now() - up.startedAt > DELIVERED_MS)
      throw new SetupError(`"up" did not come to its worker:\n${up.words}`);
    await wait(POLL_MS);
  }
  return up;
}

async function stopUp(child, up) {
  if (up.ended) return;
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
  child.kill('SIGINT');
  const [code, signal] = await once(child, 'close');
  clearTimeout(timer);
  if (code !== 0) throw new SetupError(`"up" ended with ${code ?? signal}:\n${up.words}`);
}

/** The number of rows, once the lookup has as many as the list. */
async function delivered({ addresses: { ctci, devo } }, up) {
  for (;;) {
    const list = await ask(`${ctci.url}/_sim/last-served`);
    const lookup = await ask(`${devo.url}/_sim/lookups/${LOOKUP}/rows`);
    if (list !== null && lookup !== null && lookup.length > 0 && lookup.length === list.length) return lookup.length;
    if (up.ended || Date.now() - up.startedAt > DELIVERED_MS)
      throw new SetupError(`Nothing was delivered:\n${up.words}`);
    await wait(POLL_MS);
  }
}

async function ask(url) {
  const response = await fetch(url);
  return response.ok ? response.json() : null;
}

async function end(child) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGTERM');
  await once(child, 'exit');
}

async function succeed(what, work) {
  const { code, output } = await work;
  if (code !== 0) throw new SetupError(`${what} ended with ${code}:\n${output.trim()}`);
}
