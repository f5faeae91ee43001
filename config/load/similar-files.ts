import { readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** What people, editors and file managers make of a name: another case, another ending, or one more. */
const ENDINGS = /(\.ya?ml)?(\.txt|\.json)?$/;

/**
 * Files beside one that is not there, whose names are so near that they were probably meant: `config.yml`,
 * `Config.yaml`, `config.yaml.txt`.
 */
export function similarFiles(file: string): string[] {
  const stem = stemOf(file);
  try {
    const names = readdirSync(dirname(file)).filter(
      (name) => name !== basename(file) && /\.(ya?ml|txt|json)$/i.test(name) && stemOf(name) === stem,
    );
    return names.sort().map((name) => join(dirname(file), name));
  } catch {
    return []; // the folder is not there either
  }
}

function stemOf(file: string): string {
  return basename(file).toLowerCase().replace(ENDINGS, '');
}
