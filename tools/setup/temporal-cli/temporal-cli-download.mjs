/* global AbortController */
import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { CLI_CHECKSUMS } from './temporal-cli-checksums.mjs';
import { httpGet } from '../http-get.mjs';
import { firstLine, installAtomically } from './temporal-cli-install.mjs';
import { runCommand } from '../run-command.mjs';
import { seconds } from '../narrator.mjs';

/** Time for the first bytes: a site that is out of reach must not hold up the build from source. */
const ANSWER_MS = 10_000;
/** Time for the whole archive, about 60 MB. */
const DOWNLOAD_MS = 5 * 60_000;

const SYSTEMS = { linux: 'linux', darwin: 'darwin' };
const PROCESSORS = { x64: 'amd64', arm64: 'arm64' };

/**
 * The archive that the CLI's makers publish (https://docs.temporal.io/cli/setup-cli, then their releases), and the
 * checksum that the project keeps of it; null for a platform without one, where nothing is downloaded.
 *
 * @returns {{ addresses: readonly string[], sha256: string } | null}
 */
export function officialArchive(version, platform = process.platform, processor = process.arch) {
  const os = SYSTEMS[platform];
  const arch = PROCESSORS[processor];
  const name = `temporal_cli_${version}_${os}_${arch}.tar.gz`;
  const sha256 = CLI_CHECKSUMS[name];
  if (sha256 === undefined) return null;
  const addresses = [
    `https://temporal.download/cli/archive/v${version}?platform=${os}&arch=${arch}`,
    `https://github.com/temporalio/cli/releases/download/v${version}/${name}`,
  ];
  return { addresses, sha256 };
}

/**
 * Downloads the official archive, compares it with the checksum that is kept, and unpacks the program from it.
 * Returns null, or why it did not work.
 *
 * @param {{ addresses?: readonly string[], sha256?: string }} [options] where another archive is, and its checksum
 */
export async function downloadCli(place, version, narrator, environment, options = {}) {
  const { addresses, sha256 } = { ...officialArchive(version), ...options };
  if (addresses === undefined)
    return `there is no official download for ${process.platform} ${process.arch} whose checksum is known`;
  const reasons = [];
  for (const address of addresses) {
    narrator.say(`Temporal CLI: downloading ${version} from ${new URL(address).host}`);
    const startedAt = Date.now();
    const counter = countBytes();
    const work = installAtomically(place, (folder) => fetchAndUnpack(address, sha256, folder, environment, counter));
    const failure = await narrator.during('Temporal CLI', work, counter);
    if (failure === null) {
      narrator.say(`Temporal CLI: downloaded in ${seconds(Date.now() - startedAt)}, checksum as expected`);
      return null;
    }
    reasons.push(`${new URL(address).host}: ${failure}`);
  }
  return `the official download does not work (${reasons.join(', ')})`;
}

/** Counts what comes, of as much as the server has said. */
function countBytes() {
  let come = 0;
  let all = 0;
  async function* through(pieces) {
    for await (const piece of pieces) {
      come += piece.length;
      yield piece;
    }
  }
  return {
    of(answer) {
      come = 0;
      all = Number(answer.headers['content-length']) || 0;
      return through(answer);
    },
    count() {
      if (come === 0) return '';
      return all > 0 ? `${megabytes(come)} of ${megabytes(all)} MB` : `${megabytes(come)} MB`;
    },
  };
}

function megabytes(bytes) {
  return (bytes / 1e6).toFixed(1);
}

async function fetchAndUnpack(address, expected, folder, environment, counter) {
  const archive = join(folder, 'archive');
  const failure = await fetchTo(address, archive, environment, counter);
  if (failure !== null) return failure;
  const sum = await sha256Of(archive);
  if (sum !== expected) return `what came is not the published archive: its SHA-256 is ${sum}, expected ${expected}`;
  // Both bsdtar (macOS) and GNU tar know by themselves how the archive is packed.
  const tar = await runCommand('tar', ['-xf', archive, '-C', folder], { timeoutMs: 60_000 });
  return tar.code === 0 ? null : `the archive cannot be unpacked (${firstLine(tar.output)})`;
}

async function sha256Of(file) {
  const hash = createHash('sha256');
  for await (const piece of createReadStream(file)) hash.update(piece);
  return hash.digest('hex');
}

async function fetchTo(address, file, environment, counter) {
  const abort = new AbortController();
  const answerTimer = setTimeout(() => abort.abort(new Error('no answer in time')), ANSWER_MS);
  const wholeTimer = setTimeout(() => abort.abort(new Error('took too long')), DOWNLOAD_MS);
  try {
    const answer = await httpGet(address, environment, abort.signal);
    clearTimeout(answerTimer);
    if (answer.statusCode !== 200) {
      answer.destroy();
      return `HTTP ${answer.statusCode}`;
    }
    await pipeline(counter.of(answer), createWriteStream(file), { signal: abort.signal });
    return null;
  } catch (error) {
    return abort.signal.aborted ? abort.signal.reason.message : error.message || error.code;
  } finally {
    clearTimeout(answerTimer);
    clearTimeout(wholeTimer);
  }
}
