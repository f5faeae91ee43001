import type { CompletedVerb, Offer } from './completed-program';

/** A script for bash: `source <(ctci-collector completion bash)`. */
export function bashScript(program: string, verbs: readonly CompletedVerb[]): string {
  const name = `_${program.replaceAll('-', '_')}`;
  return `# Completion of ${program} for bash. Try it:  source <(${program} completion bash)
# Keep it:  ${program} completion bash > ~/.local/share/bash-completion/completions/${program}

${name}() {
  local word="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD-1]}" verb="\${COMP_WORDS[1]}"
  COMPREPLY=()
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W "${[...verbs.map((verb) => verb.name), '--help', '--version'].join(' ')}" -- "$word"))
    return
  fi
  case "$verb $before" in
${verbs.flatMap(valueCases).join('\n')}
  esac
  case "$verb" in
${verbs.map(verbCase).join('\n')}
  esac
}
complete -F ${name} ${program}
`;
}

function valueCases(verb: CompletedVerb): string[] {
  return verb.options.flatMap(({ flag, value }) =>
    value === null ? [] : [`    "${verb.name} ${flag}") ${offer(value)}return ;;`],
  );
}

function offer(value: Offer): string {
  if (value === 'nothing') return '';
  if (value === 'files')
    return `local IFS=$'\\n'; compopt -o filenames 2>/dev/null; COMPREPLY=($(compgen -f -- "$word")); `;
  return `COMPREPLY=($(compgen -W "${value.join(' ')}" -- "$word")); `;
}

function verbCase({ name, argument, options }: CompletedVerb): string {
  const words = [...(typeof argument === 'string' ? [] : argument), ...options.map(({ flag }) => flag), '--help'];
  return `    ${name}) COMPREPLY=($(compgen -W "${words.join(' ')}" -- "$word")) ;;`;
}
