import { faultInWords, placeInWords, type ConfigError } from './config-errors';

const BOLD = '\u001B[1m';
const RED = '\u001B[31m';
const DIM = '\u001B[2m';
const PLAIN = '\u001B[0m';

/** The errors for a person: three lines each, so that ten fit one screen. Ends with a newline. */
export function renderConfigErrors(errors: readonly ConfigError[], options: { readonly color: boolean }): string {
  function paint(style: string, text: string): string {
    return options.color ? `${style}${text}${PLAIN}` : text;
  }
  const lines = errors.flatMap((error) => [
    `${paint(BOLD, placeInWords(error))} ${error.setting ?? ''}`.trimEnd(),
    `  ${paint(RED, `${error.name} ${error.number}: ${error.message}`)}: ${faultInWords(error)}`,
    `  ${paint(DIM, error.remedy)}`,
  ]);
  const count = errors.length === 1 ? '1 error' : `${errors.length} errors`;
  return `${[...lines, `${count} in the configuration`].join('\n')}\n`;
}

/** The errors for a program. */
export function renderConfigErrorsAsJson(errors: readonly ConfigError[]): string {
  return JSON.stringify({ ok: false, errors }, null, 2);
}
