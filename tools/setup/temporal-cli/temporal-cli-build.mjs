import { existsSync } from 'node:fs';
import { firstLine, installAtomically } from './temporal-cli-install.mjs';
import { findOnPath } from '../files/executable.mjs';
import { lineByLine } from '../line-by-line.mjs';
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
  const counter = countGoLines();
  const failure = await narrator.during(
    'Temporal CLI',
    installAtomically(place, (folder) => goInstall(go, version, folder, environment, counter.hear)),
    counter,
  );
  if (failure === null) narrator.say(`Temporal CLI: built in ${seconds(Date.now() - startedAt)}`);
  return failure;
}

/** Counts what Go tells: a line a module that it downloads, and with `-v` one a package that it compiles. */
function countGoLines() {
  let downloaded = 0;
  let compiled = 0;
  const hear = lineByLine((line) => {
    if (line.startsWith('go: downloading ')) downloaded += 1;
    else if (!line.startsWith('go: ') && line !== '') compiled += 1;
  });
  function count() {
    if (compiled > 0) return `${compiled} packages compiled`;
    return downloaded > 0 ? `${downloaded} modules downloaded` : '';
  }
  return { hear, count };
}

async function goInstall(go, version, folder, environment, heard) {
  const result = await runCommand(go, ['install', '-v', `github.com/temporalio/cli/cmd/temporal@v${version}`], {
    env: { ...environment, GOBIN: folder, CGO_ENABLED: '0', GOFLAGS: '' },
    timeoutMs: BUILD_MS,
    heard,
  });
  return result.code === 0 ? null : `go install failed (${firstLine(faultsIn(result.output))})`;
}

/** What Go prints beyond what it is doing; all of it where that is nothing. */
function faultsIn(output) {
  const lines = output.split('\n');
  const faults = lines.filter((line) => !line.startsWith('go: downloading ') && !/^[\w.~/-]+$/.test(line));
  return faults.some((line) => line.trim() !== '') ? faults.join('\n') : output;
}

function findGo(environment, usualGo) {
  const onPath = findOnPath('go', environment);
  if (onPath) return onPath;
  return existsSync(usualGo) ? usualGo : null;
}
