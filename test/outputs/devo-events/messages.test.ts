import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { createConsoleMessages } from '../../../outputs/console/console-messages';
import { createHttpMessages } from '../../../outputs/devo-events/http-ingestion/http-messages';
import { createPlatformMessages } from '../../../outputs/devo-events/syslog/platform-messages';
import type { MessageOutput, TaggedMessage } from '../../../outputs/message-output';
import { startSyslogSink, type SyslogSink } from '../../../simulators/syslog/syslog-sink';
import { issue, makeAuthority, writeCertificateFiles, type CertificateFiles } from './certificates';
import { NEVER } from './deliveries';
import { startIngestionServer, type IngestionServer } from './ingestion-server';
import { parseRecord } from './received-events';

const TOKEN = 'canary+0123456789/abcdefghij0123';
const TABLES = 'threatintel.threatquotient.platform';
const MESSAGES: readonly TaggedMessage[] = Array.from({ length: 600 }, (_, index) => ({
  tag: `${TABLES}.${['malware', 'sighting', 'userdefined'][index % 3]!}`,
  message: `{"id":${String(index)},"title":"Zoë \\u0000 ${'x'.repeat(index % 50)}"}`,
}));

let sink: SyslogSink;
let files: CertificateFiles;
let server: IngestionServer;
const outputs: MessageOutput[] = [];

beforeAll(async () => {
  const authority = await makeAuthority('Devo Test CA');
  files = await writeCertificateFiles(authority.cert, await issue(authority, 'acme'));
  sink = await startSyslogSink({
    ...(await issue(authority, 'collector', { host: 'localhost' })),
    ca: authority.cert,
  });
});
beforeEach(async () => {
  sink.clear();
  server = await startIngestionServer();
});
afterEach(async () => {
  for (const output of outputs.splice(0)) output.close();
  await server.close();
});
afterAll(async () => {
  await sink.close();
  await files.remove();
});

function platform(): MessageOutput {
  return createPlatformMessages({
    name: 'devo',
    address: 'localhost',
    port: sink.port,
    ...files,
    hostname: 'worker-1',
    settingsPath: 'outputs.devo.config',
  });
}

function http(): MessageOutput {
  const output = createHttpMessages({
    name: 'devo',
    url: server.url,
    domain: 'acme',
    token: TOKEN,
    host: 'worker-1',
    settingsPath: 'outputs.devo.config',
    environment: {},
  });
  outputs.push(output);
  return output;
}

test('over syslog every message goes to its table, in order, as it is, confirmed by the end of it', async () => {
  const receipt = await platform().send(MESSAGES, NEVER);
  expect(receipt).toMatchObject({ sent: 600, requests: 1, refused: [] });
  const received = sink.records.map((record) => parseRecord(record)).map(({ tag, message }) => ({ tag, message }));
  expect(received).toEqual(MESSAGES);
});

test('over HTTP every table has a request, in which the messages keep their order', async () => {
  const receipt = await http().send(MESSAGES, NEVER);
  expect(receipt).toMatchObject({ sent: 600, requests: 3 });
  for (const [index, request] of server.requests.entries()) {
    const tag = `${TABLES}.${['malware', 'sighting', 'userdefined'][index]!}`;
    expect(request.path).toBe(`/stream/acme/token!${encodeURIComponent(TOKEN)}/worker-1/${tag}`);
    expect(request.body.trimEnd().split('\n')).toEqual(
      MESSAGES.filter((one) => one.tag === tag).map(({ message }) => message),
    );
  }
});

test('messages of 10 MB go both ways', async () => {
  const large = [
    { tag: `${TABLES}.incident`, message: `{"id":1,"description":"${'x'.repeat(10_000_000)}"}` },
    MESSAGES[0]!,
  ];
  await platform().send(large, NEVER);
  expect(sink.records.map((record) => parseRecord(record).message.length)).toEqual(
    large.map(({ message }) => message.length),
  );
  await http().send(large, NEVER);
  expect(server.requests).toHaveLength(2);
});

test('nothing to send opens no connection', async () => {
  expect(await platform().send([], NEVER)).toMatchObject({ sent: 0, bytes: 0, requests: 0 });
  expect(await http().send([], NEVER)).toMatchObject({ sent: 0, requests: 0 });
  expect([sink.connections, server.requests]).toEqual([[], []]);
});

test('a tag that would break the record is refused in words', async () => {
  await expect(platform().send([{ tag: 'no tag', message: '{}' }], NEVER)).rejects.toMatchObject({
    number: 25,
    setting: 'outputs.devo.config.tag',
  });
});

test('on the console every message is a line behind its table', async () => {
  const lines: string[] = [];
  await createConsoleMessages({ name: 'screen', write: (line) => lines.push(line) }).send(MESSAGES.slice(0, 2), NEVER);
  expect(lines).toEqual(MESSAGES.slice(0, 2).map(({ tag, message }) => `${tag} ${message}\n`));
});
