import { CollectorError } from '../../errors/collector-error';

/** Refuses options that a verb would ignore, with why. Throws CollectorError `usage`. */
export function refuseOptions(
  verbName: string,
  given: Readonly<Partial<Record<string, unknown>>>,
  reasons: Readonly<Record<string, string>>,
): void {
  for (const [name, why] of Object.entries(reasons)) {
    if (given[name] !== undefined && given[name] !== false)
      throw new CollectorError('usage', { setting: `--${name}`, seen: `"${verbName}" does not take it: ${why}` });
  }
}
