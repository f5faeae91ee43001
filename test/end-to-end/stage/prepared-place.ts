import { build } from './built-program';
import { madeUpList, startWorld, type SimulatedWorld } from './simulated-world';
import { Workplace } from './workplace';

/** Temporal of the whole test run, as the environment of a program names it. */
export function sharedTemporal(): NodeJS.ProcessEnv {
  return { TEMPORAL_ADDRESS: process.env['TEST_TEMPORAL_ADDRESS'] };
}

/** The product built, CTCI with a list of 30, and a place that is configured for both; nothing is started there. */
export async function preparePlace(env: NodeJS.ProcessEnv = {}): Promise<{ world: SimulatedWorld; place: Workplace }> {
  await build();
  const world = await startWorld();
  world.ctci.serve({ rows: madeUpList(30) });
  const place = new Workplace(env);
  place.configure(world);
  return { world, place };
}
