import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';

/** Where a simulator keeps what must survive a restart. Without a file it remembers nothing. */
export interface StateFile<State> {
  /** What was saved last, or null when nothing was, or when the file is not a state of this version. */
  load(): State | null;
  /** Written beside and renamed, so that a kill at any moment leaves the old state or the new one. */
  save(state: State): void;
}

export function openStateFile<State>(
  path: string | undefined,
  schema: z.ZodType<State>,
  log: (line: string) => void,
): StateFile<State> {
  if (path === undefined) return { load: () => null, save: () => undefined };
  const file = path;

  function load(): State | null {
    const text = readIfThere(file);
    if (text === null) return null;
    const parsed = schema.safeParse(parseJson(text));
    if (parsed.success) return parsed.data;
    log(`${file} holds no state of this version and is replaced: ${z.prettifyError(parsed.error)}`);
    return null;
  }

  function save(state: State): void {
    mkdirSync(dirname(file), { recursive: true });
    const beside = `${file}.${String(process.pid)}.new`;
    writeFileSync(beside, JSON.stringify(state));
    renameSync(beside, file);
  }

  return { load, save };
}

function readIfThere(path: string): string | null {
  return existsSync(path) ? readFileSync(path, 'utf8') : null;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
