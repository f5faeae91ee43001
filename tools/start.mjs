#!/usr/bin/env node
import { setUpAndRun } from './setup/program.mjs';

// `npm start`: everything, on a clean checkout.
await setUpAndRun({
  entry: 'client/cli.js',
  args: ['up', ...process.argv.slice(2)],
  stream: process.stdout,
  engine: true,
});
