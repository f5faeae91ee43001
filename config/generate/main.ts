import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { generatedFiles } from './generated-files';

/**
 * Writes the generated files into the project: `node dist/config/generate/main.js [root]`, the working folder by
 * default.
 */
function main(root: string): void {
  for (const { path, text } of generatedFiles()) {
    const target = join(root, path);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, text);
    process.stdout.write(`${path}\n`);
  }
}

main(process.argv[2] ?? process.cwd());
