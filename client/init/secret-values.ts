import { CollectorError } from '../../errors/collector-error';
import type { SecretPlace } from './secret-places';
import type { Terminal } from './terminal';

/**
 * The secrets that are to be written into files: typed unseen at the terminal, else out of their variables.
 * Throws CollectorError `usage` when there is neither.
 */
export async function secretValues(
  places: readonly SecretPlace[],
  terminal: Terminal | null,
  env: NodeJS.ProcessEnv,
): Promise<Map<SecretPlace, string>> {
  const values = new Map<SecretPlace, string>();
  for (const place of places) {
    if (place.file !== null) values.set(place, env[place.variable] || (await typed(place, terminal)));
  }
  return values;
}

async function typed(place: SecretPlace, terminal: Terminal | null): Promise<string> {
  if (terminal === null)
    throw new CollectorError('usage', {
      setting: '--secrets',
      seen: `without a terminal the secret for ${place.file ?? ''} has to be in the variable ${place.variable}`,
    });
  for (;;) {
    const value = await terminal.askHidden(`${place.words}, not shown: `);
    if (value !== '') return value;
  }
}
