import { writeFileSync } from 'node:fs';
import { cpus, release, totalmem, type } from 'node:os';
import Table from 'cli-table3';
import type { Measured } from '../measurement';
import { megabytes } from './goals';

/** One measured section, as it stands in the results. */
export interface SectionResult {
  readonly section: string;
  readonly seconds: number;
  readonly lines: readonly Measured[];
}

/** The table for people. */
export function tableOf(results: readonly SectionResult[]): string {
  const table = new Table({
    head: ['section', 'what', 'against', 'goal', 'measured', ''],
    style: { head: [], border: [], compact: true },
  });
  for (const { section, lines } of results) {
    for (const { name, against, goal, measured, ok } of lines)
      table.push([section, name, against, goal, measured, verdict(ok)]);
  }
  return table.toString();
}

/** One line of the table as soon as it is known. */
export function inWords({ name, goal, measured, ok }: Measured): string {
  return ok === null ? `${name}: ${measured}` : `${verdict(ok)}: ${name}: ${measured}, goal ${goal}`;
}

/** The last line, such as `goals: 9 met, 0 missed`. */
export function lastLine(results: readonly SectionResult[]): { readonly words: string; readonly missed: number } {
  const lines = results.flatMap((result) => result.lines);
  const met = lines.filter(({ ok }) => ok === true).length;
  const missed = lines.filter(({ ok }) => ok === false).length;
  return { words: `goals: ${met} met, ${missed} missed`, missed };
}

/** The results for programs, and the machine that they are of. */
export function writeResults(file: string, results: readonly SectionResult[]): void {
  const processors = cpus();
  const machine = {
    processor: processors[0]?.model.trim() ?? 'unknown',
    cores: processors.length,
    memory: megabytes(totalmem()),
    system: `${type()} ${release()}`,
    node: process.version,
  };
  writeFileSync(
    file,
    `${JSON.stringify({ measured_at: new Date().toISOString(), machine, sections: results }, null, 2)}\n`,
  );
}

function verdict(ok: boolean | null): string {
  return ok === null ? '' : ok ? 'met' : 'MISSED';
}
