import { OFFERS } from '../command-line/option';
import { isLive, type CompletedOption, type CompletedVerb, type Offer } from './completed-program';

/** A script for zsh, to be kept as `_ctci-collector` in a folder of `fpath`, or to be sourced. */
export function zshScript(program: string, verbs: readonly CompletedVerb[]): string {
  const name = `_${program.replaceAll('-', '_')}`;
  return `#compdef ${program}
# Completion of ${program} for zsh. Try it:  source <(${program} completion zsh)
# Keep it:  ${program} completion zsh > "\${fpath[1]}/_${program}"

# What there is now: the program is asked. Some names are only in the configuration, some only in Temporal.
${name}_offers() {
  local -a found
  found=("\${(@f)$($ctci_program ${OFFERS} $1 $words 2>/dev/null </dev/null)}")
  found=("\${(@)found/$'\t'/:}")
  _describe -t $1 $1 found
}

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
  local verb=$words[2] ctci_program=$words[1]
  shift words
  (( CURRENT-- ))
  case $verb in
${verbs.map((verb) => verbCase(verb, name)).join('\n')}
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

function verbCase({ name: verb, options, argument }: CompletedVerb, name: string): string {
  const offered =
    argument === 'nothing' ? [] : [quoted(`${isLive(argument) ? '*' : '1'}:${verb}:${action(argument, name)}`)];
  const specs = options.map((option) => optionSpec(option, name));
  return `    ${verb}) _arguments ${[...offered, ...specs, "'--help[show help]'"].join(' ')} ;;`;
}

function optionSpec({ flag, description, value }: CompletedOption, name: string): string {
  const about = description.replace(/[[\]]/g, '').replaceAll(':', '\\:');
  return quoted(`${flag}[${about}]${value === null ? '' : `:value:${action(value, name)}`}`);
}

function action(value: Offer, name: string): string {
  if (value === 'nothing') return ' ';
  if (value === 'files') return '_files';
  return isLive(value) ? ` ${name}_offers ${value}` : `(${value.join(' ')})`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
