import { OFFERS } from '../command-line/option';
import { fixedWords, isLive, type CompletedOption, type CompletedVerb, type Offer } from './completed-program';

/** A script for fish: `ctci-collector completion fish | source`. */
export function fishScript(program: string, verbs: readonly CompletedVerb[]): string {
  const lines = verbs.flatMap((verb) => verbLines(program, verb));
  return `# Completion of ${program} for fish. Try it:  ${program} completion fish | source
# Keep it:  ${program} completion fish > ~/.config/fish/completions/${program}.fish

# What there is now: the program is asked. Some names are only in the configuration, some only in Temporal.
function ${helper(program)}
    set -l words (commandline -opc)
    command $words[1] ${OFFERS} $argv[1] $words[2..-1] 2>/dev/null </dev/null
end

complete -c ${program} -f
complete -c ${program} -n __fish_use_subcommand -l version -d 'show the version'
complete -c ${program} -l help -d 'show help'
${lines.join('\n')}
`;
}

function verbLines(program: string, { name, description, options, argument }: CompletedVerb): string[] {
  const within = `complete -c ${program} -n '__fish_seen_subcommand_from ${name}'`;
  return [
    `complete -c ${program} -n __fish_use_subcommand -a ${name} -d ${quoted(description)}`,
    ...(argument === 'nothing'
      ? []
      : [`${within} ${argument === 'files' ? '-F' : `-a ${offered(argument, program)}`}`]),
    ...options.map((option) => `${within} ${optionWords(option, program)}`),
  ];
}

function optionWords({ flag, description, value }: CompletedOption, program: string): string {
  return `-l ${flag.slice(2)}${value === null ? '' : ` ${valueWords(value, program)}`} -d ${quoted(description)}`;
}

function valueWords(value: Offer, program: string): string {
  if (value === 'nothing') return '-x';
  return value === 'files' ? '-r -F' : `-x -a ${offered(value, program)}`;
}

function offered(value: Offer, program: string): string {
  return quoted(isLive(value) ? `(${helper(program)} ${value})` : fixedWords(value).join(' '));
}

function helper(program: string): string {
  return `__${program.replaceAll('-', '_')}_offers`;
}

/** Within single quotes, fish knows two escapes: of the quote and of the backslash itself. */
function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
