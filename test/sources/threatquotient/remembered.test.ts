import { expect, test } from '@jest/globals';
import { createTypeNames } from '../../../sources/threatquotient/type-names';
import { Service, threatq } from './rig';

test('an id that is not among the names is asked for once in ten minutes, any other one at once', async () => {
  const data = [
    { id: 1, name: 'Spearphish' },
    { id: 100, name: 'Brand Abuse' },
  ];
  let clock = 0;
  let asked = 0;
  const names = createTypeNames(
    () => undefined,
    () => clock,
  );
  const known = async (...ids: readonly number[]): Promise<readonly (string | undefined)[]> => {
    const found = await names.of(ids, () => {
      asked += 1;
      return Promise.resolve({ body: Buffer.from(JSON.stringify({ total: 2, data })) });
    });
    return ids.map((id) => found.get(id));
  };
  expect([await known(1, 99), await known(99, 1), asked]).toEqual([
    ['Spearphish', undefined],
    [undefined, 'Spearphish'],
    1,
  ]);
  expect([await known(98), await known(98, 99), asked]).toEqual([[undefined], [undefined, undefined], 2]);
  clock += 10 * 60_000;
  expect([await known(99), await known(100), asked]).toEqual([[undefined], ['Brand Abuse'], 3]);
});

test('a client id that was refused is read anew, so that the upgrade of a server needs no restart', async () => {
  const simulator = await threatq({ profile: { name: 'config-stale-id' }, backlog: { count: 2, overSeconds: 10 } });
  const service = new Service(simulator.url);
  expect(await service.failure()).toMatchObject({ number: 100 });
  simulator.setProfile({ settings: {} });
  expect(await service.walk()).toHaveLength(2);
  expect(simulator.state().counters.requests).toMatchObject({ '/assets/js/config.js': 2, '/api/token': 2 });
});

test('a token that was refused is not used again', async () => {
  const simulator = await threatq({ backlog: { count: 2, overSeconds: 10 } });
  const service = new Service(simulator.url);
  simulator.fail({ fault: 'status', status: 401, requests: 2 });
  expect(await service.failure()).toMatchObject({ number: 400 });
  expect(await service.walk()).toHaveLength(2);
  expect(simulator.state().counters.logins.accepted).toBe(3);
});
