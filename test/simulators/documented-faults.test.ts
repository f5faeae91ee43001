import { expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { kevFault } from '../../simulators/cisa-kev/kev-fault';
import { ctciFault, listTwist, spoiledAnswer } from '../../simulators/ctci/ctci-fault';
import { listChoice } from '../../simulators/ctci/answer/served-list';
import { devoFault } from '../../simulators/devo/devo-fault';
import { oddEvent } from '../../simulators/threatquotient/events/odd-event';
import { profileChoice, PROFILES } from '../../simulators/threatquotient/profile';
import { threatquotientFault } from '../../simulators/threatquotient/threatquotient-fault';

const DOCUMENT = readFileSync(join(__dirname, '..', '..', 'docs', 'simulators.md'), 'utf8');

/** Bodies of the document's examples for one control path. */
function examples(host: 'CTCI' | 'DEVO' | 'THREATQ' | 'KEV', path: string): unknown[] {
  return [...DOCUMENT.matchAll(new RegExp(`\\$${host}${path} -d '([^']+)'`, 'g'))].map((match): unknown =>
    JSON.parse(match[1]!),
  );
}

const named = z.object({ fault: z.string() });

/** Names of all faults in a schema, read from its JSON schema. */
function namesIn(schema: z.ZodType): string[] {
  return [
    ...JSON.stringify(z.toJSONSchema(schema, { io: 'input' })).matchAll(/"fault":\{"type":"string","const":"([^"]+)"/g),
  ].map((match) => match[1]!);
}

test.each([
  ['CTCI', z.union([spoiledAnswer, listTwist]), ctciFault, 25],
  ['DEVO', devoFault, devoFault, 12],
  ['THREATQ', threatquotientFault, threatquotientFault, 25],
  ['KEV', kevFault, kevFault, 12],
] as const)(
  'every fault of %s has an example in the document, and every example is understood',
  (host, all, schema, count) => {
    const bodies = examples(host, '/_sim/faults');
    for (const body of bodies) expect(schema.safeParse(body).error?.message).toBeUndefined();
    const known = namesIn(all);
    expect(known).toHaveLength(count);
    expect(new Set(bodies.map((body) => named.parse(body).fault))).toEqual(new Set(known));
  },
);

test('every list in the document can be asked for', () => {
  const bodies = examples('CTCI', '/_sim/list');
  expect(bodies).toHaveLength(3);
  for (const body of bodies) expect(listChoice.safeParse(body).success).toBe(true);
});

test('every profile stands in the document, and every wish for a profile or an odd event is understood', () => {
  for (const name of Object.keys(PROFILES)) expect(DOCUMENT).toContain(`\`${name}\``);
  const profiles = examples('THREATQ', '/_sim/profile');
  const odd = examples('THREATQ', '/_sim/odd');
  for (const body of profiles) expect(profileChoice.safeParse(body).error?.message).toBeUndefined();
  for (const body of odd) expect(oddEvent.safeParse(body).error?.message).toBeUndefined();
  expect([profiles.length, odd.length]).toEqual([2, 1]);
});

test('the profiles bear every unknown of the server that does not pass by itself', () => {
  const unknowns = new Set(Object.values(PROFILES).map(({ unknown }) => unknown));
  expect([...unknowns].sort((one, other) => one - other)).toEqual([
    1, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 20, 22, 25, 26, 28,
  ]);
});
