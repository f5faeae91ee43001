import { WORKER_PROGRAM } from '../work/setting-up/worker';
import { workerBounds } from '../work/setting-up/worker-bounds';
import { startChild, type ChildOptions, type ChildProgram } from './child-program';

/** Starts the worker as a child that lives no longer than this process. */
export function startWorker(options: Omit<ChildOptions, 'nodeArguments' | 'env'>): Promise<ChildProgram> {
  return startChild(WORKER_PROGRAM, { ...options, ...workerBounds() });
}
