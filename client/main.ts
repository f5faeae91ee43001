import '../engine/quiet-grpc';
import { OFFERS } from './command-line/option';
import { createProgram } from './command-line/program';
import { runProgram } from './command-line/run-program';
import { finish } from './command-line/finish';
import type { Verb } from './command-line/verb';

/** The verbs, in the order of the help; each is loaded when it is called. */
export const VERBS: Readonly<Record<string, () => Promise<Verb>>> = {
  up: async () => (await import('./verbs/everyday/up.js')).up,
  status: async () => (await import('./verbs/everyday/status.js')).status,
  pull: async () => (await import('./verbs/everyday/pull.js')).pull,
  history: async () => (await import('./verbs/everyday/history.js')).history,
  open: async () => (await import('./verbs/everyday/open.js')).open,
  logs: async () => (await import('./verbs/everyday/logs.js')).logs,
  preview: async () => (await import('./verbs/looking/preview.js')).preview,
  diff: async () => (await import('./verbs/looking/diff.js')).diff,
  verify: async () => (await import('./verbs/looking/verify.js')).verify,
  explain: async () => (await import('./verbs/looking/explain.js')).explain,
  config: async () => (await import('./verbs/looking/config.js')).config,
  reset: async () => (await import('./verbs/exceptions/reset.js')).reset,
  release: async () => (await import('./verbs/exceptions/release.js')).release,
  stop: async () => (await import('./verbs/exceptions/stop.js')).stop,
  state: async () => (await import('./verbs/exceptions/state.js')).state,
  diagnostics: async () => (await import('./verbs/exceptions/diagnostics.js')).diagnostics,
  init: async () => (await import('./verbs/setting-up/init.js')).init,
  check: async () => (await import('./verbs/setting-up/check.js')).check,
  start: async () => (await import('./verbs/setting-up/start.js')).start,
  apply: async () => (await import('./verbs/setting-up/apply.js')).apply,
  worker: async () => (await import('./verbs/setting-up/worker.js')).worker,
  completion: async () => (await import('./verbs/setting-up/completion.js')).completion,
};

function allVerbs(): Promise<Verb[]> {
  return Promise.all(Object.values(VERBS).map((load) => load()));
}

/** The verb that is called, alone; all of them where it is none, for the help and for a guess at what was meant. */
async function verbsFor([name = '']: readonly string[]): Promise<readonly Verb[]> {
  const load = Object.hasOwn(VERBS, name) ? VERBS[name] : undefined;
  return load ? [await load()] : allVerbs();
}

/** Runs what was typed. Its exit code is that of the process. */
export async function main(args: readonly string[]): Promise<void> {
  if (args[0] === OFFERS) {
    await (await import('./completion/offers.js')).printOffers(args.slice(1), process.env);
    process.exit(); // what is still being tried over a network does not count any more
  }
  await runProgram(createProgram(await verbsFor(args), allVerbs, finish), args);
}
