import { join } from 'node:path';
import { isatty } from 'node:tty';
import { buildIsCurrent, buildProduct } from './build.mjs';
import { DIST, ROOT } from './project.mjs';
import { installPackages, packagesAreCurrent } from './packages.mjs';
import { endCommands } from './run-command.mjs';
import { withLock } from './lock.mjs';
import { asSetupError } from './setup-error.mjs';

/**
 * Brings a checkout to where the product can be started: packages and build. Starts beside each other take turns.
 *
 * @param {import('./narrator.mjs').Narrator} narrator
 * @param {{ build: boolean }} wanted
 */
export async function setUp(narrator, wanted = { build: true }) {
  const lacking = [...(packagesAreCurrent(ROOT) ? [] : ['the packages']), ...(!wanted.build || buildIsCurrent() ? [] : ['the build'])];
  if (lacking.length === 0) return;
  try {
    await withLock(join(DIST, '.setup.lock'), async () => {
      await installPackages(ROOT, narrator);
      if (wanted.build) await buildProduct(narrator);
    }, () => narrator.say('Setup: another process is at it; waiting'));
  } catch (error) {
    const remedy = `${lacking.join(' and ')} in ${ROOT} are not those of its sources. Run "node tools/build.mjs" there as a user who may write, or copy it to a place of your own.`;
    throw asSetupError(error, `${remedy.charAt(0).toUpperCase()}${remedy.slice(1)}`);
  }
}

/**
 * Ctrl-C during the setup ends what it has started, and the process with the code that shells expect. So does a terminal
 * that is closed; without one the setup goes on, as what it prepares does (`nohup`).
 */
export function endOnInterrupt() {
  const inTerminal = isatty(0) || isatty(1);
  const handlers = new Map([['SIGINT', 130], ['SIGTERM', 143], ['SIGHUP', 129]]);
  const listeners = [...handlers].map(([signal, code]) => {
    const listener = () => {
      if (signal === 'SIGHUP' && !inTerminal) return;
      endCommands();
      process.exit(code);
    };
    process.on(signal, listener);
    return () => process.off(signal, listener);
  });
  return () => listeners.forEach((remove) => remove());
}
