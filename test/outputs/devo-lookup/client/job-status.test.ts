import { expect, test } from '@jest/globals';
import { judgeJob } from '../../../../outputs/devo-lookup/client/job-status';

test('a job without a status has said nothing yet', () => {
  expect(judgeJob([])).toMatchObject({ state: 'silent', unknownCodes: [] });
});

test.each([
  ['create.start', 'pending'],
  ['create.ok', 'ok'],
  ['update.OK', 'ok'],
  ['update.err', 'err'],
  ['pushing.err', 'err'],
])('%s means %s', (code, state) => {
  expect(judgeJob([{ code, msg: 'words' }])).toMatchObject({ state, unknownCodes: [] });
});

test('the newest status that is known decides, whatever unknown ones follow', () => {
  expect(judgeJob([{ code: 'create.start' }, { code: 'pushing.half' }]).state).toBe('pending');
  expect(judgeJob([{ code: 'create.ok' }, { code: 'pushing.start' }]).state).toBe('pending');
  expect(judgeJob([{ code: 'create.ok' }, { code: 'noted.later' }])).toMatchObject({
    state: 'ok',
    unknownCodes: ['noted.later'],
  });
});

test('unknown codes alone mean that the job is at work', () => {
  expect(judgeJob([{ code: 'pus.what' }])).toMatchObject({ state: 'pending', unknownCodes: ['pus.what'] });
  expect(judgeJob([17, null, {}]).state).toBe('pending');
});

test('a code is found under any name, and success also in the words that Devo is known to use', () => {
  expect(judgeJob([{ statusCode: 'create.err', msg: 'no' }])).toMatchObject({ state: 'err', words: 'no' });
  expect(judgeJob([{ msg: 'Lookup successfully created' }]).state).toBe('ok');
});
