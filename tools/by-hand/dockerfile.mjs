import { readFileSync } from 'node:fs';

/**
 * One instruction of a Dockerfile. `args` are the words of an exec form (`CMD ["node", "x"]`), else null.
 *
 * @typedef {{ name: string, text: string, args: string[] | null, line: number }} Instruction
 * @typedef {{ name: string | null, base: string, instructions: Instruction[] }} Stage
 */

/**
 * Reads a Dockerfile into its stages. Knows what this project's file uses: comments, continued lines, ARG before FROM.
 *
 * @param {string} file
 * @returns {Stage[]}
 */
export function readDockerfile(file) {
  const globals = {};
  const stages = [];
  for (const instruction of instructionsOf(readFileSync(file, 'utf8'))) {
    const { name, text } = instruction;
    if (name === 'FROM') stages.push(stageOf(text, globals));
    else if (stages.length > 0) stages.at(-1).instructions.push(instruction);
    else if (name === 'ARG') Object.assign(globals, assignments(text));
  }
  return stages;
}

function stageOf(text, globals) {
  const [base, , name] = text.split(/\s+/);
  return {
    base: base.replace(/\$\{(\w+)\}/g, (_, variable) => globals[variable] ?? ''),
    name: name ?? null,
    instructions: [],
  };
}

function* instructionsOf(content) {
  const lines = content.split('\n');
  for (let index = 0; index < lines.length; index++) {
    const line = index + 1;
    let text = lines[index].trim();
    if (text === '' || text.startsWith('#')) continue;
    while (text.endsWith('\\')) text = `${text.slice(0, -1).trim()} ${lines[++index].trim()}`;
    const name = text.split(/\s/, 1)[0].toUpperCase();
    const rest = text.slice(name.length).trim();
    yield { name, text: rest, args: execForm(rest), line };
  }
}

function execForm(text) {
  const start = text.indexOf('[');
  if (start < 0 || !text.endsWith(']')) return null;
  return JSON.parse(text.slice(start));
}

/** `A=1 B=2` as an object. Values with spaces are not used here. */
export function assignments(text) {
  return Object.fromEntries(
    text.split(/\s+/).map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]),
  );
}
