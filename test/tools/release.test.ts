import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, posix } from 'node:path';
import { expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { z } from 'zod';
import { runNode } from './run-module';

const ROOT = join(__dirname, '..', '..');

/** Runs some lines with a module of tools/release, and reads what they return. */
async function release(module: string, lines: string): Promise<unknown> {
  const script = `
    const module = await import(${JSON.stringify(`${ROOT}/tools/release/${module}.mjs`)});
    const result = await (async () => { ${lines} })().catch((error) => ({ refused: error.message }));
    process.stdout.write(JSON.stringify(result));`;
  const { stdout, stderr } = await runNode(['--input-type=module', '-e', script]);
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout);
}

const CHANGELOG =
  '# Changelog\n\n## Unreleased\n\nMind when you upgrade:\n\n- One.\n\nNew:\n\n- Two.\n\n## 0.1.0\n\nFirst.\n';

function notes(fragments: readonly { name: string; text: string }[], changelog = CHANGELOG): Promise<unknown> {
  return release('notes', `return module.notesOf(${JSON.stringify(changelog)}, ${JSON.stringify(fragments)});`);
}

test('the notes hold what is unreleased and every fragment, by kind, and nothing of older versions', async () => {
  const fragments = [
    { name: 'faster.new.md', text: 'Three\nin two lines.\n' },
    { name: 'a-fault.mended.md', text: '- Four.' },
  ];
  const expected = 'Mind when you upgrade:\n\n- One.\n\nMended:\n\n- Four.\n\nNew:\n\n- Two.\n- Three in two lines.\n';
  expect(await notes(fragments)).toBe(expected);
});

test.each(['faster.md', 'faster.newer.md', 'Faster.new.md', 'faster.new.txt'])(
  'a fragment of no kind is refused: %s',
  async (name) => {
    expect(await notes([{ name, text: 'x' }])).toEqual({
      refused: expect.stringContaining(`changelog.d/${name} is no fragment`),
    });
  },
);

test('an empty fragment is refused', async () => {
  expect(await notes([{ name: 'a.new.md', text: '\n' }])).toEqual({ refused: 'changelog.d/a.new.md is empty' });
});

test('folding puts the notes under the version, and leaves the older versions as they were', async () => {
  const lines = `return module.fold(${JSON.stringify(CHANGELOG)}, '0.2.0', 'New:\\n\\n- Two.\\n');`;
  expect(await release('notes', lines)).toBe(
    '# Changelog\n\n## Unreleased\n\n## 0.2.0\n\nNew:\n\n- Two.\n\n## 0.1.0\n\nFirst.\n',
  );
});

test('the fragments of this checkout make notes', async () => {
  const folder = join(ROOT, 'changelog.d');
  const names = readdirSync(folder).filter((name) => name !== 'README.md');
  const fragments = names.map((name) => ({ name, text: readFileSync(join(folder, name), 'utf8') }));
  expect(await notes(fragments, readFileSync(join(ROOT, 'CHANGELOG.md'), 'utf8'))).toEqual(
    expect.stringContaining('- '),
  );
});

test('two bills of materials of one commit are equal', async () => {
  const made = (serialNumber: string, timestamp: string): string =>
    JSON.stringify({ bomFormat: 'CycloneDX', serialNumber, metadata: { timestamp }, components: [] });
  const facts = `{ commit: '0123456789abcdef0123456789abcdef01234567', madeAt: new Date(0) }`;
  const sboms = await Promise.all(
    [made('a', '1'), made('b', '2')].map((text) =>
      release('sbom', `return module.steadySbom(${JSON.stringify(text)}, ${facts});`),
    ),
  );
  expect(sboms[0]).toBe(sboms[1]);
  expect(sboms[0]).toMatch(/urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}/);
});

test('what is no bill of materials is refused', async () => {
  expect(await release('sbom', `return module.steadySbom('{"a":1}', { commit: 'a', madeAt: new Date(0) });`)).toEqual({
    refused: 'npm sbom printed no CycloneDX document',
  });
});

test('the sums are such as sha256sum checks, of every file', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ctci-sums-'));
  try {
    writeFileSync(join(folder, 'b.tgz'), 'one');
    writeFileSync(join(folder, 'a b.json'), 'two');
    expect(await release('sums', `return module.writeSums(${JSON.stringify(folder)});`)).toEqual(['a b.json', 'b.tgz']);
    expect(execFileSync('sha256sum', ['--check', '--strict', 'SHA256SUMS'], { cwd: folder, encoding: 'utf8' })).toBe(
      'a b.json: OK\nb.tgz: OK\n',
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('every file of a release may be read by everybody, also one that was saved for its owner alone', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ctci-modes-'));
  try {
    for (const mode of [0o600, 0o640, 0o644]) writeFileSync(join(folder, `file-${mode}`), 'x', { mode });
    await release('modes', `return module.letAllRead(${JSON.stringify(folder)}) ?? null;`);
    const modes = readdirSync(folder).map((name) => statSync(join(folder, name)).mode & 0o777);
    expect(modes).toEqual([0o644, 0o644, 0o644]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

/** For who works on the program: they name its sources. */
const FOR_DEVELOPERS = ['docs/architecture.md', 'docs/first-source.md', 'docs/glossary.md'];

test('the archive for Compose holds its files, what they mount, and every page that operators need', async () => {
  const parts = z
    .array(z.string())
    .parse(await release('compose-files', `return module.composeFiles(${JSON.stringify(ROOT)});`));
  const isIn = (file: string): boolean => parts.some((part) => file === part || file.startsWith(`${part}/`));
  const wanted = [
    'docker-compose.yml',
    'docker-compose.codec.yml',
    'deploy/prepare.sh',
    'deploy/collector/config.yaml',
  ];
  expect(wanted.filter((file) => !isIn(file))).toEqual([]);
  expect(['deploy/secrets', 'deploy/helm', '.env', 'Dockerfile'].filter(isIn)).toEqual([]);
  const docs = readdirSync(join(ROOT, 'docs'), { recursive: true }).map((file) => `docs/${String(file)}`);
  const pages = [...readdirSync(ROOT), ...docs].filter(
    (page) => page.endsWith('.md') && isIn(page) && !FOR_DEVELOPERS.includes(page),
  );
  const named = pages.flatMap((page) =>
    [...readFileSync(join(ROOT, page), 'utf8').matchAll(/\]\((?!https?:)([^)#\s]+)/g)].map(([, link = '']) => ({
      page,
      file: posix.normalize(posix.join(posix.dirname(page), link)).replace(/\/$/, ''),
    })),
  );
  expect(named.length).toBeGreaterThan(40);
  expect(named.filter(({ file }) => !isIn(file))).toEqual([]);
});

const step = z.object({ uses: z.string().optional(), run: z.string().optional() }).loose();
const workflow = z
  .object({
    permissions: z.record(z.string(), z.string()),
    jobs: z.record(z.string(), z.object({ steps: z.array(step), 'timeout-minutes': z.number() }).loose()),
  })
  .loose();
const WORKFLOWS = join(ROOT, '.github', 'workflows');

test.each(readdirSync(WORKFLOWS))(
  '%s names every action by commit, may only read unless a job says more, ends in time, and runs what is there',
  (name) => {
    const { permissions, jobs } = workflow.parse(parse(readFileSync(join(WORKFLOWS, name), 'utf8')));
    expect(permissions).toEqual({ contents: 'read' });
    const { scripts } = z
      .object({ scripts: z.record(z.string(), z.string()) })
      .parse(JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')));
    const runs = Object.values(jobs).flatMap(({ steps }) => steps.flatMap(({ run }) => run ?? []));
    expect(runs).toContain('.ci/run');
    for (const run of runs) {
      const script = /^npm run -s ([a-z-]+)$/.exec(run)?.[1];
      if (script !== undefined) expect(Object.keys(scripts)).toContain(script);
    }
    for (const { uses } of Object.values(jobs).flatMap(({ steps }) => steps)) {
      if (uses !== undefined) expect(uses).toMatch(/^actions\/[a-z-]+@[0-9a-f]{40}$/);
    }
  },
);

test('the update bot looks after packages, images and actions', () => {
  const bot = z
    .object({ updates: z.array(z.object({ 'package-ecosystem': z.string() }).loose()) })
    .parse(parse(readFileSync(join(ROOT, '.github', 'dependabot.yml'), 'utf8')));
  expect(bot.updates.map((each) => each['package-ecosystem'])).toEqual([
    'npm',
    'docker',
    'docker-compose',
    'github-actions',
  ]);
});
