import type { PullState } from './pull-state';

/** Whether two states are equal, to the last field. States are small, plain JSON made by one code: text tells. */
export function sameState(left: PullState, right: PullState): boolean {
  return left === right || JSON.stringify(left) === JSON.stringify(right);
}
