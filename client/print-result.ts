import { sayInPages } from './pager';
import { EXIT, type VerbResult } from './verb-result';
import { complain, say, sayAsJson } from './voice';

/**
 * Prints what a verb has to say: one JSON document, or words; what failed goes to stderr.
 *
 * @param inPages whether words that are longer than the terminal go through a pager
 */
export async function printResult(result: VerbResult, json: boolean, inPages = false): Promise<void> {
  if (json) {
    const { exit, services, steps, diffs, rows, links, views, file, settings, state, error, errors } = result;
    sayAsJson({
      ok: exit === EXIT.done,
      services,
      ...(steps && { steps }),
      ...(diffs && { diffs }),
      ...(rows && { rows }),
      ...(links && { links }),
      ...(views && { views }),
      ...(file !== undefined && { file }),
      ...(settings && { settings }),
      ...(state && { state }),
      ...(error && { error }),
      ...(errors && { errors }),
    });
    return;
  }
  if (result.words !== '' && inPages) await sayInPages(`${result.words}\n`, process.env);
  else if (result.words !== '') say(`${result.words}\n`);
  if (result.complaint) complain(`${result.complaint}\n`);
}
