import { spawn } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { BUILD_PREFIX, ROOT } from './project.mjs';
import { endWithCommands } from './run-command.mjs';

/**
 * Two workers use both cores of a small machine. A test that leaves something open is named by jest, but must not
 * keep a CI waiting for ever.
 */
const WAYS = ['--maxWorkers=2', '--forceExit'];

const RESULTS = join(ROOT, `${BUILD_PREFIX}jest-results.json`);

/**
 * Runs jest; its report goes to this terminal as it comes.
 *
 * @param {readonly string[]} args
 * @returns {Promise<{ passed: number, failed: number, skipped: number, code: number }>} a file that does not even
 *   load counts as one failure
 */
export async function runJest(args) {
  rmSync(RESULTS, { force: true });
  const jest = join(ROOT, 'node_modules', 'jest', 'bin', 'jest.js');
  const child = spawn(process.execPath, [jest, ...WAYS, '--json', '--outputFile', RESULTS, ...args], {
    cwd: ROOT,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const code = await end(endWithCommands(child));
  const results = readResults();
  if (results === null) return { passed: 0, failed: 1, skipped: 0, code };
  return {
    passed: results.numPassedTests,
    failed: results.numFailedTests + results.numRuntimeErrorTestSuites,
    skipped: results.numPendingTests + results.numTodoTests,
    code,
  };
}

function end(child) {
  return new Promise((resolve) => {
    child.on('error', () => resolve(127));
    child.on('close', (code) => resolve(code ?? 1));
  });
}

function readResults() {
  try {
    return JSON.parse(readFileSync(RESULTS, 'utf8'));
  } catch {
    return null;
  }
}
