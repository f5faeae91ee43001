import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { ROOT } from '../setup/project.mjs';
import { SetupError } from '../setup/setup-error.mjs';

/** `$$`, `${NAME}`, `${NAME:-default}` and `${NAME:?message}`, as the Compose specification has them. */
const VARIABLE = /\$(?:\$|\{([A-Za-z_]\w*)(?::([-?])([^}]*))?\})/g;

/**
 * Reads a Compose file: anchors merged, variables put in. Throws where a variable that the file insists on is missing.
 *
 * @param {string} file
 * @param {Record<string, string | undefined>} variables
 */
export function readComposeFile(file, variables) {
  const { parse } = createRequire(join(ROOT, 'package.json'))('yaml');
  return interpolate(parse(readFileSync(file, 'utf8'), { merge: true }), variables);
}

function interpolate(value, variables) {
  if (typeof value === 'string')
    return value.replace(VARIABLE, (all, ...found) => (all === '$$' ? '$' : valueOf(variables, ...found)));
  if (Array.isArray(value)) return value.map((item) => interpolate(item, variables));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, interpolate(item, variables)]));
}

function valueOf(variables, name, mark, words) {
  const value = variables[name] ?? '';
  if (value !== '' || mark === undefined) return value;
  if (mark === '-') return words;
  throw new SetupError(`docker-compose.yml wants ${name}: ${words}`, { setting: name });
}

/** A tag of an image: `temporalio/server:1.31.2` has `1.31.2`. */
export function tagOf(image) {
  return image.slice(image.lastIndexOf(':') + 1);
}
