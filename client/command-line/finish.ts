import { printResult } from '../print-result';
import type { VerbResult } from '../verb-result';

/** Prints what a verb has to say, and keeps its exit code for the end of the program. */
export function finish(result: VerbResult | number, json: boolean): void {
  if (typeof result === 'object') printResult(result, json);
  process.exitCode = typeof result === 'object' ? result.exit : result;
}
