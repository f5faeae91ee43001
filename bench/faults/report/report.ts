import Table from 'cli-table3';
import { PROMISES } from './promises';
import { INVARIANTS, type Verdict } from './verdict';

/** The table of promises, that of invariants, and the last line. */
export function reportOf(
  scenarios: readonly Verdict[],
  histories: readonly Verdict[],
): { readonly text: string; readonly broken: number } {
  const promises = table(['#', 'promise', 'scenarios', 'histories', 'result']);
  const results = [...PROMISES].map(([number, words]) => {
    const tried = (verdicts: readonly Verdict[]): number =>
      verdicts.filter((one) => one.promises.includes(number)).length;
    const breaks = [...scenarios, ...histories].filter((one) =>
      one.broken.some((breach) => breach.promise === number),
    ).length;
    const times = tried(scenarios) + tried(histories);
    const result = breaks > 0 ? `BROKEN ${breaks} times` : times > 0 ? 'held' : 'not tried';
    promises.push([number, words, tried(scenarios), tried(histories), result]);
    return result;
  });
  const invariants = table(['invariant of every history', 'held', 'broken', 'not looked at']);
  for (const name of INVARIANTS) {
    const broken = histories.filter((one) => one.broken.some((breach) => breach.invariant === name));
    const unknown = histories.filter((one) => !broken.includes(one) && !one.judged.includes(name));
    invariants.push([name, histories.length - broken.length - unknown.length, broken.length, unknown.length]);
  }
  const held = results.filter((result) => result === 'held').length;
  const untried = results.filter((result) => result === 'not tried').length;
  const broken = results.length - held - untried;
  const unfinished = [...scenarios, ...histories].filter(isUnfinished).length;
  const also = [untried > 0 ? `, ${untried} not tried` : '', unfinished > 0 ? `, ${unfinished} trials gave up` : ''];
  const last = `promises: ${held} held, ${broken} broken${also.join('')}`;
  return { text: [promises.toString(), invariants.toString(), last].join('\n'), broken: broken + unfinished };
}

/** A breach of no promise: the trial itself fell over. */
function isUnfinished({ broken }: Verdict): boolean {
  return broken.some(({ promise }) => !PROMISES.has(promise));
}

/** One line as soon as a trial is over, and all about it when something broke. */
export function verdictInWords(verdict: Verdict): string {
  if (verdict.broken.length === 0) return `held    ${verdict.name} (${verdict.seconds} s)`;
  const breaches = verdict.broken.map(({ promise, words }) => `  promise ${promise}: ${words}`);
  return [
    `BROKEN  ${verdict.name} (${verdict.seconds} s), logs in ${verdict.folder}`,
    ...breaches,
    `  again: ${verdict.again}`,
    ...verdict.log.map((line) => `    ${line}`),
  ].join('\n');
}

function table(head: string[]): InstanceType<typeof Table> {
  return new Table({ head, style: { head: [], border: [], compact: true } });
}
