import { readFileSync } from 'node:fs';

/**
 * What a .dockerignore lets into the build that begins by refusing everything: the names behind `!`.
 * Such a file can be followed without Docker's whole rules of patterns.
 *
 * @param {string} file
 * @returns {string[]} files and folders, relative to the root
 */
export function allowedIntoBuild(file) {
  const lines = readFileSync(file, 'utf8')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
  const [first, ...others] = lines;
  const odd = others.find((line) => !/^![\w./-]+$/.test(line));
  if (first !== '*' || odd !== undefined)
    throw new Error(`${file} is to refuse everything (*) and then allow by plain names; seen: ${odd ?? first}`);
  return others.map((line) => line.slice(1));
}
