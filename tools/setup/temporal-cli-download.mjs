/* global AbortController */
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { firstLine, installAtomically } from './temporal-cli-install.mjs';
import { runCommand } from './run-command.mjs';
import { seconds } from './narrator.mjs';

/** Time for the first bytes: a site that is out of reach must not hold up the build from source. */
const ANSWER_MS = 10_000;
/** Time for the whole archive, about 60 MB. */
const DOWNLOAD_MS = 5 * 60_000;

const PLATFORMS = { linux: 'linux', darwin: 'darwin', win32: 'windows' };
const ARCHITECTURES = { x64: 'amd64', arm64: 'arm64' };

/** Where the CLI's makers publish it: https://docs.temporal.io/cli/setup-cli, then their releases. */
export function downloadAddresses(version, platform = process.platform, architecture = process.arch) {
  const os = PLATFORMS[platform];
  const arch = ARCHITECTURES[architecture];
  if (!os || !arch) return [];
  const ending = os === 'windows' ? 'zip' : 'tar.gz';
  return [
    `https://temporal.download/cli/archive/v${version}?platform=${os}&arch=${arch}`,
    `https://github.com/temporalio/cli/releases/download/v${version}/temporal_cli_${version}_${os}_${arch}.${ending}`,
  ];
}

/** Downloads the official archive and unpacks the program from it. Returns null, or why it did not work. */
export async function downloadCli(place, version, narrator, _environment, options = {}) {
  const addresses = options.addresses ?? downloadAddresses(version);
  if (addresses.length === 0) return `there is no official download for ${process.platform} ${process.arch}`;
  const reasons = [];
  for (const address of addresses) {
    narrator.say(`Temporal CLI: downloading ${version} from ${new URL(address).host}`);
    const startedAt = Date.now();
    const failure = await narrator.during('Temporal CLI', installAtomically(place, (folder) => fetchAndUnpack(address, folder)));
    if (failure === null) {
      narrator.say(`Temporal CLI: downloaded in ${seconds(Date.now() - startedAt)}`);
      return null;
    }
    reasons.push(`${new URL(address).host}: ${failure}`);
  }
  return `the official download does not work (${reasons.join(', ')})`;
}

async function fetchAndUnpack(address, folder) {
  const archive = join(folder, 'archive');
  const failure = await fetchTo(address, archive);
  if (failure !== null) return failure;
  // Both bsdtar (macOS, Windows) and GNU tar know by themselves how the archive is packed.
  const tar = await runCommand('tar', ['-xf', archive, '-C', folder], { timeoutMs: 60_000 });
  return tar.code === 0 ? null : `the archive cannot be unpacked (${firstLine(tar.output)})`;
}

async function fetchTo(address, file) {
  const abort = new AbortController();
  const answerTimer = setTimeout(() => abort.abort(new Error('no answer in time')), ANSWER_MS);
  const wholeTimer = setTimeout(() => abort.abort(new Error('took too long')), DOWNLOAD_MS);
  try {
    const response = await fetch(address, { signal: abort.signal });
    clearTimeout(answerTimer);
    if (!response.ok || response.body === null) return `HTTP ${response.status}`;
    await pipeline(Readable.fromWeb(response.body), createWriteStream(file), { signal: abort.signal });
    return null;
  } catch (error) {
    return abort.signal.aborted ? abort.signal.reason.message : (error.cause?.code ?? error.cause?.message ?? error.message);
  } finally {
    clearTimeout(answerTimer);
    clearTimeout(wholeTimer);
  }
}
