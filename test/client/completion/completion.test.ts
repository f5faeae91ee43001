import { execFileSync } from 'node:child_process';
import { expect, test } from '@jest/globals';
import { Argument, Command } from 'commander';
import { completedProgram } from '../../../client/completion/completed-program';
import { completionScript, SHELLS, type Shell } from '../../../client/completion/completion';

function program(): Command {
  const commands = new Command('ctci-collector').description('a collector');
  commands
    .command('status')
    .description("show every service's state: all of it")
    .option('--config <file>', 'configuration (default: config.yaml)')
    .option('--watch', 'again and again');
  commands
    .command('init')
    .description('make a configuration')
    .option('--region <name>', 'region')
    .option('--json', 'one document', false);
  commands.command('completion').description('print a script').addArgument(new Argument('<shell>').choices(SHELLS));
  return commands;
}

/** What bash offers for the last of these words. */
function bashOffers(...words: string[]): string[] {
  const script = `${completionScript(program(), 'bash')}
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
  const script = completionScript(program(), shell);
  for (const { name, options } of completedProgram(program())) {
    expect(script).toContain(name);
    for (const { flag } of options) expect(script).toContain(flag.slice(2));
  }
});

test.each([
  ['zsh', `'status:show every service'\\''s state: all of it'`],
  ['fish', `'show every service\\'s state: all of it'`],
] as const)('descriptions are quoted for %s', (shell, quoted) => {
  expect(completionScript(program(), shell)).toContain(quoted);
});
