import { printResult } from '../print-result';
import type { VerbResult } from '../verb-result';

/** Prints what a verb has to say, and keeps its exit code for the end of the program. */
export async function finish(result: VerbResult | number, json: boolean, inPages: boolean): Promise<void> {
  process.exitCode = typeof result === 'object' ? result.exit : result;
  if (typeof result === 'object') await printResult(result, json, inPages);
}
