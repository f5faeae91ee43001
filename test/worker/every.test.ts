import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { every } from '../../worker/every';

beforeEach(() => {
  jest.useFakeTimers();
});

afterEach(() => {
  jest.useRealTimers();
});

test('work that is done at once is done every time', () => {
  const work = jest.fn<() => void>();
  const watch = every(100, work);
  jest.advanceTimersByTime(300);
  watch.stop();
  jest.advanceTimersByTime(300);
  expect(work).toHaveBeenCalledTimes(3);
});

test('work that is under way is not begun again until it has ended', async () => {
  let end: () => void = () => undefined;
  const work = jest.fn<() => Promise<void>>(
    () =>
      new Promise((resolve) => {
        end = resolve;
      }),
  );
  const watch = every(100, work);
  await jest.advanceTimersByTimeAsync(500);
  expect(work).toHaveBeenCalledTimes(1);
  end();
  await jest.advanceTimersByTimeAsync(100);
  expect(work).toHaveBeenCalledTimes(2);
  watch.stop();
});
