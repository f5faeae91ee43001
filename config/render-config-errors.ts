import { faultInWords, placeInWords, type ConfigError } from './config-errors';
import { styled } from './terminal';

const BOLD = 1;
const RED = 31;
const DIM = 2;
const PLAIN = 0;

/** The errors for a person: three lines each, so that ten fit one screen. Ends with a newline. */
export function renderConfigErrors(errors: readonly ConfigError[], options: { readonly color: boolean }): string {
  function paint(style: number, text: string): string {
    return options.color ? styled(text, style, PLAIN) : text;
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
