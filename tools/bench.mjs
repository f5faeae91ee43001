#!/usr/bin/env node
import { benchBuild, setUpBench } from './setup/build/bench.mjs';
import { createNarrator } from './setup/narrator.mjs';
import { setUpAndRun } from './setup/program.mjs';

// Speed and cost against their goals: docs/performance.md. It has a Temporal of its own.
delete process.env.TEMPORAL_ADDRESS;
if (await setUpBench(createNarrator(process.stdout))) {
  await setUpAndRun({
    build: benchBuild,
    entry: 'bench/main.js',
    args: process.argv.slice(2),
    stream: process.stdout,
    engine: true,
  });
}
