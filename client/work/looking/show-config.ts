import { loadConfig } from '../../../config/load-config';
import { pathInWords, type SettingPath } from '../../../config/load/setting-path';
import { createRedactor, MASK, type Redactor } from '../../../config/secrets/redaction';
import { EXIT, type SettingView, type VerbResult } from '../../verb-result';
import { keepSecret } from '../../voice';
import { lookOf } from '../../words/look';
import { table } from '../../words/table';

const PASSWORD_IN_ADDRESS = /(?<=^|\/\/)([^\s:/@]*):[^\s/@]*@/;

/** The configuration that counts: defaults filled in, secrets masked, each value with where it comes from. */
export function showConfig(file: string, env: NodeJS.ProcessEnv): VerbResult {
  const loaded = loadConfig(file, { env, now: new Date(), judgeHistory: 'warn' });
  keepSecret(loaded.secrets);
  const mask = maskOf(loaded.secrets);
  const settings = [...leavesOf(loaded.config, [])].map(([path, value]): SettingView => ({
    setting: pathInWords(path),
    value: masked(value, mask),
    origin: loaded.originOf(path),
  }));
  const rows = settings.map(({ setting, value, origin }) => [setting, inWords(value), origin]);
  const look = lookOf(process.stdout, env);
  return {
    exit: EXIT.done,
    services: [],
    settings,
    words: table(['SETTING', 'VALUE', 'FROM'], rows, { look, elastic: process.stdout.isTTY ? [1, 0] : [] }),
  };
}

/** Values that are no mappings, in the order of the file's sections. A list of plain values is one value. */
function* leavesOf(value: unknown, path: SettingPath): Generator<[SettingPath, unknown]> {
  if (Array.isArray(value) && value.some((item) => typeof item === 'object')) {
    for (const [index, item] of value.entries()) yield* leavesOf(item, [...path, index]);
  } else if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    for (const [name, item] of Object.entries(value))
      if (!isOurs([...path, name])) yield* leavesOf(item, [...path, name]);
  } else if (value !== undefined) yield [path, value];
}

/** What the schema adds for the program alone: which of the ways to log in was taken. */
function isOurs(path: SettingPath): boolean {
  return path.at(-1) === 'way' && path.at(-2) === 'credentials';
}

/** Masks more than a log can: what is a secret as a whole may be of any length, and so may a password in an address. */
function maskOf(secrets: readonly string[]): Redactor {
  const redact = createRedactor(secrets);
  return (text) => (secrets.includes(text) ? MASK : redact(text.replace(PASSWORD_IN_ADDRESS, `$1:${MASK}@`)));
}

function masked(value: unknown, mask: Redactor): unknown {
  if (typeof value === 'string') return mask(value);
  return Array.isArray(value) ? value.map((item: unknown) => masked(item, mask)) : value;
}

function inWords(value: unknown): string {
  return typeof value === 'string' && value !== '' ? value : JSON.stringify(value);
}
