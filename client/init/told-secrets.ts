import { existsSync } from 'node:fs';
import { CollectorError } from '../../errors/collector-error';
import { keepSecret } from '../voice';
import type { SecretPlace } from './secret-places';
import type { Terminal } from './terminal';

/** Secrets of the new configuration, as far as they are told: typed unseen at the terminal, else of their variables. */
export class ToldSecrets {
  /** By variable. */
  readonly #told = new Map<string, string>();
  readonly #refused = new Set<string>();

  /** @param pathOf where the file of a secret is, seen from here; one that is there stays as it is, without `force` */
  constructor(
    private readonly terminal: Terminal | null,
    private readonly env: NodeJS.ProcessEnv,
    private readonly pathOf: (file: string) => string,
    private readonly force: boolean,
  ) {}

  /** Null for one that is told later: its variable is set, or its file was there. */
  async of(place: SecretPlace): Promise<string | null> {
    const known = this.#told.get(place.variable) ?? this.#variable(place);
    if (known !== null) return known;
    if (this.terminal === null || this.#isLeft(place)) return null;
    const later = place.file === null ? ' (Enter: later)' : '';
    for (;;) {
      const value = await this.terminal.askHidden(`${place.words}, not shown${later}: `);
      if (value === '' && place.file === null) return null;
      if (value === '') continue;
      keepSecret([value]);
      this.#told.set(place.variable, value);
      return value;
    }
  }

  /** What was told is not the right one. */
  forget(place: SecretPlace): void {
    this.#told.delete(place.variable);
    this.#refused.add(place.variable);
  }

  /** For the files that are to be written. Throws CollectorError `usage` for one that nobody has told. */
  async forFiles(places: readonly SecretPlace[]): Promise<Map<SecretPlace, string>> {
    const values = new Map<SecretPlace, string>();
    for (const place of places) {
      if (place.file === null || this.#isLeft(place)) continue;
      const value = await this.of(place);
      if (value === null)
        throw new CollectorError('usage', {
          setting: '--secrets',
          seen: `without a terminal the secret for ${place.file} has to be in the variable ${place.variable}`,
        });
      values.set(place, value);
    }
    return values;
  }

  #variable({ variable }: SecretPlace): string | null {
    return this.#refused.has(variable) ? null : this.env[variable] || null;
  }

  #isLeft({ file }: SecretPlace): boolean {
    return file !== null && !this.force && existsSync(this.pathOf(file));
  }
}
