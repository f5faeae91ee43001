import { printResult } from '../print';
import type { VerbResult } from '../verb-result';

/** Prints what a verb has to say, and keeps its exit code for the end of the program. */
export function finish(result: VerbResult, json: boolean): void {
  printResult(result, json);
  process.exitCode = result.exit;
}
