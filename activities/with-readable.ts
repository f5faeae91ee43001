import { ApplicationFailure } from '@temporalio/activity';
import { errorInWords } from '../errors/error-report';
import { insistOnReadable } from '../domain/insist-on-readable';
import { CollectorError } from '../errors/collector-error';

/**
 * A step that ends in words, and for good, where one of its arguments cannot be read: nothing may be made of half an
 * order.
 */
export function withReadable<Args extends readonly unknown[], Result>(
  step: (...args: Args) => Promise<Result>,
): (...args: Args) => Promise<Result> {
  return (...args) => {
    const fault = faultIn(args);
    return fault === null ? step(...args) : Promise.reject(fault);
  };
}

function faultIn(args: readonly unknown[]): ApplicationFailure | null {
  try {
    for (const value of args) insistOnReadable(value, 'an argument of the step');
    return null;
  } catch (error) {
    if (!(error instanceof CollectorError)) throw error;
    const report = error.report();
    return ApplicationFailure.create({
      message: errorInWords(report),
      type: report.name,
      details: [report],
      nonRetryable: true,
    });
  }
}
