import { existsSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { CollectorError } from '../../errors/collector-error';
import { withOwnCommand } from '../../config/own-command';
import { EXIT, type VerbResult } from '../verb-result';
import { keepSecret } from '../voice';
import type { Answers } from './answers';
import type { GivenAnswers } from './asked';
import { configText } from './config-text';
import { findAnswers } from './find-answers';
import type { TryOut } from './interview';
import { judgeWritten } from './judge-written';
import { placesNeeded, type SecretPlace } from './secret-places';
import { Terminal, TerminalClosed } from './terminal';
import { ToldSecrets } from './told-secrets';
import { tryInChild } from './try-in-child';
import { writeFiles, type NewFile } from './write-files';

export interface InitOptions {
  readonly file: string;
  readonly force: boolean;
  readonly given: GivenAnswers;
  readonly env: NodeJS.ProcessEnv;
  /** Where to ask; null: nobody can be asked, and the options have to say it all. */
  readonly terminal: { readonly input: NodeJS.ReadableStream; readonly output: NodeJS.WritableStream } | null;
  /** Tries what was told; in a process of its own when left out. */
  readonly tryOut?: TryOut;
}

/** The schema for editors, in the project of which this program is the compiled form. */
const SCHEMA = join(__dirname, '..', '..', '..', 'config.schema.json');

/**
 * Asks for what is needed and tries it, writes a configuration that explains itself, judges it, and checks it where
 * Temporal runs.
 */
export async function init(options: InitOptions): Promise<VerbResult> {
  const { file, force, given, env, tryOut = tryInChild } = options;
  if (!force && existsSync(file)) throw new CollectorError('file_exists', { seen: file });
  const terminal = options.terminal && new Terminal(options.terminal.input, options.terminal.output);
  const secrets = new ToldSecrets(terminal, env, (secretFile) => pathOf(file, secretFile), force);
  try {
    const answers = await findAnswers({
      given,
      terminal,
      env,
      tryOut,
      secretOf: (place) => secrets.of(place),
      forget: (place) => secrets.forget(place),
    });
    const places = placesNeeded(answers);
    const values = await secrets.forFiles(places);
    keepSecret([...values.values()]);
    await writeFiles(filesOf(file, answers, values), force);
    terminal?.close(); // from here on Ctrl-C ends the program, as everywhere
    const left = places.filter((place) => place.file !== null && !values.has(place));
    return await judgeWritten({ file, env, answers, places, left });
  } catch (error) {
    if (error instanceof TerminalClosed)
      return {
        exit: error.byInterrupt ? EXIT.interrupted : EXIT.failed,
        services: [],
        words: '\nNothing was written.',
      };
    throw error;
  } finally {
    terminal?.close();
  }
}

function filesOf(file: string, answers: Answers, values: ReadonlyMap<SecretPlace, string>): NewFile[] {
  const folder = dirname(resolve(file));
  const schema = existsSync(SCHEMA) ? relative(folder, SCHEMA) : null;
  const text = withOwnCommand(configText(answers, schema !== null && !schema.startsWith('.') ? `./${schema}` : schema));
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
