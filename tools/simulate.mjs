#!/usr/bin/env node
import { setUpAndRun } from './setup/program.mjs';

// The simulated CTCI and Devo. What the setup has to say goes to stderr: `--ready-json` prints one JSON line on stdout.
await setUpAndRun({ entry: 'simulators/main.js', args: process.argv.slice(2), stream: process.stderr, engine: false });
