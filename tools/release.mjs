#!/usr/bin/env node
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { composeFiles } from './release/compose-files.mjs';
import { saveImage } from './release/image.mjs';
import { letAllRead } from './release/modes.mjs';
import { fold, notesOf } from './release/notes.mjs';
import { steadySbom } from './release/sbom.mjs';
import { KEY_VARIABLE, signSums } from './release/signature.mjs';
import { SUMS, writeSums } from './release/sums.mjs';
import { createNarrator, seconds } from './setup/narrator.mjs';
import { ROOT } from './setup/project.mjs';
import { runCommand } from './setup/run-command.mjs';
import { endOnInterrupt, setUp } from './setup/set-up.mjs';
import { SetupError, asSetupError, reportSetupError } from './setup/setup-error.mjs';

// `npm run release`: everything that a release consists of, in release/, with an SBOM and checksums. `-- --fold` moves
// the
// fragments of the changelog under the version's heading instead, which is committed before the tag. `-- --own-engine`
// starts
// a container engine for the image where none runs.

const OUT = join(ROOT, 'release');
const FRAGMENTS = join(ROOT, 'changelog.d');
const CHANGELOG = join(ROOT, 'CHANGELOG.md');

const narrator = createNarrator(process.stdout);
const { say } = narrator;
const startedAt = Date.now();
const { name, version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
endOnInterrupt();

try {
  const fragments = readFragments();
  const notes = notesOf(readFileSync(CHANGELOG, 'utf8'), fragments);
  if (process.argv.includes('--fold')) foldChangelog(notes, fragments);
  else await release(notes);
} catch (error) {
  reportSetupError(error instanceof SetupError ? error : asReleaseError(error), false);
}

async function release(notes) {
  await checkVersions();
  const facts = await commitFacts();
  await setUp(narrator);
  rmSync(OUT, { recursive: true, force: true });
  mkdirSync(OUT);
  await packPackage();
  await archive(`${name}-chart-${version}.tgz`, join(ROOT, 'deploy', 'helm'), [name], facts);
  await archive(`${name}-units-${version}.tar.gz`, ROOT, ['deploy/systemd', 'docs/systemd.md', 'LICENSE'], facts);
  await archive(`${name}-compose-${version}.tar.gz`, ROOT, composeFiles(ROOT), facts);
  const ownEngine = process.argv.includes('--own-engine');
  await saveImage({ out: OUT, commit: facts.commit, version, ownEngine, narrator });
  await writeSbom(facts);
  writeFileSync(join(OUT, 'NOTES.md'), `# ${name} ${version}\n\n${notes}`);
  for (const file of writeSums(OUT)) say(`  ${file}  ${(statSync(join(OUT, file)).size / 1_000_000).toFixed(2)} MB`);
  await sign();
  letAllRead(OUT);
  say(`Release ${version}: made in ${seconds(Date.now() - startedAt)}, in release/, with ${SUMS}`);
}

function readFragments() {
  const names = readdirSync(FRAGMENTS)
    .filter((file) => file !== 'README.md')
    .sort();
  return names.map((file) => ({ name: file, text: readFileSync(join(FRAGMENTS, file), 'utf8') }));
}

function foldChangelog(notes, fragments) {
  writeFileSync(CHANGELOG, fold(readFileSync(CHANGELOG, 'utf8'), version, notes));
  for (const fragment of fragments) rmSync(join(FRAGMENTS, fragment.name));
  say(`CHANGELOG.md: ${version} has ${fragments.length} fragments more; commit it, and tag the commit v${version}`);
}

/** Chart, Compose file and package are released under one number. */
async function checkVersions() {
  const chart = readFileSync(join(ROOT, 'deploy', 'helm', name, 'Chart.yaml'), 'utf8');
  const compose = readFileSync(join(ROOT, 'docker-compose.yml'), 'utf8');
  const wrong = [
    ...(chart.includes(`\nversion: ${version}\n`) && chart.includes(`\nappVersion: "${version}"`)
      ? []
      : ['deploy/helm/ctci-collector/Chart.yaml']),
    ...(compose.includes(`image: ${name}:${version}`) ? [] : ['docker-compose.yml']),
  ];
  if (wrong.length > 0)
    throw new SetupError(`${wrong.join(' and ')} are of another version than package.json (${version}).`);
}

/** What is released must be what was committed: otherwise nobody can make it again. */
async function commitFacts() {
  const status = await runCommand('git', ['status', '--porcelain'], { cwd: ROOT });
  if (status.code !== 0) throw new SetupError('This is no checkout of git: a release is made of a commit.');
  if (status.stdout.trim() !== '') {
    const remedy = 'Commit or remove them, then start again.';
    throw new SetupError(`There are changes that are not committed:\n${status.stdout.trimEnd()}`, { remedy });
  }
  const { stdout } = await runCommand('git', ['show', '--no-patch', '--format=%H %ct', 'HEAD'], { cwd: ROOT });
  const [commit, time] = stdout.trim().split(' ');
  return { commit, madeAt: new Date(Number(time) * 1000) };
}

async function packPackage() {
  await succeed('npm pack', runCommand('npm', ['pack', '--pack-destination', OUT], { cwd: ROOT }));
}

/** Owners, order and times are the same whoever makes it: two archives of one commit are equal. */
async function archive(file, folder, parts, { madeAt }) {
  const made = `@${Math.floor(madeAt.getTime() / 1000)}`;
  const steady = [
    '--sort=name',
    `--mtime=${made}`,
    '--owner=0',
    '--group=0',
    '--numeric-owner',
    '--mode=u+rw,go+r,go-w',
    '--format=ustar',
  ];
  const place = join(OUT, file);
  const plain = place.replace(/\.t(ar\.)?gz$/, '.tar');
  await succeed('tar', runCommand('tar', ['--create', `--file=${plain}`, '--directory', folder, ...steady, ...parts]));
  await succeed('gzip', runCommand('gzip', ['--no-name', '--best', '--suffix=.gz', plain]));
  if (`${plain}.gz` !== place) renameSync(`${plain}.gz`, place);
}

/** A key makes the release one that can be told from a stranger's; without one it says that it has no signature. */
async function sign() {
  const key = process.env[KEY_VARIABLE] ?? '';
  if (key === '') return say(`Signature: left out, for ${KEY_VARIABLE} names no key`);
  const { signer } = await signSums(OUT, key);
  say(`Signature: ${SUMS}.sig, verified with the signer\n  ${signer}`);
}

async function writeSbom(facts) {
  const options = ['sbom', '--sbom-format', 'cyclonedx', '--omit', 'dev', '--package-lock-only'];
  const { code, stdout, output } = await runCommand('npm', options, { cwd: ROOT });
  if (code !== 0) throw new SetupError(`npm sbom ended with ${code}:\n${output.trim()}`);
  writeFileSync(join(OUT, 'sbom.cdx.json'), steadySbom(readFully(stdout), facts));
}

/** Only the end of an output is kept; a document that lost its begin must not pass for one. */
function readFully(stdout) {
  if (!stdout.trimStart().startsWith('{')) throw new SetupError('npm sbom printed more than can be kept.');
  return stdout;
}

async function succeed(what, work) {
  const { code, output } = await work;
  if (code !== 0) throw new SetupError(`${what} ended with ${code}:\n${output.trim()}`);
}

function asReleaseError(error) {
  if (error instanceof Error && error.path === undefined && error.constructor === Error)
    return new SetupError(`${error.message}.`);
  return asSetupError(error);
}
