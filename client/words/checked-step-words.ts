import type { CheckedStep } from '../../domain/checked-step';
import { span } from './times';

/** A step of a check; one that failed with its error and what to do. */
export function stepInWords(step: CheckedStep): string {
  const mark = step.ok ? (step.name === 'warning' ? '!' : '✓') : '✗';
  const line = `${mark} ${step.name}: ${step.words} (${span(step.ms)})`;
  if (step.error === null) return line;
  const { name, number, setting, remedy } = step.error;
  return `${line}\n    ${name} ${number}${setting === null ? '' : `, setting ${setting}`}: ${remedy}`;
}
