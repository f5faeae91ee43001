import { OFFERS, type LiveOffer } from '../command-line/option';
import { fixedWords, isLive, type CompletedVerb, type Offer } from './completed-program';

/** A script for bash: `source <(ctci-collector completion bash)`. */
export function bashScript(program: string, verbs: readonly CompletedVerb[]): string {
  const name = `_${program.replaceAll('-', '_')}`;
  return `# Completion of ${program} for bash. Try it:  source <(${program} completion bash)
# Keep it:  ${program} completion bash > ~/.local/share/bash-completion/completions/${program}

# What there is now: the program is asked. Some names are only in the configuration, some only in Temporal.
${name}_offers() {
  local asked
  case "$2" in -*) return ;; esac
  asked=$("\${COMP_WORDS[0]}" ${OFFERS} "$1" "\${COMP_WORDS[@]:1}" 2>/dev/null </dev/null | cut -f1)
  compgen -W "$asked" -- "$2"
}

${name}() {
  local word="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD-1]}" verb="\${COMP_WORDS[1]}"
  COMPREPLY=()
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W "${[...verbs.map((verb) => verb.name), '--help', '--version'].join(' ')}" -- "$word"))
    return
  fi
  case "$verb $before" in
${verbs.flatMap((verb) => valueCases(verb, name)).join('\n')}
  esac
  case "$verb" in
${verbs.map((verb) => verbCase(verb, name)).join('\n')}
  esac
}
complete -F ${name} ${program}
`;
}

function valueCases(verb: CompletedVerb, name: string): string[] {
  return verb.options.flatMap(({ flag, value }) =>
    value === null ? [] : [`    "${verb.name} ${flag}") ${offer(value, name)}return ;;`],
  );
}

function offer(value: Offer, name: string): string {
  if (value === 'nothing') return '';
  if (value === 'files')
    return `local IFS=$'\\n'; compopt -o filenames 2>/dev/null; COMPREPLY=($(compgen -f -- "$word")); `;
  if (isLive(value)) return `COMPREPLY=(${asked(value, name)}); `;
  return `COMPREPLY=($(compgen -W "${value.join(' ')}" -- "$word")); `;
}

function verbCase({ name: verb, argument, options }: CompletedVerb, name: string): string {
  const words = [...fixedWords(argument), ...options.map(({ flag }) => flag), '--help'];
  const live = isLive(argument) ? `${asked(argument, name)} ` : '';
  return `    ${verb}) COMPREPLY=(${live}$(compgen -W "${words.join(' ')}" -- "$word")) ;;`;
}

function asked(kind: LiveOffer, name: string): string {
  return `$(${name}_offers ${kind} "$word")`;
}
