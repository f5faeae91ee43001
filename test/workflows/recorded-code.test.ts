import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { digestOfWorkflows, RECORDED_CODE } from './recorded-code';

/** What to do when this test fails; CONTRIBUTING.md has the rule. */
const ADVICE =
  'The code of the workflows has changed. Changes that take other steps stand under patched(), ' +
  'a new way through a pull ' +
  'has a recorded history in test/engine/histories, and all of them replay. Once that is so: ' +
  'ACCEPT_WORKFLOWS=1 npx jest test/engine/replay --selectProjects engine';

test('the recorded histories were replayed with this very code of the workflows', () => {
  const recorded = readFileSync(RECORDED_CODE, 'utf8').trim();
  expect([digestOfWorkflows() === recorded ? 'replayed' : ADVICE]).toEqual(['replayed']);
});
