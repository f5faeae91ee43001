import { createHash } from 'node:crypto';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';

const DIGEST_BYTES = 32;

/**
 * Where V8's compiled form of a bundle lies: beside it, so that whoever could change the one could change the other.
 * Another version of Node, or another processor, has a file of its own, and does not read this one in vain.
 */
export function compiledCodeFile(bundle: string): string {
  return `${bundle.replace(/\.js$/, '')}-${process.version}-${process.platform}-${process.arch}.cache`;
}

/** Keeps what V8 made of a source, in one step: a verb may be about to read it. */
export function writeCompiledCode(bundle: string, source: string, code: Buffer): void {
  const file = compiledCodeFile(bundle);
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, Buffer.concat([digestOf(source, code), code]));
  renameSync(draft, file);
}

/**
 * What V8 made of the very same source, or null where there is nothing, or nothing whole. V8 itself looks at no more
 * than the length of the source, and takes damaged code for good.
 */
export function readCompiledCode(bundle: string, source: string): Buffer | null {
  let content: Buffer;
  try {
    content = readFileSync(compiledCodeFile(bundle));
  } catch {
    return null;
  }
  const code = content.subarray(DIGEST_BYTES);
  return content.subarray(0, DIGEST_BYTES).equals(digestOf(source, code)) ? code : null;
}

function digestOf(source: string, code: Buffer): Buffer {
  return createHash('sha256').update(source, 'latin1').update(code).digest();
}
