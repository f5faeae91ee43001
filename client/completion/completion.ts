import { PROGRAM } from '../command-line/program';
import type { Verb } from '../command-line/verb';
import { bashScript } from './bash-script';
import { completedProgram } from './completed-program';
import { fishScript } from './fish-script';
import { zshScript } from './zsh-script';

export const SHELLS = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof SHELLS)[number];

/** The shell of this name; the usual one for any other, which the program has refused before. */
export function shellNamed(name: string | undefined): Shell {
  return SHELLS.find((shell) => shell === name) ?? 'bash';
}

/** The script that completes all verbs and options of the program in a shell. */
export function completionScript(verbs: readonly Verb[], shell: Shell): string {
  const completed = completedProgram(verbs);
  switch (shell) {
    case 'bash':
      return bashScript(PROGRAM, completed);
    case 'zsh':
      return zshScript(PROGRAM, completed);
    case 'fish':
      return fishScript(PROGRAM, completed);
  }
}
