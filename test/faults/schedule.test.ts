import { expect, test } from '@jest/globals';
import { scheduleOf } from '../../bench/faults/histories/schedule';
import { SYSLOG_FAULTS, THREATQ_FAULTS } from '../../bench/faults/wires/events-peer-faults';
import { SINK_FAULTS, SOURCE_FAULTS } from '../../bench/faults/wires/peer-faults';

function wordsOf(seed: number): string[] {
  return scheduleOf(seed, 20_000, 14).moments.map(({ at, action }) => `${at}: ${action.words}`);
}

test('a seed always gives the same history, and another seed another one', () => {
  expect(wordsOf(17)).toEqual(wordsOf(17));
  expect(wordsOf(17)).not.toEqual(wordsOf(18));
  expect({ ...scheduleOf(17, 20_000, 14), moments: [] }).toEqual({ ...scheduleOf(17, 20_000, 14), moments: [] });
});

test('the 200 histories of the long form hold every kind of fault, on every wire and of both catalogues', () => {
  const all = Array.from({ length: 200 }, (_, seed) => wordsOf(seed + 1))
    .flat()
    .join('\n');
  const wires = [
    'slower',
    'slices',
    'cut',
    'reset',
    'half-closed',
    'stalled',
    'refused',
    'bytes of answers',
    'bytes of requests',
    'answer is lost',
  ];
  for (const peer of ['temporal', 'ctci', 'devo', 'threatq', 'syslog'])
    for (const how of wires) expect(all).toMatch(new RegExp(`wire to ${peer}: .*${how}`));
  for (const [, fault] of SOURCE_FAULTS) expect(all).toContain(`CTCI: ${JSON.stringify(fault).slice(0, -1)}`);
  for (const [, fault] of SINK_FAULTS) expect(all).toContain(`Devo: ${JSON.stringify(fault).slice(0, -1)}`);
  for (const [, fault] of THREATQ_FAULTS) expect(all).toContain(`ThreatQ: ${JSON.stringify(fault).slice(0, -1)}`);
  for (const kind of SYSLOG_FAULTS) expect(all).toContain(`the sink: ${kind} after`);
  const others = [
    'SIGKILL of worker',
    'SIGSTOP of worker',
    'SIGKILL of the engine',
    'clock of worker',
    'the list moves by -',
    'the list is restricted',
    'the list is empty',
    '% of itself',
    'reset to',
    'pullNow',
    'somebody deletes',
    'somebody else deploys',
    'new events',
    'events are updated',
    'tokens of ThreatQ are revoked',
    'events are reset to',
    'pullNow of events',
  ];
  for (const words of others) expect(all).toContain(words);
});
