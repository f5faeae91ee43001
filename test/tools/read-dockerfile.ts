/** One instruction of a Dockerfile. `args` are the words of an exec form (`CMD ["node", "x"]`), else null. */
export interface Instruction {
  readonly name: string;
  readonly text: string;
  readonly args: readonly string[] | null;
  readonly line: number;
}

export interface Stage {
  readonly name: string | null;
  readonly base: string;
  readonly instructions: readonly Instruction[];
}

/** Reads a Dockerfile into its stages. Knows what this project's file uses: comments, continued lines, ARG, FROM. */
export function readDockerfile(content: string): Stage[] {
  const globals = new Map<string, string>();
  const stages: (Stage & { instructions: Instruction[] })[] = [];
  for (const instruction of instructionsOf(content)) {
    const { name, text } = instruction;
    if (name === 'FROM') stages.push(stageOf(text, globals));
    else if (stages.length > 0) stages.at(-1)?.instructions.push(instruction);
    else if (name === 'ARG') globals.set(text.slice(0, text.indexOf('=')), text.slice(text.indexOf('=') + 1));
  }
  return stages;
}

function stageOf(text: string, globals: ReadonlyMap<string, string>): Stage & { instructions: Instruction[] } {
  const [base = '', , name] = text.split(/\s+/);
  return {
    base: base.replace(/\$\{(\w+)\}/g, (_, variable: string) => globals.get(variable) ?? ''),
    name: name ?? null,
    instructions: [],
  };
}

function* instructionsOf(content: string): Generator<Instruction> {
  const lines = content.split('\n');
  for (let index = 0; index < lines.length; index++) {
    const line = index + 1;
    let text = lines[index]?.trim() ?? '';
    if (text === '' || text.startsWith('#')) continue;
    while (text.endsWith('\\')) {
      index += 1;
      text = `${text.slice(0, -1).trim()} ${lines[index]?.trim() ?? ''}`;
    }
    const [word = ''] = text.split(/\s/, 1);
    const rest = text.slice(word.length).trim();
    yield { name: word.toUpperCase(), text: rest, args: execForm(rest), line };
  }
}

function execForm(text: string): string[] | null {
  const start = text.indexOf('[');
  if (start < 0 || !text.endsWith(']')) return null;
  return JSON.parse(text.slice(start)) as string[];
}
