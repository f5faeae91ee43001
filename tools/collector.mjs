#!/usr/bin/env node
import { setUpAndRun } from './setup/program.mjs';

// The client. What the setup has to say goes to stderr: stdout may have to be one JSON document.
const args = process.argv.slice(2);
await setUpAndRun({
  entry: 'client/cli.js',
  args,
  stream: process.stderr,
  engine: args.includes('up'),
  client: !args.includes('up') && !args.includes('worker'),
});
