#!/usr/bin/env node
import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { PLACE } from './containers/engine/place.mjs';
import { provideEngine } from './containers/engine/provide-engine.mjs';
import { provideBaseImages } from './containers/images/base-images.mjs';
import { buildCollectorImages } from './containers/images/collector-image.mjs';
import { readImageNames } from './containers/images/image-names.mjs';
import { withLock } from './setup/files/lock.mjs';
import { createNarrator, seconds } from './setup/narrator.mjs';
import { ROOT } from './setup/project.mjs';
import { endCommands } from './setup/run-command.mjs';
import { setUp } from './setup/set-up.mjs';
import { SetupError, reportSetupError } from './setup/setup-error.mjs';

// `npm run containers`: the Dockerfile and docker-compose.yml as they are, in a real container engine, with the
// simulators in
// place of CTCI and Devo. docs/containers.md tells what is tried.

const OPTIONS = {
  'own-engine': { type: 'boolean', default: false }, // even where a Docker runs
  // Just the checks with these words in their title, or those after a comma; and the first start.
  only: { type: 'string' },
  forget: { type: 'boolean', default: false }, // removes the images and layers that are kept
};

const narrator = createNarrator(process.stdout);
const startedAt = Date.now();
const stops = [];
for (const [signal, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
])
  process.on(signal, () => void leave(code));

try {
  const { values } = parseArgs({ options: OPTIONS });
  if (values.forget) rmSync(PLACE, { recursive: true, force: true });
  else
    process.exitCode = await withLock(
      `${PLACE}.lock`,
      () => run(values),
      () => narrator.say('Containers: another run is at it; waiting'),
    );
} catch (error) {
  if (error instanceof SetupError) reportSetupError(error, false);
  else narrator.say(`FAILED: ${error.message}`);
  process.exitCode = 1;
} finally {
  await stopAll();
}
process.exit();

async function run({ 'own-engine': own, only }) {
  await setUp(narrator);
  const images = readImageNames();
  const engine = await provideEngine(narrator, { own });
  narrator.say(`Engine: ${engine.words}`);
  const { next, other, official } = await during(await engine.toBuild(), async ({ client }) => {
    const base = await provideBaseImages(
      client,
      [...new Set([images.node, ...Object.values(images.services)])],
      narrator,
    );
    return { ...base, ...(await buildCollectorImages(client, { collector: images.collector, narrator })) };
  });
  const code = await runChecks(engine, { next, other, only: only ?? null });
  if (!official) narrator.say('not tried: the official images (Alpine with musl among them), for no registry answered');
  narrator.say(`not tried: another processor than ${process.arch}`);
  narrator.say(`${code === 0 ? 'PASSED' : 'FAILED'} in ${seconds(Date.now() - startedAt)}`);
  return code;
}

/** Uses something that was started, and ends it. */
async function during(started, use) {
  const stop = remember(() => started.stop());
  try {
    return await use(started);
  } finally {
    await stop();
  }
}

/** The checks live where the published ports are: in the namespace of an engine of ours. */
async function runChecks(engine, wanted) {
  const folder = mkdtempSync(join(tmpdir(), 'ctci-containers-'));
  chmodSync(folder, 0o755); // containers read what is mounted from it
  remember(() => rmSync(folder, { recursive: true, force: true }));
  let running = await engine.toRun();
  const stop = remember(() => running.stop());
  const order = join(folder, 'order.json');
  writeFileSync(order, JSON.stringify({ client: running.client, own: engine.own, folder, ...wanted }), { mode: 0o600 });
  const [program, ...args] = [
    ...running.enter,
    process.execPath,
    join(ROOT, 'tools', 'containers', 'run-checks.mjs'),
    order,
  ];
  const checks = spawn(program, args, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const ended = new Promise((resolve) => {
    checks.once('error', () => resolve(127));
    checks.once('exit', (code) => resolve(code ?? 1));
  });
  remember(async () => {
    checks.kill('SIGTERM');
    await ended;
  });
  checks.on('message', () => {
    running.restart().then(
      () => checks.send({}),
      (error) => checks.send({ failure: error.message }),
    );
  });
  const code = await ended;
  await stop();
  return code;
}

/** Counts among what is ended when this ends, whatever becomes of it. */
function remember(stop) {
  let over = null;
  const once = () => (over ??= Promise.resolve(stop()));
  stops.push(once);
  return once;
}

/** The last one that was started first. */
async function stopAll() {
  for (const stop of stops.reverse()) await stop();
}

async function leave(code) {
  narrator.say('Containers: ending what was started');
  endCommands();
  await stopAll();
  process.exit(code);
}
