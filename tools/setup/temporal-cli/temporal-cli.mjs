import { join } from 'node:path';
import { downloadCli } from './temporal-cli-download.mjs';
import { buildCli } from './temporal-cli-build.mjs';
import { findOnPath, isExecutable } from '../files/executable.mjs';
import { withLock } from '../files/lock.mjs';
import { userCache } from '../files/user-cache.mjs';
import { SetupError } from '../setup-error.mjs';

/** The last version of the CLI that `go install` can build: newer ones carry a `replace` in their go.mod. */
export const CLI_VERSION = '1.5.1';

const PROGRAM = 'temporal';

/**
 * Finds the Temporal CLI, or gets it: TEMPORAL_CLI_PATH, `temporal` on PATH, the user's cache, the official
 * download, `go install`. Returns its path, or null where TEMPORAL_ADDRESS names a server and none is to be started.
 *
 * @param {import('../narrator.mjs').Narrator} narrator
 * @param {NodeJS.ProcessEnv} [environment]
 * @param {{ addresses?: readonly string[], sha256?: string, usualGo?: string }} [options] where to download from,
 *   what to expect
 *   there, and where to find Go, instead of the usual
 * @returns {Promise<string | null>}
 */
export async function provideTemporalCli(narrator, environment = process.env, options = {}) {
  if (environment.TEMPORAL_ADDRESS) return null;
  const named = environment.TEMPORAL_CLI_PATH;
  if (named) {
    if (!isExecutable(named)) throw wrongPath(named);
    return named;
  }
  const onPath = findOnPath(PROGRAM, environment);
  if (onPath) return onPath;
  const cached = join(userCache(environment), 'temporal-cli', CLI_VERSION, PROGRAM);
  if (isExecutable(cached)) return cached;
  return withLock(
    `${cached}.lock`,
    () => obtain(cached, narrator, environment, options),
    () => {
      narrator.say('Temporal CLI: another process is getting it; waiting');
    },
  );
}

async function obtain(cached, narrator, environment, options) {
  if (isExecutable(cached)) return cached;
  const failures = [];
  for (const attempt of [downloadCli, buildCli]) {
    const failure = await attempt(cached, CLI_VERSION, narrator, environment, options);
    if (failure === null) return cached;
    narrator.say(`Temporal CLI: ${failure}`);
    failures.push(failure);
  }
  throw new SetupError(`The Temporal CLI can neither be found nor made: ${failures.join('; ')}.`, {
    number: 608,
    remedy:
      'Install it (https://docs.temporal.io/cli) or name it with TEMPORAL_CLI_PATH, or set ' +
      'TEMPORAL_ADDRESS to a server.',
  });
}

function wrongPath(path) {
  return new SetupError(`TEMPORAL_CLI_PATH names ${path}, which is not a program that can be run.`, {
    number: 608,
    setting: 'TEMPORAL_CLI_PATH',
    remedy: 'Correct it, or unset it: the CLI is then looked for.',
  });
}
