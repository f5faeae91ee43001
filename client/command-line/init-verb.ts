import type { Command } from 'commander';
import { USUAL_CONFIG } from '../config-file';
import type { GivenAnswers } from '../init/answers';
import { init } from '../init/init';
import { QUESTIONS } from '../init/questions';
import { finish } from './finish';

/** The verb `init`: it needs no configuration, and every question that it asks is an option too. */
export function initVerb(commands: Command): void {
  const command = commands
    .command('init')
    .description('make a commented configuration: asks in a terminal, and takes all answers as options')
    .option('--config <file>', 'file to write (default: CTCI_CONFIG, else config.yaml)')
    .option('--force', 'write over what is there', false)
    .option('--json', 'one JSON document on stdout, and nothing else', false);
  for (const { option, words, fallback } of Object.values(QUESTIONS))
    command.option(`${option} <answer>`, `${words}${fallback === null ? '' : ` (default: ${fallback})`}`);
  command.action(
    async ({ config, force, json, ...given }: GivenAnswers & { config?: string; force: boolean; json: boolean }) => {
      // stdout is for the result
      const terminal = process.stdin.isTTY ? { input: process.stdin, output: process.stderr } : null;
      finish(
        await init({
          file: config ?? (process.env['CTCI_CONFIG'] || USUAL_CONFIG),
          force,
          given,
          env: process.env,
          terminal,
        }),
        json,
      );
    },
  );
}
