import { CATALOGUE, type CatalogueEntry } from '../config/errors/catalogue';
import { CollectorError } from '../config/errors/collector-error';
import { EXIT, type VerbResult } from './verb-result';

/** Prints one error of the catalogue: message, cause, remedy. */
export function explain(number: string): VerbResult {
  const entry: CatalogueEntry | undefined = Object.values(CATALOGUE).find((each) => String(each.number) === number);
  if (!entry) {
    const numbers = Object.values(CATALOGUE).map((each) => each.number).sort((left, right) => left - right);
    throw new CollectorError('usage', { seen: `there is no error ${number}; there are ${numbers.join(', ')}` });
  }
  const { name, message, cause, remedy } = entry;
  return { exit: EXIT.done, services: [], words: `${name} ${entry.number}: ${message}\n\nCause:  ${cause}\nRemedy: ${remedy}`, error: { number: entry.number, name, setting: null, message, remedy } };
}
