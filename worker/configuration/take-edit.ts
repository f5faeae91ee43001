import { isDeepStrictEqual } from 'node:util';
import type { Logger } from 'pino';
import { ConfigErrors } from '../../config/config-errors';
import type { LoadedConfig } from '../../config/load-config';
import { renderConfigErrors } from '../../config/render-config-errors';
import { CollectorError } from '../../errors/collector-error';
import { errorInWords } from '../../errors/error-report';
import type { ConfigInUse } from './config-in-use';

/** What a worker looks at when it starts, and never again. */
const WANT_A_START = [
  'debug',
  'external_storage',
  'health',
  'memory_stats_period_in_sec',
  'metrics',
  'sender_stats_period_in_sec',
  'temporal',
] as const;

/** Has the configuration read again and says in the log what became of it. A bad edit changes nothing. */
export function takeEdit(config: ConfigInUse, why: string, logger: Logger, use: (taken: LoadedConfig) => void): void {
  const edit = config.reload();
  const { loaded } = config;
  if (edit.kind === 'same') {
    logger.info(`Configuration ${loaded.file} was read again (${why}): nothing has changed`);
    return;
  }
  if (edit.kind === 'refused') {
    logger.error(
      `Configuration ${loaded.file} was read again (${why}) and cannot be used; the one that was in use goes on. ` +
        inWords(edit.why),
    );
    return;
  }
  use(loaded);
  const changes = changesInWords(edit.before, loaded);
  logger.info(
    `Configuration ${loaded.file} was read again (${why}) and is in use: ${changes.join('; ') || 'no pull changes'}`,
  );
  for (const warning of loaded.warnings) logger.warn(warning);
  for (const words of startWanted(edit.before, loaded)) logger.warn(words);
}

function inWords(error: Error): string {
  if (error instanceof ConfigErrors) return renderConfigErrors(error.errors, { color: false });
  return error instanceof CollectorError ? errorInWords(error.report()) : error.message;
}

function changesInWords(before: LoadedConfig, now: LoadedConfig): string[] {
  const names = (loaded: LoadedConfig): Map<string, string> =>
    new Map(loaded.services().map((each) => [`${each.input}/${each.service}`, JSON.stringify(each)]));
  const [old, fresh] = [names(before), names(now)];
  const words: string[] = [];
  for (const [name, settings] of fresh) {
    if (!old.has(name)) words.push(`${name} is new ("ctci-collector apply" starts it)`);
    else if (old.get(name) !== settings) words.push(`${name} is pulled by its new settings from the next pull on`);
  }
  for (const name of old.keys()) {
    if (!fresh.has(name)) words.push(`${name} is not in it any more ("ctci-collector apply" stops it)`);
  }
  return words;
}

function startWanted(before: LoadedConfig, now: LoadedConfig): string[] {
  const [old, fresh] = [before.config.globals, now.config.globals];
  const words = WANT_A_START.filter((name) => !isDeepStrictEqual(old[name], fresh[name])).map(
    (name) => `globals.${name} has changed: that counts when the worker is started again`,
  );
  const writes = (globals: typeof old): boolean => globals.encryption?.enabled ?? false;
  if (writes(old) !== writes(fresh))
    words.push(
      `globals.encryption was switched ${writes(fresh) ? 'on' : 'off'}: what failures say goes by it when the worker ` +
        'is started again; everything else does from now on',
    );
  return words;
}
