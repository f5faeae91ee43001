import { randomUUID } from 'node:crypto';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { makeFolder } from '../../config/make-folder';
import type { ProcessIdentity } from './process-identity';

/** A process as a file names it. */
export const processSchema = z.object({
  pid: z.number().int().positive(),
  start_ticks: z.string().nullable(),
}) satisfies z.ZodType<ProcessIdentity>;

const engineFileSchema = z.object({
  /** `host:port` of the gRPC service. */
  address: z.string().min(1),
  /** Address of the Web UI, or null when it runs without. */
  ui: z.string().nullable(),
  pid: z.number().int().positive(),
  /** When that process began, as `startTicks` says it; a file of an older version does not have it. */
  start_ticks: z.string().nullable().default(null),
  /** ISO 8601 UTC. */
  started_at: z.string(),
  namespace: z.string().min(1),
  /** The database's absolute path; it also stands in the engine's command line. */
  database: z.string(),
  codec_endpoint: z.string().nullable(),
  /** The process that started or adopted the engine and will end it. */
  owner: processSchema,
});

/** What `up` tells other programs about the engine that it runs. */
export type EngineFile = z.infer<typeof engineFileSchema>;

/** Where the file lies in the collector's folder. */
export function engineFilePath(folder: string): string {
  return join(folder, 'engine.json');
}

/**
 * Reads it. A file that is missing, torn or of another shape counts as none: the engine is then looked for without it.
 */
export async function readEngineFile(folder: string): Promise<EngineFile | null> {
  try {
    const content: unknown = JSON.parse(await readFile(engineFilePath(folder), 'utf8'));
    return engineFileSchema.safeParse(content).data ?? null;
  } catch {
    return null;
  }
}

/** Writes it in one step, so that a reader never sees half of it. */
export async function writeEngineFile(folder: string, content: EngineFile): Promise<void> {
  const file = engineFilePath(folder);
  const draft = `${file}.${randomUUID()}`;
  await makeFolder(dirname(file));
  await writeFile(draft, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 });
  await rename(draft, file);
}

/** Removes it, unless it speaks of another engine by now. */
export async function removeEngineFile(folder: string, pid: number): Promise<void> {
  const content = await readEngineFile(folder);
  if (content === null || content.pid === pid) await rm(engineFilePath(folder), { force: true });
}
