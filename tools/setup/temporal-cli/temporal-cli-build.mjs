import { existsSync } from 'node:fs';
import { firstLine, installAtomically } from './temporal-cli-install.mjs';
import { findOnPath } from '../files/executable.mjs';
import { runCommand } from '../run-command.mjs';
import { seconds } from '../narrator.mjs';

/** About 4 minutes on 2 cores; slower machines exist. */
const BUILD_MS = 30 * 60_000;

/** Where Go's own installer puts it; a CI shell often lacks it on PATH. */
const USUAL_GO = '/usr/local/go/bin/go';

/** Builds the CLI from its published source with Go. Returns null, or why it did not work. */
export async function buildCli(place, version, narrator, environment, options = {}) {
  const go = findGo(environment, options.usualGo ?? USUAL_GO);
  if (go === null) return 'it cannot be built, for there is no Go on PATH';
  narrator.say(`Temporal CLI: building ${version} with go install (once; about 4 minutes)`);
  const sumdb = await runCommand(go, ['env', 'GOSUMDB'], { env: environment, timeoutMs: 20_000 });
  // Go compares every module with its public checksum database, unless it was told not to.
  if (sumdb.stdout.trim() === 'off')
    narrator.say('Temporal CLI: GOSUMDB=off is set, so Go does not check what it builds');
  const startedAt = Date.now();
  const failure = await narrator.during(
    'Temporal CLI',
    installAtomically(place, (folder) => goInstall(go, version, folder, environment)),
  );
  if (failure === null) narrator.say(`Temporal CLI: built in ${seconds(Date.now() - startedAt)}`);
  return failure;
}

async function goInstall(go, version, folder, environment) {
  const result = await runCommand(go, ['install', `github.com/temporalio/cli/cmd/temporal@v${version}`], {
    env: { ...environment, GOBIN: folder, CGO_ENABLED: '0', GOFLAGS: '' },
    timeoutMs: BUILD_MS,
  });
  return result.code === 0 ? null : `go install failed (${firstLine(result.output)})`;
}

function findGo(environment, usualGo) {
  const onPath = findOnPath('go', environment);
  if (onPath) return onPath;
  return existsSync(usualGo) ? usualGo : null;
}
