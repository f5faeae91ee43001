import { execFileSync } from 'node:child_process';
import { expect, test } from '@jest/globals';
import { flag, text } from '../../../client/command-line/option';
import { verb, type Verb } from '../../../client/command-line/verb';
import { completedProgram } from '../../../client/completion/completed-program';
import { completionScript, SHELLS, type Shell } from '../../../client/completion/completion';

const VERBS: readonly Verb[] = [
  verb({
    name: 'status',
    group: 'Everyday',
    summary: "show every service's state: all of it",
    options: { config: text('--config <file>', 'configuration', 'files'), watch: flag('--watch', 'again and again') },
    examples: [{ line: 'status', does: 'shows it' }],
    run: () => Promise.resolve(0),
  }),
  verb({
    name: 'init',
    group: 'Setting up',
    summary: 'make a configuration',
    options: { region: text('--region <name>', 'region'), json: flag('--json', 'one document') },
    examples: [{ line: 'init', does: 'makes it' }],
    run: () => Promise.resolve(0),
  }),
  verb({
    name: 'completion',
    group: 'Setting up',
    summary: 'print a script',
    args: [{ usage: '<shell>', words: 'which shell', choices: SHELLS }],
    options: {},
    examples: [{ line: 'completion bash', does: 'prints it' }],
    run: () => Promise.resolve(0),
  }),
];

/** What bash offers for the last of these words. */
function bashOffers(...words: string[]): string[] {
  const script = `${completionScript(VERBS, 'bash')}
COMP_WORDS=(ctci-collector "$@"); COMP_CWORD=$#; _ctci_collector; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const text = execFileSync('bash', ['-c', script, 'bash', ...words], { cwd: __dirname, encoding: 'utf8' });
  return text.split('\n').filter((line) => line !== '');
}

test('bash offers the verbs that fit what is typed', () => {
  expect(bashOffers('')).toEqual(['status', 'init', 'completion', '--help', '--version']);
  expect(bashOffers('st')).toEqual(['status']);
});

test('bash offers the options of the verb, and not those of another', () => {
  expect(bashOffers('status', '--')).toEqual(['--config', '--watch', '--help']);
  expect(bashOffers('init', '--j')).toEqual(['--json']);
});

test('bash offers files behind an option that takes one, and nothing behind one that takes a name', () => {
  expect(bashOffers('status', '--config', 'completion.t')).toEqual(['completion.test.ts']);
  expect(bashOffers('init', '--region', '')).toEqual([]);
});

test('bash offers what an argument may be', () => {
  expect(bashOffers('completion', '')).toEqual(['bash', 'zsh', 'fish', '--help']);
});

test.each(SHELLS)('the script for %s names every verb and every option with what it is', (shell: Shell) => {
  const script = completionScript(VERBS, shell);
  for (const { name, options } of completedProgram(VERBS)) {
    expect(script).toContain(name);
    for (const { flag } of options) expect(script).toContain(flag.slice(2));
  }
});

test.each([
  ['zsh', `'status:show every service'\\''s state: all of it'`],
  ['fish', `'show every service\\'s state: all of it'`],
] as const)('descriptions are quoted for %s', (shell, quoted) => {
  expect(completionScript(VERBS, shell)).toContain(quoted);
});
