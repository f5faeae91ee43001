import { collectorConfig } from '../schema/config';
import { walkSettings } from '../schema/walk-settings';
import { UNREAD } from './unread';
import type { Finding } from '../load/finding';
import { member, valueAt } from '../load/plain-data';
import { removeAt, setAt } from '../load/set-at';
import { pathInWords, pathKey, type SettingPath } from '../load/setting-path';
import { UnreadableText } from '../load/yaml/text-of-file';

/** A file's text and its permission bits. */
export interface FileContent {
  readonly text: string;
  readonly mode: number;
  /** Whether it belongs to the user whom the collector runs as; without a word, it does. */
  readonly owned?: boolean;
}

export type ReadFile = (path: string) => FileContent;

export interface SecretFiles {
  readonly findings: readonly Finding[];
  readonly warnings: readonly string[];
  /** Settings that got their value out of a file: `pathKey` of `token`, path of `token_file`. */
  readonly readFrom: ReadonlyMap<string, SettingPath>;
  /** The files themselves, by the same keys. */
  readonly files: ReadonlyMap<string, string>;
}

const ALL_MAY_READ = 0o004;
const GROUP_MAY_READ = 0o040;
const FILE_SUFFIX = '_file';

/** Puts the content of every secret's file in the place of its setting, `token_file` becoming `token`. In place. */
export function readSecretFiles(data: unknown, readFile: ReadFile): SecretFiles {
  const findings: Finding[] = [];
  const warnings: string[] = [];
  const readFrom = new Map<string, SettingPath>();
  const files = new Map<string, string>();

  walkSettings(collectorConfig, data, ({ facts, path, value }) => {
    if (facts?.file !== 'secret' || typeof value !== 'string' || value === '') return;
    const name = String(path.at(-1));
    const plainName = name.slice(0, -FILE_SUFFIX.length);
    const plainPath = [...path.slice(0, -1), plainName];
    removeAt(data, path);
    if (member(valueAt(data, path.slice(0, -1)), plainName) !== undefined) {
      findings.push({
        id: 'secret_given_twice',
        path,
        found: `both ${plainName} and ${name}`,
        expected: 'one of them',
      });
      return;
    }
    const file = tryRead(value, readFile);
    readFrom.set(pathKey(plainPath), path);
    files.set(pathKey(plainPath), value);
    setAt(data, plainPath, typeof file === 'string' ? UNREAD : file.text);
    if (typeof file === 'string') {
      findings.push({
        id: 'secret_file_unreadable',
        path,
        found: file,
        expected: 'a file that holds the secret, as text in UTF-8',
      });
      return;
    }
    if (mayBeReadByOthers(file)) {
      warnings.push(
        `${pathInWords(path)}: others may read the file (mode ` +
          `${(file.mode & 0o777).toString(8).padStart(4, '0')}); chmod 600 keeps the secret to its ` +
          'owner',
      );
    }
  });
  return { findings, warnings, readFrom, files };
}

/**
 * A file of somebody else that its group may read is how a secret is handed over: Kubernetes mounts those of root for
 * the group of the pod.
 */
function mayBeReadByOthers({ mode, owned = true }: FileContent): boolean {
  return (mode & ALL_MAY_READ) !== 0 || (owned && (mode & GROUP_MAY_READ) !== 0);
}

/** The secret in the text of its file: without a mark at its begin, and a newline at its end. */
export function secretIn(text: string): string {
  return text.replace(/^\uFEFF/, '').replace(/\r?\n$/, '');
}

function tryRead(path: string, readFile: ReadFile): FileContent | string {
  try {
    const file = readFile(path);
    const secret = secretIn(file.text);
    return secret.trim() === '' ? 'an empty file' : { ...file, text: secret };
  } catch (error) {
    return readFaultInWords(error);
  }
}

/** Why a file could not be read, without the words of the system, which hold the path. */
export function readFaultInWords(error: unknown): string {
  if (error instanceof UnreadableText) return error.message;
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : null;
  if (code === 'ENOENT' || code === 'ENOTDIR') return 'no such file';
  if (code === 'EACCES' || code === 'EPERM') return 'a file that may not be read';
  if (code === 'EISDIR') return 'a folder';
  return typeof code === 'string' ? `a file that cannot be read (${code})` : 'a file that cannot be read';
}
