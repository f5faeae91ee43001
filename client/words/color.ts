/** What `--color` may be. */
export const COLOR_CHOICES = ['always', 'never', 'auto'] as const;

/**
 * Makes `--color` count for all that is written from now on, by programs that are started too: it beats what the
 * terminal says, and `NO_COLOR` (https://no-color.org), which counts where the option is not given.
 */
export function chooseColor(choice: unknown, env: NodeJS.ProcessEnv): void {
  if (choice !== 'always' && choice !== 'never') return;
  delete env['NO_COLOR'];
  delete env['FORCE_COLOR'];
  env[choice === 'always' ? 'FORCE_COLOR' : 'NO_COLOR'] = '1';
}

/** Whether a stream gets colours: in a terminal, unless somebody said otherwise. */
export function wantsColor(isTerminal: boolean, env: NodeJS.ProcessEnv): boolean {
  if (env['NO_COLOR']) return false;
  if (env['FORCE_COLOR'] === '1') return true;
  return isTerminal && env['TERM'] !== 'dumb';
}
