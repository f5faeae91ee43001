import { dirname, join, resolve } from 'node:path';
import { loadConfig } from '../../config/load-config';
import { EXIT, type VerbResult } from '../verb-result';
import { USUAL_CONFIG } from '../config-file';
import { check } from '../work/setting-up/check';
import type { Answers, SourceAnswers, TargetAnswers } from './answers';
import type { SecretPlace } from './secret-places';

export interface Written {
  readonly file: string;
  readonly env: NodeJS.ProcessEnv;
  readonly answers: Answers;
  readonly places: readonly SecretPlace[];
  /** Those whose files were there already. */
  readonly left: readonly SecretPlace[];
}

/** Stands for a secret that is not in the environment yet, while the new configuration is judged. */
const TO_BE_SET = 'a-secret-to-be-set';

/**
 * Loads what was written, as every other verb would, and checks it when nothing is left to be set and Temporal runs.
 * Says which command comes next.
 */
export async function judgeWritten({ file, env, answers, places, left }: Written): Promise<VerbResult> {
  const unset = places.filter((place) => place.file === null && !env[place.variable]);
  const placeholders = Object.fromEntries(unset.map(({ variable }) => [variable, TO_BE_SET]));
  const loaded = loadConfig(file, { env: { ...env, ...placeholders }, now: new Date() });
  const files = places.flatMap((place) =>
    place.file === null || left.includes(place) ? [] : [pathOf(file, place.file)],
  );
  const lines = [
    `${file} is written: ${sourceInWords(answers.source)} to ${targetInWords(answers.target)}, ` +
      `every ${answers.periodSeconds} s.`,
    ...(files.length > 0 ? [`The secrets are in ${files.join(' and ')}, which only you may read.`] : []),
    ...left.map((place) => leftInWords(file, place)),
    ...loaded.warnings,
  ];
  const next = nextInWords(answers.target, isUsual(file, env) ? '' : ` --config ${file}`);
  if (unset.length > 0) return done([...lines, ...toBeSet(unset), ...next]);
  const checked = await check({ config: file, json: false }, env);
  if (checked.exit === EXIT.nothingRunning) return done([...lines, ...next]);
  return { ...checked, words: [...lines, checked.words].join('\n') };
}

function done(lines: readonly string[]): VerbResult {
  return { exit: EXIT.done, services: [], words: lines.join('\n') };
}

function sourceInWords({ kind, apiBaseUrl, username }: SourceAnswers): string {
  const by = username === null ? 'by token' : `by the login of ${username}`;
  switch (kind) {
    case 'cisa_kev':
      return `CISA's list${apiBaseUrl === null ? '' : ` from ${apiBaseUrl}`}`;
    case 'ctci':
      return `CTCI's list from ${apiBaseUrl ?? ''} ${by}`;
    case 'threatquotient':
      return `events from ${apiBaseUrl ?? ''} ${by}`;
  }
}

function targetInWords(target: TargetAnswers): string {
  if (target.kind === 'console') return 'the log of the worker';
  const { region, domain, lookupName } = target;
  return `${lookupName === '' ? 'tables' : `the lookup ${lookupName}`} in ${domain} (Devo ${region})`;
}

/** A file of the user's is never touched, and so nothing is promised of what is in it, or of who may read it. */
function leftInWords(file: string, place: SecretPlace): string {
  return (
    `${pathOf(file, place.file ?? '')} was there already, and is left as it was: look whether ` +
    'the right secret is in it (--force writes over it).'
  );
}

function toBeSet(places: readonly SecretPlace[]): string[] {
  const width = Math.max(...places.map(({ variable }) => variable.length));
  return [
    'Set these variables where worker and client run:',
    ...places.map(({ variable, words }) => `  ${variable.padEnd(width)}  ${words}`),
  ];
}

/** Whether every verb finds the file by itself. */
function isUsual(file: string, env: NodeJS.ProcessEnv): boolean {
  return resolve(file) === resolve(env['CTCI_CONFIG'] || USUAL_CONFIG);
}

/** @param where what a verb has to be told to find the file */
function nextInWords({ kind }: TargetAnswers, where: string): string[] {
  return [
    `Next: "ctci-collector up${where}" starts everything; in a second terminal`,
    `  "ctci-collector check${where}" tries each step of a pull, with what to do about each that fails`,
    ...(kind === 'console'
      ? [`  "ctci-collector logs${where}" shows what would be sent`]
      : [`  "ctci-collector status${where}" shows how it goes`]),
  ];
}

function pathOf(configFile: string, secretFile: string): string {
  return join(dirname(configFile), secretFile);
}
