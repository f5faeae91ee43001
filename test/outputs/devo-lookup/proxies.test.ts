import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { createDevoHttpOutput } from '../../../outputs/devo-events/http-ingestion/devo-http-output';
import { createDevoLookupOutput } from '../../../outputs/devo-lookup/create-devo-lookup-output';
import type { Output } from '../../../outputs/output';
import { startProxy } from '../../http/local-proxy';
import { makeCertificate, temporaryFile } from '../../sources/certificate';
import { json, type CtciServer } from '../../sources/ctci-server';
import { failureOf, never, server } from '../../sources/rig';
import { keptProgress, deliveryOf as eventsOf } from '../devo-events/deliveries';

let devo: CtciServer;
let caFile: string;
const outputs: Output[] = [];

beforeEach(async () => {
  const certificate = await makeCertificate('devo.test');
  caFile = temporaryFile(certificate.cert);
  devo = await server((request, response) => json(response, request.method === 'GET' ? { jobs: [] } : ''), certificate);
});

afterEach(() => outputs.splice(0).forEach((output) => output.close()));

function lookup(environment: NodeJS.ProcessEnv, proxy?: string): Output {
  const output = createDevoLookupOutput({
    name: 'devo_lookup',
    url: `https://devo.test:${devo.port}/lookup-api`,
    domain: 'acme',
    token: 'token-in-a-test',
    lookupName: 'CTCI_Test_List',
    mode: 'auto',
    settingsPath: 'outputs.devo_lookup.config',
    caFile,
    environment,
    proxy,
  });
  outputs.push(output);
  return output;
}

function ingestion(environment: NodeJS.ProcessEnv, proxy?: string): Output {
  const output = createDevoHttpOutput({
    name: 'devo_http',
    url: `https://devo.test:${devo.port}`,
    domain: 'acme',
    token: 'token-in-a-test',
    settingsPath: 'outputs.devo_http.config',
    caFile,
    environment,
    proxy,
  });
  outputs.push(output);
  return output;
}

test('both APIs of Devo are reached through a proxy of a variable, with or without scheme, or a setting', async () => {
  const proxy = await startProxy();
  for (const make of [lookup, ingestion]) {
    for (const [environment, setting] of [
      [{ https_proxy: `127.0.0.1:${proxy.port}` }, undefined],
      [{ HTTPS_PROXY: `http://me:p%40ss@127.0.0.1:${proxy.port}` }, undefined],
      [{ HTTPS_PROXY: 'http://127.0.0.1:9', NO_PROXY: '*' }, `http://me:p%40ss@127.0.0.1:${proxy.port}`],
    ] as const) {
      const before = proxy.asked.length;
      const output = make(environment, setting);
      if (output.type === 'devo_lookup') expect(await output.inspect(never)).toMatchObject({ exists: true });
      else expect((await output.deliver(eventsOf(), keptProgress().attempt(), never)).sent).toBe(10);
      expect(proxy.asked[before]?.line).toBe(`CONNECT devo.test:${devo.port}`);
      expect(JSON.stringify(proxy.asked)).not.toContain('token-in-a-test');
    }
  }
});

test.each([
  ['socks5://127.0.0.1:1080', 'https_proxy names a socks5 proxy; only http and https proxies can be used'],
  ['http://user:p#w@127.0.0.1:18091', 'https_proxy does not hold the address of a proxy'],
])('a variable that holds %s is named, and the request is not tried again', async (value, words) => {
  for (const make of [lookup, ingestion]) {
    const output = make({ https_proxy: value });
    const work =
      output.type === 'devo_lookup'
        ? output.inspect(never)
        : output.deliver(eventsOf(), keptProgress().attempt(), never);
    expect(await failureOf(work)).toMatchObject({
      id: 'devo_unreachable',
      setting: 'https_proxy',
      retryable: false,
      message: expect.stringContaining(words),
    });
  }
  expect(devo.seen).toHaveLength(0);
});

test('what a proxy refuses is not blamed on the token', async () => {
  const proxy = await startProxy(undefined, 403);
  const error = await failureOf(lookup({ https_proxy: `http://127.0.0.1:${proxy.port}` }).inspect(never));
  expect(error).toMatchObject({ id: 'devo_unreachable', retryable: false });
  expect(error.message).toContain(
    `the proxy 127.0.0.1:${proxy.port} of https_proxy does not let the request through: status 403`,
  );
});
