import { z } from 'zod';
import type { DeliveryProgress } from '../output';

const savedPosition = z.object({
  plan: z.string(),
  offset: z.number().int().nonnegative(),
  bytes: z.number().nonnegative(),
  requests: z.number().nonnegative(),
});

/** How far a delivery has come: what the peer has confirmed, over all attempts. */
export interface DeliveryPosition {
  /** Events confirmed, which is also the index of the next one. */
  readonly offset: number;
  readonly bytes: number;
  readonly requests: number;
}

const START: DeliveryPosition = { offset: 0, bytes: 0, requests: 0 };

/** Where an earlier attempt of the same plan has stopped, or the start. */
export function resumePosition(progress: DeliveryProgress, plan: string): DeliveryPosition {
  const saved = savedPosition.safeParse(progress.last);
  if (!saved.success || saved.data.plan !== plan) return START;
  const { offset, bytes, requests } = saved.data;
  return { offset, bytes, requests };
}

/** Saves a position for the next attempt. */
export function savePosition(progress: DeliveryProgress, plan: string, position: DeliveryPosition): void {
  progress.save({ plan, ...position });
}
