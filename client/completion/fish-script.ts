import type { CompletedOption, CompletedVerb, Offer } from './completed-program';

/** A script for fish: `ctci-collector completion fish | source`. */
export function fishScript(program: string, verbs: readonly CompletedVerb[]): string {
  const lines = verbs.flatMap((verb) => verbLines(program, verb));
  return `# Completion of ${program} for fish. Try it:  ${program} completion fish | source
# Keep it:  ${program} completion fish > ~/.config/fish/completions/${program}.fish

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
    ...(typeof argument === 'string' ? [] : [`${within} -a ${quoted(argument.join(' '))}`]),
    ...options.map((option) => `${within} ${optionWords(option)}`),
  ];
}

function optionWords({ flag, description, value }: CompletedOption): string {
  return `-l ${flag.slice(2)}${value === null ? '' : ` ${valueWords(value)}`} -d ${quoted(description)}`;
}

function valueWords(value: Offer): string {
  if (value === 'nothing') return '-x';
  return value === 'files' ? '-r -F' : `-x -a ${quoted(value.join(' '))}`;
}

/** Within single quotes, fish knows two escapes: of the quote and of the backslash itself. */
function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
