import { collectorConfig } from '../schema/config';
import { passwordsOfAddress } from './environment-secrets';
import { walkSettings } from '../schema/walk-settings';

/**
 * A name that speaks of a secret, where it is not a known setting: a mistyped `api_tokn`, a `password` at the wrong
 * place.
 */
const SECRET_NAME = /tok|passw|secret|pwd|api_?key|credential/i;

/** Values of all secret settings, each once. */
export function collectSecrets(data: unknown): string[] {
  const secrets = new Set<string>();
  walkSettings(collectorConfig, data, ({ facts, path, value }) => {
    if (path.at(-1) === 'proxy') addProxy(value, secrets);
    else if (facts?.secret) addTexts(value, secrets);
  });
  return [...secrets];
}

/**
 * The same and more, to keep out of error texts: a file that is wrong may have its secrets at places that the schema
 * does not know, so every text below a name that speaks of a secret counts.
 */
export function collectSuspectedSecrets(data: unknown): string[] {
  const secrets = new Set<string>(collectSecrets(data));

  function visit(value: unknown): void {
    if (typeof value !== 'object' || value === null) return;
    for (const [name, item] of Object.entries(value)) {
      const isPath = name.endsWith('_file');
      if (SECRET_NAME.test(name) && !isPath && typeof item !== 'object') addTexts(item, secrets);
      visit(item);
    }
  }
  visit(data);
  return [...secrets];
}

/** Of the address of a proxy only the password is to be kept back, also where it stands alone. */
function addProxy(value: unknown, secrets: Set<string>): void {
  if (typeof value !== 'string' || !value.includes('@')) return;
  for (const password of passwordsOfAddress(value)) secrets.add(password);
}

function addTexts(value: unknown, secrets: Set<string>): void {
  if (typeof value === 'string' && value !== '') secrets.add(value);
  if (typeof value === 'number' || typeof value === 'bigint') secrets.add(String(value));
  if (typeof value !== 'object' || value === null) return;
  for (const [name, item] of Object.entries(value)) {
    if (!Array.isArray(value)) secrets.add(name);
    addTexts(item, secrets);
  }
}
