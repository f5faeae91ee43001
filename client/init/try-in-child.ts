import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CollectorError } from '../../errors/collector-error';
import type { CheckedStep } from '../../domain/checked-step';
import type { Answers } from './answers';
import { configText } from './config-text';
import { placesNeeded } from './secret-places';
import type { Side } from './interview';

/** The worker's parts without a worker: secrets and connections are its matter, as in a pull. */
const TRIAL_PROGRAM = join(__dirname, '..', '..', 'worker', 'trial', 'main.js');

/** Stands for a secret of the side that is not tried. */
const NOT_TRIED = 'not-tried';

/**
 * Tries one side of a configuration that is not written yet, in a process of its own. The file that it gets holds no
 * secret: those stand in its environment, and are never written.
 */
export async function tryInChild(
  answers: Answers,
  side: Side,
  secrets: ReadonlyMap<string, string>,
  signal: AbortSignal,
): Promise<readonly CheckedStep[]> {
  const folder = await mkdtemp(join(tmpdir(), 'ctci-trial-'));
  try {
    const file = join(folder, 'config.yaml');
    const byVariables: Answers = { ...answers, secretsIn: 'variables' };
    await writeFile(file, configText(byVariables, null), { mode: 0o600 });
    const values = placesNeeded(byVariables).map(
      ({ variable }) => [variable, secrets.get(variable) ?? NOT_TRIED] as const,
    );
    return await runTrial([file, side], { ...process.env, ...Object.fromEntries(values) }, signal);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Rejects when the signal comes; the process is gone then. */
function runTrial(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  signal: AbortSignal,
): Promise<readonly CheckedStep[]> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [TRIAL_PROGRAM, ...args], {
      env,
      signal,
      killSignal: 'SIGKILL', // it has nothing to put in order
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let told = '';
    let complaint = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (told += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (complaint = (complaint + text).slice(-2_000)));
    child.once('error', (error) => {
      if (!signal.aborted) reject(error); // else its end is to come
    });
    child.once('close', (code) => {
      // What the trial prints is of this very build.
      if (code === 0) resolve(JSON.parse(told) as readonly CheckedStep[]);
      else
        reject(new CollectorError('unexpected', { seen: `the trial ended with ${String(code)}: ${complaint.trim()}` }));
    });
  });
}
