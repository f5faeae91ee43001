import type { Command } from 'commander';
import { bashScript } from './bash-script';
import { completedProgram } from './completed-program';
import { fishScript } from './fish-script';
import { zshScript } from './zsh-script';

export const SHELLS = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof SHELLS)[number];

/** The script that completes all verbs and options of the program in a shell. */
export function completionScript(program: Command, shell: Shell): string {
  const verbs = completedProgram(program);
  switch (shell) {
    case 'bash':
      return bashScript(program.name(), verbs);
    case 'zsh':
      return zshScript(program.name(), verbs);
    case 'fish':
      return fishScript(program.name(), verbs);
  }
}
