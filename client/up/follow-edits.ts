import { ConfigErrors } from '../../config/config-errors';
import { EditWatch } from '../../config/edit-watch';
import { loadConfig, type LoadedConfig } from '../../config/load-config';
import { renderConfigErrors } from '../../config/render-config-errors';
import { openCollector, type CommonOptions } from '../open-collector';
import { applyConfiguration } from '../work/setting-up/apply';

/** As the worker does, which takes the edit up by itself. */
const LOOK_MS = 2_000;

export interface EditsOf {
  readonly options: Omit<CommonOptions, 'config'> & { readonly config: string };
  readonly taskQueue: string;
  readonly env: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
  readonly say: (line: string) => void;
  /** Told of each configuration that is taken up. */
  readonly taken: (loaded: LoadedConfig) => void;
}

/**
 * Watches the configuration for as long as `up` runs. A good edit is brought to the crons as `apply` does; the worker
 * takes it up by itself. A bad one changes nothing, and is told.
 */
export function followEdits({ options, taskQueue, env, signal, say, taken }: EditsOf): void {
  const edits = new EditWatch(options.config);
  let applying = Promise.resolve();
  const timer = setInterval(() => {
    if (edits.look()) applying = applying.then(applyEdit).catch((error: unknown) => tell(error));
  }, LOOK_MS);
  signal.addEventListener('abort', () => clearInterval(timer), { once: true });

  async function applyEdit(): Promise<void> {
    const loaded = loadConfig(options.config, { env, now: new Date(), judgeHistory: 'warn' });
    if (loaded.taskQueue !== taskQueue) {
      say(`${options.config} has another name or id now: that is another collector. Start this one again for it.`);
      return;
    }
    taken(loaded);
    const collector = await openCollector(options, env);
    try {
      say(`${options.config} was edited, and is in use from now on:`);
      for (const note of await applyConfiguration(collector)) say(`  ${note}`);
    } finally {
      await collector.close();
    }
  }

  function tell(error: unknown): void {
    if (signal.aborted) return;
    const why =
      error instanceof ConfigErrors
        ? renderConfigErrors(error.errors, { color: false })
        : error instanceof Error
          ? error.message
          : String(error);
    say(`${options.config} was edited and cannot be used; the one that was in use goes on.\n${why}`);
  }
}
