import { PassThrough } from 'node:stream';
import { expect, test } from '@jest/globals';
import { createLogger } from '../../../worker/log/logger';
import { temporalLogger } from '../../../worker/log/temporal-logger';

/** The line that an entry becomes. */
function lineOf(meta: Record<string, unknown>): unknown {
  const out = new PassThrough();
  temporalLogger(createLogger({ level: 'info', format: 'json', color: false }, (text) => text, out)).info(
    'Activity started',
    meta,
  );
  return JSON.parse(String(out.read()));
}

test('a line of an activity names its run, as one of the workflow does: all lines of a pull can be found', () => {
  const ofWorkflow = lineOf({ sdkComponent: 'workflow', workflowId: 'w', runId: 'r', taskQueue: 'q' });
  const ofActivity = lineOf({
    sdkComponent: 'activity',
    workflowId: 'w',
    workflowRunId: 'r',
    activityType: 'setup',
    attempt: 1,
    taskToken: 'secret of the server',
  });
  expect(ofWorkflow).toMatchObject({ component: 'workflow', workflow_id: 'w', run_id: 'r' });
  expect(ofActivity).toMatchObject({
    component: 'activity',
    workflow_id: 'w',
    run_id: 'r',
    activity: 'setup',
    attempt: 1,
  });
  expect(ofActivity).not.toHaveProperty('taskToken');
});
