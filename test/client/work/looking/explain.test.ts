import { expect, test } from '@jest/globals';
import { CATALOGUE } from '../../../../errors/catalogue';
import { explain } from '../../../../client/work/looking/explain';

test('one error is told with message, cause and remedy, in lines of at most 80 columns', () => {
  expect(explain('15').words).toBe(
    [
      'SetupError 15: historical_poll_datetime does not match expected format ISO 8601',
      '',
      'Cause:  The historical_poll_datetime setting does not look like a valid date.',
      'Remedy: Write a date such as "2026-01-31" or "2026-01-31T00:00:00Z".',
    ].join('\n'),
  );
  expect(explain('15').error).toMatchObject({
    number: 15,
    name: 'SetupError',
    setting: null,
    cause: expect.stringContaining('valid date'),
  });
});

test('every error of the catalogue can be told', () => {
  for (const { number, message } of Object.values(CATALOGUE)) {
    const { words, error, errors = [error] } = explain(String(number));
    expect(errors).toContainEqual(expect.objectContaining({ number, message }));
    for (const line of words.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
  }
});

test('without a number all errors are listed in their order, in lines of at most 80 columns', () => {
  const { words, errors } = explain(undefined);
  const numbers = words
    .split('\n')
    .flatMap((line) => (/^ {2,4}(\d+) {2}/.exec(line)?.[1] ?? '').split(' ').filter(Boolean))
    .map(Number);
  expect(numbers).toEqual(
    Object.values(CATALOGUE)
      .map(({ number }) => number)
      .sort((left, right) => left - right),
  );
  expect(errors).toHaveLength(numbers.length);
  for (const line of words.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
});

test('a number that is not in the catalogue is wrong usage', () => {
  expect(() => explain('999')).toThrow(/there is no error 999/);
});
