import { existsSync, readFileSync, statSync } from 'node:fs';
import { ConfigErrors } from '../config-errors';
import { CATALOGUE } from '../../errors/catalogue';
import { readFaultInWords, type FileContent, type ReadFile } from '../secrets/read-secret-files';
import { similarFiles } from './similar-files';
import { textOfFile, UnreadableText } from './yaml/text-of-file';

/** Reads a file from the disk, with its permission bits and whose it is. */
export function readFileFromDisk(path: string): FileContent {
  const { mode, uid } = statSync(path);
  return { text: textOfFile(readFileSync(path)), mode, owned: uid === process.getuid?.() };
}

/** Text of the configuration file. Throws ConfigErrors when there is none. */
export function readConfigFile(file: string, readFile: ReadFile): string {
  try {
    return readFile(file).text;
  } catch (error) {
    const id = error instanceof UnreadableText ? 'config_not_yaml' : 'config_not_found';
    const expected =
      error instanceof UnreadableText ? 'text in UTF-8: save the file in that encoding' : 'a configuration file';
    const { number, name, message, remedy } = CATALOGUE[id];
    const place = { file, line: null, column: null, setting: null, suggestion: null };
    throw new ConfigErrors([
      { id, number, name, message, remedy, ...place, found: `${readFaultInWords(error)}${beside(file)}`, expected },
    ]);
  }
}

/** Names a file that was probably meant, where there is one. */
function beside(file: string): string {
  const similar = existsSync(file) ? [] : similarFiles(file);
  return similar.length === 0 ? '' : `; there is ${similar.join(', ')}`;
}
