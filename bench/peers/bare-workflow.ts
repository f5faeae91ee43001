import { proxyActivities } from '@temporalio/workflow';

const { first, second } = proxyActivities<{ first(): Promise<number>; second(given: number): Promise<number> }>({
  startToCloseTimeout: '1 minute',
});

/** Two steps that do nothing, one after the other: what Temporal itself costs. */
export async function bare(): Promise<number> {
  return second(await first());
}
