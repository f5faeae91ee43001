#!/usr/bin/env node
import { join } from 'node:path';
import { loadProgram } from './command-line/load-program';

async function main(args: readonly string[]): Promise<void> {
  const { program } = await loadProgram(join(__dirname, '..'));
  await program.main(args);
}

if (require.main === module) void main(process.argv.slice(2));
