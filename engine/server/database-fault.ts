import { CollectorError } from '../../errors/collector-error';

/**
 * SQLite's words for a file that holds no database, or no whole one, as the server of CLI 1.5.1 logs them; the server
 * finds no tables in a file that was cut or written over where they were listed.
 */
const DAMAGED = /file is not a database|database disk image is malformed|no such (?:table|column)/;

/** SQLite says "out of memory" when it may not open the file. */
const UNUSABLE: readonly (readonly [RegExp, string])[] = [
  [/readonly database/, 'it, or its folder, may not be written'],
  [/unable to open database file/, 'it cannot be opened: it may not be read, or is no file'],
  [/database or disk is full/, 'the disk is full'],
  [/disk I\/O error/, 'the disk fails'],
];

/** What a server that ended while it started says of its database; null when its words are about something else. */
export function databaseFault(words: string, database: string): CollectorError | null {
  for (const [pattern, meaning] of UNUSABLE) {
    if (pattern.test(words)) return new CollectorError('place_unusable', { seen: `${database}: ${meaning}` });
  }
  const damage = DAMAGED.exec(words)?.[0];
  return damage === undefined ? null : new CollectorError('database_unusable', { seen: `${database} (${damage})` });
}
