import { existsSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { CollectorError } from '../../errors/collector-error';
import { loadConfig } from '../../config/load-config';
import { withOwnCommand } from '../../config/own-command';
import { check } from '../work/setting-up/check';
import { EXIT, type VerbResult } from '../verb-result';
import { keepSecret } from '../voice';
import { findAnswers, type Answers } from './answers';
import type { GivenAnswers } from './asked';
import { configText } from './config-text';
import { secretPlaces, type SecretPlace } from './secret-places';
import { secretValues } from './secret-values';
import { Terminal, TerminalClosed } from './terminal';
import { writeFiles, type NewFile } from './write-files';

export interface InitOptions {
  readonly file: string;
  readonly force: boolean;
  readonly given: GivenAnswers;
  readonly env: NodeJS.ProcessEnv;
  /** Where to ask; null: nobody can be asked, and the options have to say it all. */
  readonly terminal: { readonly input: NodeJS.ReadableStream; readonly output: NodeJS.WritableStream } | null;
}

/** Stands for a secret that is not in the environment yet, while the new configuration is judged. */
const TO_BE_SET = 'a secret to be set';

/** The schema for editors, in the project of which this program is the compiled form. */
const SCHEMA = join(__dirname, '..', '..', '..', 'config.schema.json');

/**
 * Asks for what is needed, writes a configuration that explains itself, judges it, and checks it where Temporal runs.
 */
export async function init(options: InitOptions): Promise<VerbResult> {
  if (!options.force && existsSync(options.file)) throw new CollectorError('file_exists', { seen: options.file });
  const terminal = options.terminal && new Terminal(options.terminal.input, options.terminal.output);
  try {
    const answers = await findAnswers(options.given, terminal);
    const { ctci, devo } = secretPlaces(answers);
    const places = [ctci, devo];
    const toWrite = places.filter(
      (place) => place.file !== null && (options.force || !existsSync(pathOf(options.file, place.file))),
    );
    const values = await secretValues(toWrite, terminal, options.env);
    keepSecret([...values.values()]);
    await writeFiles(filesOf(options.file, answers, values), options.force);
    const left = places.filter((place) => place.file !== null && !toWrite.includes(place));
    return await judged(options, answers, places, left);
  } catch (error) {
    if (error instanceof TerminalClosed) return { exit: EXIT.failed, services: [], words: '\nNothing was written.' };
    throw error;
  } finally {
    terminal?.close();
  }
}

function filesOf(file: string, answers: Answers, values: ReadonlyMap<SecretPlace, string>): NewFile[] {
  const folder = dirname(resolve(file));
  const schema = existsSync(SCHEMA) ? relative(folder, SCHEMA) : null;
  const text = withOwnCommand(
    configText(answers, secretPlaces(answers), schema !== null && !schema.startsWith('.') ? `./${schema}` : schema),
  );
  const secrets = [...values].map(([place, value]) => ({
    path: pathOf(file, place.file ?? ''),
    text: `${value}\n`,
    secret: true,
  }));
  return [...secrets, { path: file, text, secret: false }];
}

function pathOf(configFile: string, secretFile: string): string {
  return join(dirname(configFile), secretFile);
}

/** Loads what was written, as every other verb would, and checks it when nothing is left to be set. */
async function judged(
  { file, env }: InitOptions,
  answers: Answers,
  places: readonly SecretPlace[],
  left: readonly SecretPlace[],
): Promise<VerbResult> {
  const unset = places.filter((place) => place.file === null && !env[place.variable]);
  const placeholders = Object.fromEntries(unset.map(({ variable }) => [variable, TO_BE_SET]));
  const loaded = loadConfig(file, { env: { ...env, ...placeholders }, now: new Date() });
  const written = places.filter((place) => !left.includes(place));
  const lines = [inWords(file, answers, written), ...left.map((place) => leftInWords(file, place)), ...loaded.warnings];
  if (unset.length > 0) return { exit: EXIT.done, services: [], words: [...lines, ...toBeSet(unset)].join('\n') };
  const checked = await check({ config: file, json: false }, env);
  if (checked.exit === EXIT.nothingRunning) {
    return {
      exit: EXIT.done,
      services: [],
      words: [
        ...lines,
        'No collector runs with it yet: start it with "ctci-collector up", then "ctci-collector check".',
      ].join('\n'),
    };
  }
  return { ...checked, words: [...lines, checked.words].join('\n') };
}

function inWords(
  file: string,
  { apiBaseUrl, username, region, domain, lookupName, periodSeconds }: Answers,
  places: readonly SecretPlace[],
): string {
  const files = places.flatMap((place) => (place.file === null ? [] : [pathOf(file, place.file)]));
  return [
    `${file} is written: ${apiBaseUrl} by ` +
      `${username === null ? 'token' : `the login of ${username}`}, lookup ${lookupName} in ` +
      `${domain} (Devo ${region}), every ${periodSeconds} s.`,
    ...(files.length > 0 ? [`The secrets are in ${files.join(' and ')}, which only you may read.`] : []),
  ].join('\n');
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
    'Then "ctci-collector up" starts the collector, and "ctci-collector check" tells whether it works.',
  ];
}
