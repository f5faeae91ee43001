import { mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { transformFileSync } from '@swc/core';

const ROOT = join(__dirname, '..', '..');

/**
 * Compiles the simulators, and the rules that they share with the product, into a folder below `dist/`, one level
 * deeper than a real build, and returns it: a program is tested as a process of its own, with packages and data found
 * from there.
 */
export function compileSimulators(): string {
  const folder = join(ROOT, 'dist', `simulators-under-test-${String(process.pid)}`);
  for (const file of ['simulators', 'domain'].flatMap((room) => sourcesBelow(join(ROOT, room)))) {
    const target = join(folder, file.slice(ROOT.length).replace(/\.ts$/, '.js'));
    mkdirSync(dirname(target), { recursive: true });
    const { code } = transformFileSync(file, {
      jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
      module: { type: 'commonjs' },
      swcrc: false,
    });
    writeFileSync(target, code);
  }
  return folder;
}

export function removeCompiled(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}

function sourcesBelow(folder: string): string[] {
  return readdirSync(folder)
    .map((name) => join(folder, name))
    .flatMap((path) => {
      if (statSync(path).isDirectory()) return sourcesBelow(path);
      return path.endsWith('.ts') ? [path] : [];
    });
}
