import { CollectorError } from '../../errors/collector-error';
import { endProcess } from './end-process';
import type { DevServerOptions } from '../engine';
import { removeEngineFile, type EngineFile } from './engine-file';
import { answersAsTemporal } from './engine-health';
import { identifyEngine, isOfFolder, strayEngines } from './orphan';
import { isOtherLiving } from './process-identity';
import { splitAddress } from '../tcp-probe';

/** A healthy engine answers in milliseconds; one that was just spawned when its starter died needs a second. */
const ANSWER_MS = 3_000;

/**
 * Judges what an earlier start has left in the folder: returns the engine that can be gone on with, or null after
 * ending what cannot. An engine that another living process keeps is a CollectorError.
 */
export async function judgeLeftEngine(
  file: EngineFile | null,
  database: string,
  options: DevServerOptions,
): Promise<EngineFile | null> {
  const identity = file === null || !isOfFolder(file, options.folder) ? 'other' : identifyEngine(file);
  if (file !== null && identity !== 'other') {
    if (isOtherLiving(file.owner)) {
      throw new CollectorError('already_up', { seen: `process ${file.owner.pid} keeps the engine at ${file.address}` });
    }
    const answers = await answersAsTemporal(file.address, file.namespace, ANSWER_MS);
    if (answers && suits(file, options)) return file;
    if (answers || identity === 'engine') {
      // nothing is ended that may be a stranger
      options.log(`Temporal: ending the engine that an earlier start left behind (process ${file.pid})`);
      await endProcess(file.pid);
    }
  }
  if (file !== null) await removeEngineFile(options.folder, file.pid);
  for (const pid of strayEngines(database)) {
    options.log(`Temporal: ending an engine that holds ${database} (process ${pid})`);
    await endProcess(pid);
  }
  return null;
}

/**
 * Whether it is what is asked for now; another UI codec or a port by name needs a start of its own, which takes half a
 * second.
 */
function suits(file: EngineFile, options: DevServerOptions): boolean {
  if (file.namespace !== (options.namespace ?? 'default')) return false;
  if (file.codec_endpoint !== (options.codecEndpoint ?? null)) return false;
  if ((file.ui === null) !== (options.uiPort === null)) return false;
  return hasPort(file.address, options.port) && (file.ui === null || hasPort(new URL(file.ui).host, options.uiPort));
}

function hasPort(address: string, choice: DevServerOptions['uiPort']): boolean {
  return choice?.setting === undefined || choice.port === splitAddress(address).port;
}
