import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeCompiledCode } from '../command-line/compiled-code';
import { bundleScript, CLIENT_BUNDLE, readBundle, runScript } from '../command-line/load-program';
import { startEmptyEngine } from './empty-engine';

const CONFIG = `
globals: { id: "1", name: collector }
inputs:
  ctci:
    api_base_url: https://ctci.example.com
    credentials: { api_token: none }
    services: { cewl: { outputs: [lookup] } }
outputs:
  lookup: { type: devo_lookup, config: { region: us, domain: none, token: none, lookup_name: nothing } }
`;

/**
 * Runs the client of a build, and keeps beside its bundle what V8 has compiled on the way: functions are compiled when
 * they are called, and these are the ones that every verb calls, or that a person calls most.
 */
async function compileAhead(build: string): Promise<void> {
  const file = join(build, CLIENT_BUNDLE);
  const source = readBundle(file);
  const script = bundleScript(file, source);
  const program = runScript(script, file);
  if (program === null) throw new Error(`${file} is not the client`);
  const folder = mkdtempSync(join(tmpdir(), 'ctci-compile-'));
  const engine = await startEmptyEngine();
  try {
    const config = join(folder, 'config.yaml');
    writeFileSync(config, CONFIG, { mode: 0o600 });
    process.env['TEMPORAL_ADDRESS'] = engine.address;
    for (const args of [['--help'], ['explain', '401'], ['status', '--config', config]]) await program.main(args);
  } finally {
    engine.stop();
    rmSync(folder, { recursive: true });
  }
  writeCompiledCode(file, source, script.createCachedData());
  process.exitCode = 0; // whatever the verbs have made of it: nothing runs there
}

// Started by `tools/setup/build/compile-ahead.mjs`: `node <build>/client/compile-ahead/main.js <build>`.
void compileAhead(process.argv[2] ?? join(__dirname, '..', '..'));
