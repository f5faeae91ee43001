import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomBytes } from 'node:crypto';
import { afterAll, expect, jest, test } from '@jest/globals';
import { CATALOGUE } from '../../../errors/catalogue';
import { configWithAll } from '../../config/load-from-text';
import { documentOf, runClient } from '../stage/built-client';
import { CONFIG_FAULTS } from '../stage/faults/config-faults';
import { PEER_NUMBERS } from '../stage/faults/peer-faults';
import { THREATQUOTIENT_FAULTS } from '../stage/faults/threatquotient-faults';
import { USAGE_FAULTS } from '../stage/faults/usage-faults';

jest.setTimeout(60_000);

const FOLDER_FAULT = CATALOGUE.storage_unusable.number;

const folder = mkdtempSync(join(tmpdir(), 'ctci-catalogue-'));
const file = join(folder, 'config.yaml');
writeFileSync(
  file,
  configWithAll({
    'globals.name': `catalogue_${randomBytes(4).toString('hex')}`, // the server is shared with other tests
    'inputs.ctci.services.again': { outputs: ['screen'] },
    'outputs.screen': { type: 'console' },
    'inputs.off': {
      enabled: false,
      api_base_url: 'https://api.ctci.ai',
      credentials: { api_token: 'x'.repeat(20) },
      services: { cewl: { outputs: ['screen'] } },
    },
  }),
);

afterAll(() => rmSync(folder, { recursive: true }));

test.each(USAGE_FAULTS)(
  'error $number is told, with exit code $code: $fault',
  async ({ number, code, args, engine, env: further }) => {
    const address = { TEMPORAL_ADDRESS: engine ? process.env['TEST_TEMPORAL_ADDRESS'] : '127.0.0.1:1' };
    const [verb] = args;
    const env = verb === 'up' ? {} : address; // `up` starts no Temporal where one is given
    const ended = await runClient([...args, '--config', file, '--json'], { ...env, ...further }, folder);
    expect({ code: ended.code, number: documentOf(ended).error?.number }).toEqual({ code, number });
  },
);

test(`error ${FOLDER_FAULT} ends the worker with exit 2: external storage has no folder`, async () => {
  const config = join(folder, 'no-folder.yaml');
  writeFileSync(config, configWithAll({ 'globals.external_storage.folder': join(file, 'below-a-file') }));
  const { code, stderr } = await runClient(['worker', '--config', config], { TEMPORAL_ADDRESS: '127.0.0.1:1' }, folder);
  expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(`SetupError ${FOLDER_FAULT}`) });
});

/** Errors that no test provokes through the built program, each with the reason. The list may only become shorter. */
const NOT_PROVOKED: Readonly<Record<number, string>> = {
  60: 'ends a worker or a client before anything else; shown in test/config/encryption',
  408: 'takes two minutes; shown with a shorter limit in test/sources',
  451: "belongs to the source of CISA's catalogue; shown in test/sources/cisa-kev",
  452: "belongs to the source of CISA's catalogue; shown in test/sources/cisa-kev",
  453: "belongs to the source of CISA's catalogue; shown in test/sources/cisa-kev",
  454: "belongs to the source of CISA's catalogue; shown in test/sources/cisa-kev",
  455: "belongs to the source of CISA's catalogue; shown in test/sources/cisa-kev",
  456: "belongs to the source of CISA's catalogue; shown in test/sources/cisa-kev",
  457: "belongs to the source of CISA's catalogue; shown in test/sources/cisa-kev",
  458: "belongs to the source of CISA's catalogue; shown in test/sources/cisa-kev",
  459: "belongs to the source of CISA's catalogue; shown in test/sources/cisa-kev",
  460: "belongs to the source of CISA's catalogue; shown in test/sources/cisa-kev",
  461: "belongs to the source of CISA's catalogue; shown in test/sources/cisa-kev",
  462: "belongs to the source of CISA's catalogue; shown in test/sources/cisa-kev",
  463: "belongs to the source of CISA's catalogue; shown in test/sources/cisa-kev",
  503: 'takes a minute; shown with a shorter limit in test/outputs/devo-lookup',
  506: 'takes 40 minutes; shown with a shorter limit in test/outputs/devo-lookup',
  603: 'needs workers that run two configurations at once; shown in test/engine/pull',
  604: 'no list that travels makes a state of that size; shown in test/domain',
  606: 'the client waits and asks again by itself; shown in test/engine/pull',
  607: 'the client takes another port by itself; shown in test/engine',
  609: 'takes as long as a step may take',
  611: 'needs a collector that is up; shown in test/engine',
  612: 'needs a file of the shared folder to vanish; shown in test/engine/storage',
  613: 'needs a payload of another program; shown in test/engine/pull',
  614: 'needs a run that other code began; shown in test/engine/pull and test/end-to-end/running/unreadable-signals',
  616: 'needs another server at the address; shown in test/end-to-end/errors/engine-refusals',
  617: 'needs a Temporal that asks for rights; shown in test/engine/refusals',
  618: 'needs a run without a worker of its build; shown in test/engine/watch',
  619: 'needs a run that other code began; shown in test/engine/watch',
  620: 'needs a workflow of another program; shown in test/end-to-end/errors/foreign-chain',
  630: 'needs a history of another key; shown in test/engine/encryption',
  631: 'needs a history of another key; shown in test/engine/encryption',
  632: 'the codec endpoint answers it to others than the client; shown in test/engine/payloads',
  643: 'needs an installation without the simulators; shown in test/end-to-end/demo/demo-absent',
  650: 'a message that fails fails no pull; shown in test/engine/webhook',
  651: 'a message that fails fails no pull; shown in test/engine/webhook',
  652: 'a message that fails fails no pull; shown in test/engine/webhook',
  640: 'needs a folder that this user may not write; shown in test/config and test/tools',
  641: 'needs a Temporal and its damaged database; shown in test/engine',
  642: 'needs another Node, or Windows; shown in test/tools',
  699: 'is no known fault',
};

const THREATQUOTIENT_NUMBERS = THREATQUOTIENT_FAULTS.map(({ number }) => number);

test('every error of the catalogue is provoked through the built program, but for those with a reason', () => {
  const provoked = new Set(
    [...CONFIG_FAULTS, ...USAGE_FAULTS]
      .map(({ number }) => number)
      .concat(PEER_NUMBERS, THREATQUOTIENT_NUMBERS, FOLDER_FAULT),
  );
  const numbers = Object.values(CATALOGUE).map(({ number }) => number);
  expect(numbers.filter((number) => !provoked.has(number)).sort((left, right) => left - right)).toEqual(
    Object.keys(NOT_PROVOKED).map(Number),
  );
});
