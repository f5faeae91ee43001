import { getEventListeners } from 'node:events';
import { expect, test } from '@jest/globals';
import { abortable } from '../../../engine/histories/abortable';

const never = () => new Promise<never>(() => undefined);

test('a call ends with its signal, even one that does not heed it', async () => {
  const over = new AbortController();
  const ended = abortable(over.signal, never);
  over.abort(new Error('told to stop'));
  await expect(ended).rejects.toThrow('told to stop');
  expect(getEventListeners(over.signal, 'abort')).toEqual([]);
});

test('under a signal that is aborted already no call begins', async () => {
  let calls = 0;
  const ended = abortable(AbortSignal.abort(new Error('told to stop')), () => {
    calls += 1;
    return never();
  });
  await expect(ended).rejects.toThrow('told to stop');
  expect(calls).toBe(0);
});

test('a call that ends by itself gives its result, or its error, and leaves no listener', async () => {
  const { signal } = new AbortController();
  expect(await abortable(signal, () => Promise.resolve('result'))).toBe('result');
  await expect(abortable(signal, () => Promise.reject(new Error('refused')))).rejects.toThrow('refused');
  expect(getEventListeners(signal, 'abort')).toEqual([]);
});
