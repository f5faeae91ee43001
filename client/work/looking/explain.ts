import { CATALOGUE } from '../../../errors/catalogue';
import type { CatalogueEntry } from '../../../errors/catalogue-entry';
import { CollectorError } from '../../../errors/collector-error';
import { EXIT, type ExplainedError, type VerbResult } from '../../verb-result';
import { USUAL_WIDTH, wrapBehind } from '../../words/wrap';

/** Prints one error of the catalogue: message, cause, remedy. Without a number, all of them in a line each. */
export function explain(number: string | undefined): VerbResult {
  return number === undefined ? explainAll() : explainOne(number);
}

/** Two sources may have an error of one number: 400 is Devo's for ThreatQuotient, and has been ours for CTCI. */
function explainOne(number: string): VerbResult {
  const found = entries().filter((each) => String(each.number) === number);
  const [first] = found;
  if (!first)
    throw new CollectorError('usage', { seen: `there is no error ${number}; "ctci-collector explain" lists all` });
  const words = found.map(({ name, message, cause, remedy }) =>
    [
      wrapBehind('', `${name} ${number}: ${message}`, USUAL_WIDTH),
      '',
      wrapBehind('Cause:  ', cause, USUAL_WIDTH),
      wrapBehind('Remedy: ', remedy, USUAL_WIDTH),
    ].join('\n'),
  );
  const more = found.length > 1 ? { errors: found.map(explained) } : {};
  return { exit: EXIT.done, services: [], words: words.join('\n\n'), error: explained(first), ...more };
}

function explainAll(): VerbResult {
  const all = entries();
  const lines: string[] = [];
  for (const [index, entry] of all.entries()) {
    if (entry.name !== all[index - 1]?.name) lines.push(...(index === 0 ? [] : ['']), entry.name);
    lines.push(wrapBehind(`${String(entry.number).padStart(5)}  `, entry.message, USUAL_WIDTH));
  }
  lines.push('', '"ctci-collector explain 15" tells the cause of one of them, and the remedy.');
  return { exit: EXIT.done, services: [], words: lines.join('\n'), errors: all.map(explained) };
}

function entries(): CatalogueEntry[] {
  return Object.values<CatalogueEntry>(CATALOGUE).sort((left, right) => left.number - right.number);
}

function explained({ number, name, message, cause, remedy }: CatalogueEntry): ExplainedError {
  return { number, name, setting: null, message, cause, remedy };
}
