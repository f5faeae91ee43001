import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { loadConfig } from '../../../config/load-config';
import { shownText } from '../../../domain/report/shown-text';
import { CollectorError } from '../../../errors/collector-error';
import { chosenServices, collectorFolder } from '../../open-collector';
import { toldToStop } from '../../up/stop-signals';
import { EXIT } from '../../verb-result';
import { sayInPages } from '../../pager';
import { FollowedFile } from './followed-file';
import { keepSecret, say } from '../../voice';

export interface LogsOptions {
  readonly config: string;
  readonly input: string | undefined;
  readonly service: string | undefined;
  readonly follow: boolean;
  readonly lines: number;
  readonly pager: boolean;
}

const LOOK_EVERY_MS = 500;

/** The newest lines of the worker's log, and with `follow` what is added; of one service where one is named. */
export async function logs(options: LogsOptions, env: NodeJS.ProcessEnv): Promise<number> {
  const loaded = loadConfig(options.config, { env, now: new Date(), judgeHistory: 'warn' });
  keepSecret(loaded.secrets);
  const { input, service } = options;
  const named = input !== undefined || service !== undefined;
  const chosen = chosenServices(loaded, {
    ...(input !== undefined && { input }),
    ...(service !== undefined && { service }),
  });
  const ids = named ? chosen.flatMap((each) => [each.workflowId, `${each.input}/${each.service}`]) : null;
  const isWanted = (line: string): boolean => ids === null || ids.some((id) => line.includes(id));
  const file = join(collectorFolder(options.config), 'worker.log');
  if (!existsSync(file))
    throw new CollectorError('usage', {
      setting: '--config',
      seen: `there is no ${file}: no "ctci-collector up" has run here`,
    });

  const followed = new FollowedFile(file);
  const newest = followed.newLines().filter(isWanted).slice(-options.lines);
  if (!options.follow) {
    if (options.pager) await sayInPages(inWords(newest), env);
    else say(inWords(newest));
    return EXIT.done;
  }
  say(inWords(newest));
  const stopping = new AbortController();
  void toldToStop(() => process.exit(EXIT.done)).then(() => stopping.abort());
  while (!stopping.signal.aborted) {
    await setTimeout(LOOK_EVERY_MS, undefined, { signal: stopping.signal }).catch(() => undefined);
    say(inWords(followed.newLines().filter(isWanted)));
  }
  return EXIT.done;
}

function inWords(lines: readonly string[]): string {
  return lines.map((line) => `${shownText(line)}\n`).join('');
}
