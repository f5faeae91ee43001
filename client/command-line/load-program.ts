import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Script } from 'node:vm';
import { keepCompiled } from './compile-cache';
import { readCompiledCode } from './compiled-code';

/** The client and its packages as one file, in the folder of the build (`tools/setup/build/bundle-client.mjs`). */
export const CLIENT_BUNDLE = 'client-bundle.js';

/** What the client's entry runs: `client/main.ts`. */
export interface Program {
  readonly main: (args: readonly string[]) => Promise<void>;
}

interface LoadedProgram {
  readonly program: Program;
  /** Whether it came from the bundle, and not from a file for each of its modules. */
  readonly bundled: boolean;
  /** Whether it came as V8 had compiled it when the product was built. */
  readonly compiled: boolean;
}

/**
 * Loads the client in the quickest way that is there: the bundle with what V8 made of it at the build, where this Node
 * takes that; else the bundle, and Node keeps what it compiles, where it can; else its files one by one.
 *
 * @param build the folder of the build
 */
export async function loadProgram(build: string): Promise<LoadedProgram> {
  const file = join(build, CLIENT_BUNDLE);
  if (existsSync(file)) {
    const program = runCompiled(file) ?? runPlain(file);
    if (program !== null) return program;
  }
  return { program: await import('../main.js'), bundled: false, compiled: false };
}

/** The bundle as a script of V8; `code` is what V8 made of the very same text before. */
export function bundleScript(file: string, source: string, code?: Buffer): Script {
  const wrapped = `(function (exports, require, module, __filename, __dirname) {${source}\n})`; // as Node wraps a file
  return new Script(wrapped, { filename: file, ...(code !== undefined && { cachedData: code }) });
}

/** Runs the script, as Node runs a file. Null where what it exports is not the client. */
export function runScript(script: Script, file: string): Program | null {
  const run: unknown = script.runInThisContext();
  if (!isWrapper(run)) return null;
  const module: { exports: unknown } = { exports: {} };
  run(module.exports, createRequire(file), module, file, dirname(file));
  return isProgram(module.exports) ? module.exports : null;
}

/** A bundle is ASCII alone, which is read faster as Latin-1. */
export function readBundle(file: string): string {
  return readFileSync(file, 'latin1');
}

function runCompiled(file: string): LoadedProgram | null {
  const source = readBundle(file);
  const code = readCompiledCode(file, source);
  if (code === null) return null;
  const script = bundleScript(file, source, code);
  if (script.cachedDataRejected !== false) return null; // of a V8 with other settings
  const program = runScript(script, file);
  return program && { program, bundled: true, compiled: true };
}

function runPlain(file: string): LoadedProgram | null {
  keepCompiled(process.env);
  const program: unknown = createRequire(file)(file);
  return isProgram(program) ? { program, bundled: true, compiled: false } : null;
}

type Wrapper = (
  exports: unknown,
  require: NodeJS.Require,
  module: { exports: unknown },
  filename: string,
  dirname: string,
) => void;

function isWrapper(value: unknown): value is Wrapper {
  return typeof value === 'function';
}

function isProgram(value: unknown): value is Program {
  return typeof value === 'object' && value !== null && 'main' in value && typeof value.main === 'function';
}
