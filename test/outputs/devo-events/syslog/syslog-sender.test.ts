import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { SyslogSender } from '../../../../outputs/devo-events/syslog/syslog-sender';
import { openTarget } from '../../../../outputs/devo-events/syslog/syslog-target';
import { startSyslogSink, type SyslogSink } from '../../../../simulators/syslog/syslog-sink';
import { issue, makeAuthority, writeCertificateFiles, type CertificateFiles } from '../certificates';
import { NEVER } from '../deliveries';

const EVENT = Buffer.from('<14>Jan  1 00:00:00 host my.app.x: event\n');

let sink: SyslogSink;
let files: CertificateFiles;
let clock = 0;

beforeAll(async () => {
  const authority = await makeAuthority('Devo Test CA');
  files = await writeCertificateFiles(authority.cert, await issue(authority, 'acme'));
  sink = await startSyslogSink({ ...(await issue(authority, 'collector', { host: 'localhost' })), ca: authority.cert });
});

afterEach(() => sink.clear());

afterAll(async () => {
  await sink.close();
  await files.remove();
});

function newSender(): SyslogSender {
  return new SyslogSender(
    () => openTarget({ address: 'localhost', port: sink.port, ...files, settingsPath: 'outputs.devo.config' }, NEVER),
    () => clock,
  );
}

test('A connection that was quiet for over 30 seconds is confirmed and replaced before the next event', async () => {
  const sender = newSender();
  await sender.write(EVENT);
  clock += 30_000;
  await sender.write(EVENT);
  expect(sender.connections).toBe(1);
  clock += 30_001;
  await sender.write(EVENT);
  expect(sender.connections).toBe(2);
  expect(sink.received()).toBeGreaterThanOrEqual(2);
  await sender.confirm();
  expect(sink.received()).toBe(3);
});

test('A connection older than an hour is replaced, however busy it was', async () => {
  const sender = newSender();
  for (let minutes = 0; minutes <= 61; minutes += 0.25) {
    await sender.write(EVENT);
    clock += 15_000;
  }
  await sender.confirm();
  expect(sender.connections).toBe(2);
  expect(sink.received()).toBe(245);
});

test('Each confirmation ends a connection, and the next event opens another', async () => {
  const sender = newSender();
  await sender.write(EVENT);
  await sender.confirm();
  expect(sink.received()).toBe(1);
  await sender.write(EVENT);
  await sender.confirm();
  expect(sender.connections).toBe(2);
  expect(sink.received()).toBe(2);
});
