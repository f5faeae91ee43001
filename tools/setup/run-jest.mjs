import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { BUILD_PREFIX, ROOT } from './project.mjs';
import { endWithCommands } from './run-command.mjs';

/**
 * Two workers: with more, tests that start many processes starve each other on two cores, and end by their time limits.
 * A test that leaves something open is named by jest, but must not keep a CI waiting for ever.
 */
const WAYS = ['--maxWorkers=2', '--forceExit'];

const RESULTS = join(ROOT, `${BUILD_PREFIX}jest-results.json`);

/**
 * Runs jest; its report goes to this terminal as it comes.
 *
 * @param {readonly string[]} args
 * @returns {Promise<{ passed: number, failed: number, skipped: number, code: number,
 *   parts: { part: string, ms: number }[], leftIn: string | null }>} a file that does not even load counts as one
 *   failure; `leftIn`: where the logs of failed tests are
 */
export async function runJest(args) {
  rmSync(RESULTS, { force: true });
  const temporary = mkdtempSync(join(tmpdir(), 'ctci-tests-'));
  chmodSync(temporary, 0o1777); // as `/tmp` is: tests start programs as other users too
  const results = await runJestIn(temporary, args);
  const passed = results.code === 0;
  if (passed) rmSync(temporary, { recursive: true, force: true, maxRetries: 5 });
  return { ...results, leftIn: passed ? null : temporary };
}

/** @param {string} temporary where tests and what they start put what is for the time being */
async function runJestIn(temporary, args) {
  const jest = join(ROOT, 'node_modules', 'jest', 'bin', 'jest.js');
  const ways = [...WAYS, '--cacheDirectory', join(tmpdir(), 'ctci-jest'), '--json', '--outputFile', RESULTS];
  const child = spawn(process.execPath, [jest, ...ways, ...args], {
    cwd: ROOT,
    env: { ...process.env, TMPDIR: temporary },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const code = await end(endWithCommands(child));
  const results = readResults();
  if (results === null) return { passed: 0, failed: 1, skipped: 0, code, parts: [] };
  return {
    passed: results.numPassedTests,
    failed: results.numFailedTests + results.numRuntimeErrorTestSuites,
    skipped: results.numPendingTests + results.numTodoTests,
    code,
    parts: partsOf(results.testResults),
  };
}

/**
 * How long the test files of each part took together, the longest first. Parts run beside each other, so that their
 * sum is more than the time that passed.
 */
function partsOf(files) {
  const took = new Map();
  for (const { name, startTime, endTime } of files) {
    const [, part] = relative(join(ROOT, 'test'), name).match(/^([^/]+)\//) ?? [];
    if (part) took.set(part, (took.get(part) ?? 0) + Math.max(0, endTime - startTime));
  }
  return [...took].sort(([, a], [, b]) => b - a).map(([part, ms]) => ({ part, ms }));
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
