import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { z } from 'zod';
import { readProjectFile, ROOT } from './deployment';

const PAGES = ['docs/containers.md', 'docs/encryption.md'];

const services = ['docker-compose.yml', 'docker-compose.codec.yml', 'docker-compose.monitoring.yml'].flatMap((file) =>
  Object.keys(
    z.looseObject({ services: z.record(z.string(), z.unknown()) }).parse(parse(readProjectFile(file))).services,
  ),
);
const verbs = readdirSync(join(ROOT, 'client', 'verbs'), { recursive: true }).flatMap(
  (file) => /\/([a-z]+)\.ts$/.exec(String(file))?.[1] ?? [],
);

/** The lines of the page that are typed into a shell, without what is said beside them. */
function typed(page: string): string[] {
  const blocks = readProjectFile(page).matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm);
  const lines = [...blocks].flatMap(([, language, text = '']) => (language === '' ? text.split('\n') : []));
  return lines.map((line) => line.replace(/\s+#.*$/, ''));
}

/** What stands behind a command of Compose and its options, in code of the page. */
function behind(page: string, command: string): string[][] {
  const pattern = new RegExp(`docker compose ${command}((?: [^\\s\`]+)+)`, 'g');
  const words = [...readProjectFile(page).matchAll(pattern)].map(([, more = '']) => more.trim().split(' '));
  return words.map((all) => all.slice(all.findIndex((word) => !word.startsWith('-'))));
}

test.each(PAGES)('what %s runs in a container is a service that is there, and a verb that the client has', (page) => {
  const commands = ['exec', 'run'].flatMap((command) => behind(page, command));
  for (const [service = '', program, verb = ''] of commands) {
    expect(services).toContain(service);
    if (program === 'ctci-collector') expect([...verbs, 'VERB']).toContain(verb);
  }
  for (const [service = ''] of behind(page, 'restart')) expect(services).toContain(service);
});

test('docs/containers.md runs something in a container for first start, upgrade, restore, encryption', () => {
  const inContainers = ['exec', 'run'].flatMap((command) => behind('docs/containers.md', command));
  const used = new Set(inContainers.map(([, program, verb]) => `${program} ${verb}`));
  for (const wanted of ['check', 'worker', 'status', 'apply']) expect(used).toContain(`ctci-collector ${wanted}`);
});

test('the files that the page puts into COMPOSE_FILE are there, and so is every script that it runs', () => {
  const lines = typed('docs/containers.md');
  const files = lines.flatMap((line) => /COMPOSE_FILE=(\S+)/.exec(line)?.[1]?.split(':') ?? []);
  const scripts = lines.flatMap((line) => /^sh (\S+)/.exec(line)?.[1] ?? []);
  expect(files.length).toBe(3);
  for (const file of [...files, ...scripts]) expect([file, existsSync(join(ROOT, file))]).toEqual([file, true]);
});

test('a new version of the release leaves alone what the page lets people edit', () => {
  const [unpack = ''] = typed('docs/containers.md').filter(
    (line) => line.startsWith('tar ') && line.includes('--exclude'),
  );
  for (const edited of ['deploy/collector/config.yaml', 'deploy/prometheus/prometheus.yml']) {
    expect(unpack).toContain(`--exclude=${edited}`);
    expect(existsSync(join(ROOT, edited))).toBe(true);
  }
});

test('what the secrets hold is written as the user who may: once they are given away, with sudo', () => {
  const made = PAGES.flatMap(typed).filter((line) => /deploy\/secrets\/(?:history_key|codec_token)/.test(line));
  expect(made.length).toBeGreaterThan(2);
  expect(made.filter((line) => !line.includes('sudo '))).toEqual([]);
});
