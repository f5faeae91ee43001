import { readFileSync, statSync } from 'node:fs';
import { ConfigErrors } from '../config-errors';
import { CATALOGUE } from '../errors/catalogue';
import { readFaultInWords, type FileContent, type ReadFile } from './read-secret-files';

/** Reads a file and its permission bits from the disk. */
export function readFileFromDisk(path: string): FileContent {
  return { text: readFileSync(path, 'utf8'), mode: statSync(path).mode };
}

/** Text of the configuration file. Throws ConfigErrors when there is none. */
export function readConfigFile(file: string, readFile: ReadFile): string {
  try {
    return readFile(file).text;
  } catch (error) {
    const { number, name, message, remedy } = CATALOGUE.config_not_found;
    const place = { file, line: null, column: null, setting: null, suggestion: null };
    throw new ConfigErrors([{ id: 'config_not_found', number, name, message, remedy, ...place, found: readFaultInWords(error), expected: 'a configuration file' }]);
  }
}
