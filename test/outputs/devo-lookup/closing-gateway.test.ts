import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { startClosingGateway, type ClosingGateway } from '../../http/closing-gateway';
import { createDevoLookupOutput } from '../../../outputs/devo-lookup/create-devo-lookup-output';
import type { Output } from '../../../outputs/output';
import { startDevoSimulator } from '../../../simulators/devo/start-devo-simulator';
import type { DevoSimulator } from '../../../simulators/devo/devo-simulator';
import { deliver, deliveryOf, NEVER, TABLE } from './deliveries';

const NAME = 'CTCI_CVE_Early_Warning_List';
const TOKEN = 'token-of-the-simulator';

let devo: DevoSimulator;
let gateway: ClosingGateway | undefined;
let output: Output | undefined;

beforeEach(async () => {
  devo = await startDevoSimulator({ domain: 'acme', token: TOKEN, jobDelayMs: 5 });
});

afterEach(async () => {
  output?.close();
  await gateway?.close();
  await devo.close();
});

test.each([
  ['at once', { closesAfterMs: 0 }],
  ['a moment later', { closesAfterMs: 5 }],
  ['20 ms later', { closesAfterMs: 20 }],
  ['by a reset', { closesAfterMs: 1, resets: true }],
])(
  'a gateway that closes each connection %s after its answer lets every delivery through, and none is made twice',
  async (_when, manners) => {
    gateway = await startClosingGateway(Number(new URL(devo.lookupApiUrl).port), manners);
    const warnings: string[] = [];
    output = createDevoLookupOutput({
      name: 'devo_lookup',
      url: `http://127.0.0.1:${gateway.port}/lookup-api`,
      domain: 'acme',
      token: TOKEN,
      lookupName: NAME,
      mode: 'auto',
      settingsPath: 'outputs.devo_lookup.config',
      limits: { pollFirstMs: 3, pollMaxMs: 10, lostAnswerMs: 200 },
      warn: (words) => warnings.push(words),
    });
    for (let round = 0; round < 5; round += 1) {
      await output.inspect(NEVER);
      expect((await deliver(output, deliveryOf())).sent).toBe(TABLE.rows.length);
    }
    expect(devo.rows(NAME)).toHaveLength(TABLE.rows.length);
    expect(warnings).toEqual([]);
  },
);
