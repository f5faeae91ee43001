import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { runWith } from './run-module';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ctci-postgres-engine-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** `part(name)` imports a file of tools/postgres-engine. */
const run = (lines: string): ReturnType<typeof runWith> => runWith('postgres-engine', lines, { TMPDIR: folder });

async function returned(lines: string): Promise<unknown> {
  const { stdout, stderr } = await run(lines);
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout) as unknown;
}

test('a Compose file is read as Compose reads it: anchors, defaults, dollars', async () => {
  const file = join(folder, 'compose.yml');
  writeFileSync(
    file,
    'x-a: &a { tty: true }\nservices:\n  one: { <<: *a, environment: { A: "${GIVEN}", B: ' +
      '"${NONE:-b}", C: "$$HOME", D: "x${GIVEN:?need it}y" } }\n',
  );
  expect(
    await returned(
      `return (await part('compose-file')).readComposeFile(${JSON.stringify(file)}, { GIVEN: 'g' }).services`,
    ),
  ).toEqual({
    one: { tty: true, environment: { A: 'g', B: 'b', C: '$HOME', D: 'xgy' } },
  });
});

test("the project's Compose file cannot be read without the password of its database", async () => {
  const { stderr } = await run(`return (await part('compose-file')).readComposeFile(root + '/docker-compose.yml', {})`);
  expect(stderr).toContain('docker-compose.yml wants POSTGRES_PASSWORD');
});

test("a service runs by what the file says, with nothing else of this machine's environment", async () => {
  const service = {
    image: 'temporalio/admin-tools:1.31.2',
    command: ['/bin/sh', '/opt/x.sh'],
    environment: { SQL_HOST: 'postgres', SQL_USER: 'temporal' },
  };
  const program = await returned(`
    const { serviceProgram } = await part('service-program');
    return serviceProgram(${JSON.stringify(service)}, {
      variables: { SQL_HOST: '127.0.0.1', DB_PORT: '5' },
      searchPath: '/bin',
      here: (value) => (value === '/opt/x.sh' ? '/tmp/x.sh' : value),
    })`);
  expect(program).toEqual({
    command: ['/bin/sh', '/tmp/x.sh'],
    environment: { PATH: '/bin', HOME: '/nonexistent', SQL_HOST: '127.0.0.1', SQL_USER: 'temporal' },
  });
});

test('every program that was started is ended, the last one first, and one that has ended is left alone', async () => {
  const order = await returned(`
    const { Children, waitUntil } = await part('children');
    const { readFileSync } = await import('node:fs');
    const children = new Children();
    const stays = "process.on('SIGTERM', () => process.exit(0)); console.log('up'); setInterval(() => {}, 1000)";
    const start = (name, script) => {
      const logFile = process.env.TMPDIR + '/' + name;
      return children.start({ name, command: [process.execPath, '-e', script], environment: {}, cwd: '/', logFile });
    };
    const started = [start('first', stays), start('done', ''), start('last', stays)];
    await started[1].ended;
    const isUp = ({ logFile }) => readFileSync(logFile, 'utf8').includes('up');
    for (const child of [started[0], started[2]]) await waitUntil(child, async () => isUp(child), 20000);
    const stopped = [];
    await children.stopAll(({ name }) => stopped.push(name));
    return { stopped, codes: await Promise.all(started.map(({ ended }) => ended)) };`);
  expect(order).toEqual({ stopped: ['last', 'first'], codes: [0, 0, 0] });
});

test('a program that ends while it is waited for is told with its last words', async () => {
  const message = await returned(`
    const { Children, waitUntil } = await part('children');
    const children = new Children();
    const script = "console.log('no space left'); process.exit(3)";
    const logFile = process.env.TMPDIR + '/x';
    const command = [process.execPath, '-e', script];
    const child = children.start({ name: 'x', command, environment: {}, cwd: '/', logFile });
    return waitUntil(child, async () => false, 20000).catch((error) => error.message);`);
  expect(message).toBe('x has ended: \nno space left');
  expect(readFileSync(join(folder, 'x'), 'utf8')).toBe('no space left\n');
});
