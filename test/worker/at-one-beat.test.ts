import { expect, test } from '@jest/globals';
import { atOneBeat } from '../../worker/at-one-beat';

test('each look has its own turn', () => {
  const looked: string[] = [];
  const look = (name: string) => (): void => {
    looked.push(name);
  };
  const beat = atOneBeat([
    [1, look('always')],
    [3, look('third')],
  ]);
  for (let count = 0; count < 6; count += 1) beat();
  expect(looked).toEqual(['always', 'always', 'always', 'third', 'always', 'always', 'always', 'third']);
});
