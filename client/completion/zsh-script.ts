import type { CompletedOption, CompletedVerb, Offer } from './completed-program';

/** A script for zsh, to be kept as `_ctci-collector` in a folder of `fpath`, or to be sourced. */
export function zshScript(program: string, verbs: readonly CompletedVerb[]): string {
  const name = `_${program.replaceAll('-', '_')}`;
  return `#compdef ${program}
# Completion of ${program} for zsh. Try it:  source <(${program} completion zsh)
# Keep it:  ${program} completion zsh > "\${fpath[1]}/_${program}"

${name}() {
  local -a verbs
  verbs=(
${verbs.map((verb) => `    ${quoted(`${verb.name}:${verb.description}`)}`).join('\n')}
  )
  if (( CURRENT == 2 )); then
    _describe 'verb' verbs
    _arguments '--help[show help]' '--version[show the version]'
    return
  fi
  local verb=$words[2]
  shift words
  (( CURRENT-- ))
  case $verb in
${verbs.map(verbCase).join('\n')}
  esac
}

if [ "$funcstack[1]" = "_${program}" ]; then
  ${name} "$@"
else
  (( $+functions[compdef] )) || { autoload -Uz compinit && compinit }
  compdef ${name} ${program}
fi
`;
}

function verbCase({ name, options, argument }: CompletedVerb): string {
  const offered = typeof argument === 'string' ? [] : [quoted(`1:${name}:(${argument.join(' ')})`)];
  return `    ${name}) _arguments ${[...offered, ...options.map(optionSpec), "'--help[show help]'"].join(' ')} ;;`;
}

function optionSpec({ flag, description, value }: CompletedOption): string {
  const about = description.replace(/[[\]]/g, '');
  return quoted(`${flag}[${about}]${value === null ? '' : `:value:${action(value)}`}`);
}

function action(value: Offer): string {
  if (value === 'nothing') return ' ';
  return value === 'files' ? '_files' : `(${value.join(' ')})`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
