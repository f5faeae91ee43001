import { afterEach, expect, test } from '@jest/globals';
import { pino } from 'pino';
import { collectorParts } from '../../../worker/assembly/collector-parts';
import { SenderStatistics } from '../../../worker/sender-statistics';
import { noMetrics } from '../no-metrics';
import { unchanging } from '../unchanging';
import { configWith, loadFromText } from '../../config/load-from-text';

const RULES = 'inputs.ctci.services.cewl.obfuscation';

let close: () => void = () => undefined;

afterEach(() => close());

function partsOf(rules: readonly object[]): ReturnType<typeof collectorParts> {
  const parts = collectorParts(
    unchanging(loadFromText(configWith(RULES, rules))),
    pino({ enabled: false }),
    new SenderStatistics(new Date()),
    noMetrics(),
  );
  close = () => parts.close();
  return parts;
}

test('rules of the configuration judge the columns of its service, and one without rules judges none', () => {
  const { judgeColumns } = partsOf([{ method: 'remove', fields: ['external_notes'] }]).service('ctci', 'cewl');
  expect(judgeColumns?.(['cve', 'external_note'])).toMatchObject({ id: 'obfuscation_unmatched', setting: RULES });
  close();
  expect(partsOf([]).service('ctci', 'cewl').judgeColumns).toBeUndefined();
});

test('the fingerprint is that of the service, and there is none of one that is not there', () => {
  const parts = partsOf([]);
  expect(parts.fingerprint({ input: 'ctci', service: 'cewl' })).toMatch(/^[0-9a-f]{64}$/);
  expect(parts.fingerprint({ input: 'ctci', service: 'other' })).toBeNull();
});
