import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { runByHand } from './deployment';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ctci-by-hand-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function returned(lines: string): Promise<unknown> {
  const { stdout, stderr } = await runByHand(lines, { TMPDIR: folder });
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout) as unknown;
}

test('a Compose file is read as Compose reads it: anchors, defaults, dollars', async () => {
  const file = join(folder, 'compose.yml');
  writeFileSync(
    file,
    'x-a: &a { tty: true }\nservices:\n  one: { <<: *a, environment: { A: "${GIVEN}", B: "${NONE:-b}", C: "$$HOME", D: "x${GIVEN:?need it}y" } }\n',
  );
  expect(
    await returned(
      `return (await byHand('compose-file')).readComposeFile(${JSON.stringify(file)}, { GIVEN: 'g' }).services`,
    ),
  ).toEqual({
    one: { tty: true, environment: { A: 'g', B: 'b', C: '$HOME', D: 'xgy' } },
  });
});

test("the project's Compose file cannot be read without the password of its database", async () => {
  const { stderr } = await runByHand(
    `return (await byHand('compose-file')).readComposeFile(root + '/docker-compose.yml', {})`,
  );
  expect(stderr).toContain('docker-compose.yml wants POSTGRES_PASSWORD');
});

test('services start after those that they depend on, and a circle is refused', async () => {
  const order = (services: object): Promise<unknown> =>
    returned(`
    const { inOrderOfStart } = await byHand('compose-file');
    try { return inOrderOfStart(${JSON.stringify(services)}); } catch (error) { return error.message; }`);
  expect(await order({ c: { depends_on: { b: {} } }, b: { depends_on: { a: {} } }, a: {} })).toEqual(['a', 'b', 'c']);
  expect(await order({ a: { depends_on: { b: {} } }, b: { depends_on: { a: {} } } })).toContain('circle: a -> b -> a');
});

test("a service runs by what the file says, with nothing else of this machine's environment", async () => {
  const service = {
    image: 'temporalio/admin-tools:1.31.2',
    command: ['/bin/sh', '/opt/x.sh'],
    environment: { SQL_HOST: 'postgres', SQL_USER: 'temporal' },
  };
  const program = await returned(`
    const { serviceProgram } = await byHand('service-program');
    return serviceProgram(${JSON.stringify(service)}, { image: { environment: { FROM_IMAGE: '1' } }, variables: { SQL_HOST: '127.0.0.1', DB_PORT: '5' }, searchPath: '/bin', here: (value) => (value === '/opt/x.sh' ? '/tmp/x.sh' : value) })`);
  expect(program).toEqual({
    command: ['/bin/sh', '/tmp/x.sh'],
    environment: { PATH: '/bin', HOME: '/nonexistent', SQL_HOST: '127.0.0.1', SQL_USER: 'temporal' },
  });
});

test.each([
  ['equal', { vendor: 'a' }, null],
  ['another cell', { vendor: 'b' }, 'CVE-1, vendor: "b" in the lookup, "a" in the list'],
  [
    'a date that is none',
    { vendor: 'a', intel: '1635897600000' },
    'CVE-1, intel: "1635897600000" in the lookup, "2021-11-03" in the list',
  ],
])('the comparison of lookup and list finds %s', async (_, cells, difference) => {
  const list = [{ cve: 'CVE-1', vendor: 'a', intel: 1635897600000, cwe: null, enabled: true, processed: false }];
  const lookup = [{ cve: 'CVE-1', intel: '2021-11-03', cwe: '', enabled: 'true', ...cells }];
  expect(
    await returned(
      `return (await byHand('compare-lookup')).differenceOf(${JSON.stringify(list)}, ${JSON.stringify(lookup)})`,
    ),
  ).toBe(difference);
});

test('the comparison finds rows that are missing, and rows too many', async () => {
  const compare = (list: string[], lookup: string[]): Promise<unknown> =>
    returned(`
    const rows = (keys) => keys.map((cve) => ({ cve }));
    return (await byHand('compare-lookup')).differenceOf(rows(${JSON.stringify(list)}), rows(${JSON.stringify(lookup)}))`);
  expect(await compare(['a', 'b'], ['a'])).toBe('the list has 2 rows, the lookup 1');
  expect(await compare(['a', 'b'], ['a', 'c'])).toBe('b is not in the lookup');
  expect(await compare(['a', 'b'], ['a', 'b'])).toBeNull();
});

test('every program that was started is ended, the last one first, and one that has ended is left alone', async () => {
  const order = await returned(`
    const { Children, waitUntil } = await byHand('children');
    const { readFileSync } = await import('node:fs');
    const children = new Children();
    const stays = "process.on('SIGTERM', () => process.exit(0)); console.log('up'); setInterval(() => {}, 1000)";
    const start = (name, script) => children.start({ name, command: [process.execPath, '-e', script], environment: {}, cwd: '/', logFile: process.env.TMPDIR + '/' + name });
    const started = [start('first', stays), start('done', ''), start('last', stays)];
    await started[1].ended;
    for (const child of [started[0], started[2]]) await waitUntil(child, async () => readFileSync(child.logFile, 'utf8').includes('up'), 20000);
    const stopped = [];
    await children.stopAll(({ name }) => stopped.push(name));
    return { stopped, codes: await Promise.all(started.map(({ ended }) => ended)) };`);
  expect(order).toEqual({ stopped: ['last', 'first'], codes: [0, 0, 0] });
});

test('a program that ends while it is waited for is told with its last words', async () => {
  const message = await returned(`
    const { Children, waitUntil } = await byHand('children');
    const children = new Children();
    const child = children.start({ name: 'x', command: [process.execPath, '-e', "console.log('no space left'); process.exit(3)"], environment: {}, cwd: '/', logFile: process.env.TMPDIR + '/x' });
    return waitUntil(child, async () => false, 20000).catch((error) => error.message);`);
  expect(message).toBe('x has ended: \nno space left');
  expect(readFileSync(join(folder, 'x'), 'utf8')).toBe('no space left\n');
});
