import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { goModuleFolder, provideGoPrograms } from '../../setup/go/go-program.mjs';
import { provideServerPrograms } from '../../setup/go/server-programs.mjs';
import { runCommand } from '../../setup/run-command.mjs';
import { provideTemporalCli } from '../../setup/temporal-cli/temporal-cli.mjs';
import { tagOf } from './image-names.mjs';

/** The major version that comes with Node 22. */
const NPM = 'npm@10.9.9';

const NPM_MS = 10 * 60_000;

/** Where Debian and its likes keep the machine's certificate authorities, in one file. */
const AUTHORITIES = '/etc/ssl/certs/ca-certificates.crt';

/**
 * How a base image is made where no registry can be asked. Its Dockerfile lies in `recipes/<name>`; `prepare` puts
 * what that one copies into the folder of the build.
 *
 * @typedef {{ name: string, base: 'bookworm' | 'trixie', makes(image: string): boolean,
 *   prepare(folder: string, image: string, narrator: import('../../setup/narrator.mjs').Narrator): Promise<void> }}
 * Recipe
 */

/** @type {readonly Recipe[]} */
export const RECIPES = [
  { name: 'node', base: 'bookworm', makes: (image) => image.startsWith('node:'), prepare: prepareNode },
  {
    name: 'postgres',
    base: 'trixie',
    makes: (image) => image.startsWith('postgres:17.'),
    prepare: async () => undefined,
  },
  {
    name: 'temporal-server',
    base: 'bookworm',
    makes: (image) => image.startsWith('temporalio/server:'),
    prepare: prepareServer,
  },
  {
    name: 'temporal-admin-tools',
    base: 'bookworm',
    makes: (image) => image.startsWith('temporalio/admin-tools:'),
    prepare: prepareAdminTools,
  },
  {
    name: 'prometheus',
    base: 'trixie',
    makes: (image) => image.startsWith('prom/prometheus:'),
    prepare: async () => undefined,
  },
  { name: 'temporal-ui', base: 'bookworm', makes: (image) => image.startsWith('temporalio/ui:'), prepare: prepareUi },
];

/**
 * The exact Node of the tag comes as a package of npm. Everything lies in `root` as it shall lie in the image: a file
 * that is moved there is kept twice.
 */
async function prepareNode(folder, image) {
  const [version] = tagOf(image).split('-');
  const installed = mkdtempSync(join(tmpdir(), 'ctci-node-'));
  const node = `node-linux-${process.arch}`;
  try {
    const args = [
      'install',
      '--no-save',
      '--no-package-lock',
      '--ignore-scripts',
      '--install-strategy=nested',
      '--prefix',
      installed,
      `${node}@${version}`,
      NPM,
    ];
    const { code, output } = await runCommand('npm', args, { timeoutMs: NPM_MS });
    if (code !== 0) throw new Error(`npm install ${node}@${version} ${NPM} ended with ${code}:\n${output.trim()}`);
    const place = join(folder, 'root', 'usr', 'local');
    mkdirSync(join(place, 'bin'), { recursive: true });
    cpSync(join(installed, 'node_modules', node, 'bin', 'node'), join(place, 'bin', 'node'));
    cpSync(join(installed, 'node_modules', 'npm'), join(place, 'lib', 'node_modules', 'npm'), { recursive: true });
    for (const name of ['npm', 'npx'])
      symlinkSync(`../lib/node_modules/npm/bin/${name}-cli.js`, join(place, 'bin', name));
    await putMachineSettings(join(folder, 'root'));
  } finally {
    rmSync(installed, { recursive: true, force: true });
  }
}

async function putMachineSettings(folder) {
  const settings = ['fund=false', 'audit=false', 'update-notifier=false'];
  mkdirSync(join(folder, 'usr', 'local', 'etc'), { recursive: true });
  if (existsSync(AUTHORITIES)) {
    mkdirSync(join(folder, 'usr', 'local', 'share'), { recursive: true });
    copyFileSync(AUTHORITIES, join(folder, 'usr', 'local', 'share', 'machine-authorities.crt'));
    settings.push('cafile=/usr/local/share/machine-authorities.crt');
  }
  const registry = await runCommand('npm', ['config', 'get', 'registry'], { timeoutMs: 60_000 });
  if (registry.code === 0 && registry.stdout.trim().startsWith('http'))
    settings.push(`registry=${registry.stdout.trim()}`);
  writeFileSync(join(folder, 'usr', 'local', 'etc', 'npmrc'), `${settings.join('\n')}\n`);
}

async function prepareServer(folder, image, narrator) {
  const version = tagOf(image);
  copyFileSync((await provideServerPrograms(version, narrator)).server, join(folder, 'temporal-server'));
  const source = await goModuleFolder('go.temporal.io/server', version);
  // Debian's plain shell knows no pipefail; the script has no pipe whose failure counts.
  const script = readFileSync(join(source, 'docker', 'scripts', 'sh', 'entrypoint.sh'), 'utf8');
  writeFileSync(join(folder, 'entrypoint.sh'), script.replace('set -eu -o pipefail', 'set -eu'));
}

async function prepareAdminTools(folder, image, narrator) {
  copyFileSync((await provideServerPrograms(tagOf(image), narrator)).sql, join(folder, 'temporal-sql-tool'));
  copyFileSync(await provideTemporalCli(narrator, { ...process.env, TEMPORAL_ADDRESS: '' }), join(folder, 'temporal'));
}

async function prepareUi(folder, image, narrator) {
  const module = 'github.com/temporalio/ui-server/v2';
  const version = tagOf(image);
  const programs = await provideGoPrograms(
    { title: 'temporal-ui', module, version, packages: ['cmd/server'] },
    narrator,
  );
  copyFileSync(join(programs, 'server'), join(folder, 'ui-server'));
  copyFileSync(join(await goModuleFolder(module, version), 'config', 'docker.yaml'), join(folder, 'docker.yaml'));
}
