import { expect, test } from '@jest/globals';
import { gzipSync } from 'node:zlib';
import { createDevoHttpOutput } from '../../outputs/devo-events/http-ingestion/devo-http-output';
import { createDevoLookupOutput } from '../../outputs/devo-lookup/create-devo-lookup-output';
import { deliveryOf, keptProgress } from '../outputs/devo-events/deliveries';
import { atEnd, failureOf, keptRows, never, server, source } from '../sources/rig';
import type { CtciServer } from '../sources/ctci-server';

const PAGES: readonly (readonly [string, Readonly<Record<string, string>>, string | Buffer])[] = [
  [
    'a page',
    { 'content-type': 'text/html; charset=UTF-8', server: 'cloudflare' },
    '<!DOCTYPE html><title>Attention Required! | Cloudflare</title>',
  ],
  ['a page that says JSON', { 'content-type': 'application/json' }, '\n  <html><body>Access Denied</body></html>'],
  [
    'a packed page',
    { 'content-type': 'text/html', 'content-encoding': 'gzip' },
    gzipSync('<html>Access Denied</html>'),
  ],
  ['a page without a type', {}, '<HTML><HEAD>Access Denied</HEAD></HTML>'],
  ['a page of which nothing is left', { 'content-type': 'text/html' }, ''],
  [
    'the XML of a store',
    { 'content-type': 'application/xml' },
    '<?xml version="1.0"?><Error><Code>AccessDenied</Code></Error>',
  ],
  ['the short form of a page', { 'content-type': 'text/plain' }, 'error code: 1020'],
];

function forbidding(headers: Readonly<Record<string, string>>, body: string | Buffer): Promise<CtciServer> {
  return server((_request, response) => response.writeHead(403, headers).end(body));
}

test.each(PAGES)('%s with status 403 does not blame the token or the password', async (_what, headers, body) => {
  const { url } = await forbidding(headers, body);
  const lookup = createDevoLookupOutput({
    name: 'l',
    url,
    domain: 'acme',
    token: 'a-token-of-devo',
    lookupName: 'CTCI_L',
    mode: 'auto',
    settingsPath: 'outputs.l.config',
  });
  const events = createDevoHttpOutput({
    name: 'e',
    url,
    domain: 'acme',
    token: 'a-token-of-devo',
    settingsPath: 'outputs.e.config',
  });
  atEnd(() => {
    lookup.close();
    events.close();
  });

  const asked = source(url);
  const loggedIn = source(url, { credentials: { kind: 'login', username: 'ann', password: 'a-password' } });
  for (const error of [
    await failureOf(asked.fetchList({ digest: null }, never, keptRows)),
    await failureOf(loggedIn.authenticate(never)),
  ]) {
    expect(error).toMatchObject({ id: 'ctci_not_json', setting: 'inputs.ctci.api_base_url', retryable: false });
    expect(error.message).toContain('a page of something that stands before the API');
  }
  for (const work of [lookup.inspect(never), events.deliver(deliveryOf(), keptProgress().attempt(), never)]) {
    const error = await failureOf(work);
    expect(error).toMatchObject({ id: 'devo_answer', retryable: false });
    expect(error.setting).not.toContain('token');
  }
});

test.each([
  ['JSON', { 'content-type': 'application/json' }, '{"status_code":403,"error":"Forbidden","message":"no role"}'],
  ['JSON that is called a page', { 'content-type': 'text/html' }, '{"error":"no role"}'],
  ['plain words', { 'content-type': 'text/plain' }, 'no role'],
  ['nothing', {}, ''],
])("%s with status 403 is the API's own word on the token", async (_what, headers, body) => {
  const { url } = await forbidding(headers, body);
  expect(await failureOf(source(url).fetchList({ digest: null }, never, keptRows))).toMatchObject({
    id: 'ctci_forbidden',
    setting: 'inputs.ctci.credentials.api_token',
  });
});
