import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
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
    name: 'history',
    group: 'Everyday',
    summary: 'the last pulls',
    args: [{ usage: '[run]', words: 'one pull in full', offers: 'runs' }],
    options: { service: text('--service <name>', 'only this service', 'services') },
    examples: [{ line: 'history', does: 'shows them' }],
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

let folder: string;

/** A program that answers what it was asked, so that it can be seen. */
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ctci-completion-'));
  const script = `#!/bin/sh
echo "$*" >> "${folder}/asked"
case "$2" in
  services) printf 'cewl\\tof ctci\\nevents\\tof threatquotient\\n' ;;
  runs) printf '0198a-1\\t2026-11-26 delivered: 3 rows\\n0198b-2\\t2026-11-25 held\\n' ;;
esac
`;
  writeFileSync(join(folder, 'ctci-collector'), script, { mode: 0o755 });
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function inShell(shell: string, script: string, ...words: string[]): string[] {
  const args = shell === 'fish' ? ['--no-config', '-c', script, ...words] : ['-c', script, shell, ...words];
  const text = execFileSync(shell, args, {
    cwd: __dirname,
    encoding: 'utf8',
    env: { PATH: `${folder}:${process.env['PATH'] ?? ''}`, HOME: folder, TERM: 'dumb' },
  });
  return text.split(/\r?\n/).filter((line) => line !== '');
}

function lastQuestion(): string | undefined {
  return readFileSync(join(folder, 'asked'), 'utf8').trim().split('\n').at(-1);
}

/** What bash offers for the last of these words. */
function bashOffers(...words: string[]): string[] {
  const script = `${completionScript(VERBS, 'bash')}
COMP_WORDS=(ctci-collector "$@"); COMP_CWORD=$#; _ctci_collector; printf '%s\\n' "\${COMPREPLY[@]}"`;
  return inShell('bash', script, ...words);
}

test('bash offers the verbs that fit what is typed', () => {
  expect(bashOffers('')).toEqual(['status', 'init', 'history', 'completion', '--help', '--version']);
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

test('bash asks the program for what only it knows, with all that was typed', () => {
  expect(bashOffers('history', '--service', 'c')).toEqual(['cewl']);
  expect(lastQuestion()).toBe('offers services history --service c');
  expect(bashOffers('history', '0198')).toEqual(['0198a-1', '0198b-2']);
  expect(bashOffers('history', '--s')).toEqual(['--service']);
});

/** Those that are installed here. */
function having(shell: string): typeof test.skip {
  return spawnSync(shell, ['-c', 'true']).status === 0 ? test : test.skip;
}

having('fish')('fish offers verbs, options, files and what the program is asked for, each with a word on it', () => {
  const offers = (line: string): string[] =>
    inShell('fish', `${completionScript(VERBS, 'fish')}\ncomplete -C '${line}'`);
  expect(offers('ctci-collector st')).toEqual(["status\tshow every service's state: all of it"]);
  expect(offers('ctci-collector init --j')).toEqual(['--json\tone document']);
  expect(offers('ctci-collector history --service ')).toEqual(['cewl\tof ctci', 'events\tof threatquotient']);
  expect(lastQuestion()).toBe('offers services history --service');
  expect(offers('ctci-collector history 0198b')).toEqual(['0198b-2\t2026-11-25 held']);
  expect(offers('ctci-collector status --config completion.t')).toEqual(['completion.test.ts']);
});

/** The line as zsh leaves it after the tab key, in a terminal of its own. */
function zshCompletes(line: string): string | undefined {
  writeFileSync(join(folder, 'script.zsh'), completionScript(VERBS, 'zsh'));
  const prepare = [
    'autoload -Uz compinit; compinit -u -D',
    `source ${join(folder, 'script.zsh')}`,
    'tell() { print -r -- "<<$BUFFER>>"; }; zle -N tell; bindkey "^X" tell; bindkey "^I" complete-word',
    'print prepared',
  ];
  const steps = prepare.map((each) => `zpty -w shell '${each}'`).join('\n');
  const seen = inShell(
    'zsh',
    `zmodload zsh/zpty; zpty shell zsh -f -i\n${steps}\nzpty -r shell seen $'*\\nprepared*'
zpty -n -w shell "$1"$'\\t\\x18'; zpty -r shell seen '*<<*>>*'; print -r -- "$seen"; zpty -d shell`,
    line,
  ).join('\n');
  return /<<(.*)>>/.exec(seen)?.[1];
}

having('zsh')(
  'zsh completes verbs, options, arguments and what the program is asked for',
  () => {
    expect(zshCompletes('ctci-collector sta')).toBe('ctci-collector status ');
    expect(zshCompletes('ctci-collector init --j')).toBe('ctci-collector init --json ');
    expect(zshCompletes('ctci-collector completion f')).toBe('ctci-collector completion fish ');
    expect(zshCompletes('ctci-collector history --service c')).toBe('ctci-collector history --service cewl ');
    expect(lastQuestion()).toBe('offers services history --service c');
    expect(zshCompletes('ctci-collector history 0198b')).toBe('ctci-collector history 0198b-2 ');
  },
  60_000,
);
