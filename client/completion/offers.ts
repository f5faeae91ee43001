import { existsSync, readFileSync } from 'node:fs';
import { parseYaml } from '../../config/load/yaml/parse-yaml';
import { CATALOGUE } from '../../errors/catalogue';
import { chooseExistingConfig } from '../config-file';
import type { LiveOffer } from '../command-line/option';
import { say } from '../voice';
import { asMapping, type Mapping, namesIn, type Offered, servicesOf } from './configured-names';

/**
 * Prints what there is to offer of a kind, one a line, each with a word on it behind a tab. Never fails: a completion
 * has nobody to tell.
 *
 * @param typed the words of the command line so far, without the program
 */
export async function printOffers([kind = '', ...typed]: readonly string[], env: NodeJS.ProcessEnv): Promise<void> {
  const offered = await offersOf(kind as LiveOffer, typed, env).catch(() => []);
  say(offered.map(({ value, about }) => `${value}\t${about}\n`).join(''));
}

export async function offersOf(
  kind: LiveOffer,
  typed: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<readonly Offered[]> {
  switch (kind) {
    case 'errors':
      return Object.values(CATALOGUE).map(({ number, message }) => ({ value: String(number), about: message }));
    case 'inputs':
      return namesIn(configured(typed, env)['inputs'], 'input');
    case 'outputs':
      return namesIn(configured(typed, env)['outputs'], 'output');
    case 'services':
      return servicesOf(configured(typed, env), valueOf('--input', typed)).map(({ input, service }) => ({
        value: service,
        about: `of ${input}`,
      }));
    case 'runs': {
      const { recentRuns } = await import('./recent-runs.js');
      return recentRuns(configured(typed, env), fileOf(typed, env), valueOf('--service', typed), env);
    }
    default:
      return [];
  }
}

/** As it is written: neither secrets nor the other variables of its worker are there in the shell of a person. */
function configured(typed: readonly string[], env: NodeJS.ProcessEnv): Mapping {
  const file = fileOf(typed, env);
  const read = existsSync(file) ? parseYaml(readFileSync(file, 'utf8')) : { data: null };
  return 'data' in read ? asMapping(read.data) : {};
}

function fileOf(typed: readonly string[], env: NodeJS.ProcessEnv): string {
  return chooseExistingConfig(valueOf('--config', typed), env);
}

function valueOf(flag: string, typed: readonly string[]): string | undefined {
  const at = typed.indexOf(flag);
  if (at >= 0) return typed[at + 1] || undefined;
  return typed.find((word) => word.startsWith(`${flag}=`))?.slice(flag.length + 1);
}
