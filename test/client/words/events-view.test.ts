import { expect, test } from '@jest/globals';
import type { EventsPreview } from '../../../domain/events/events-preview';
import { previewOfEventsInWords } from '../../../client/words/events-view';

const FOUND: EventsPreview = {
  outcome: 'would_deliver',
  received: 2,
  duplicates: 0,
  without_key: 0,
  added: ['\u001b]0;title\u0007', '1\n2'],
  changed: ['\u202e3'],
  removed: [],
  total: 2,
  window: null,
};

test('an id that would act on the terminal is shown, and does nothing', () => {
  expect(previewOfEventsInWords('threatq/events', FOUND).split('\n').slice(1)).toEqual([
    '  added: \\u001b]0;title\\u0007, 1\\u000a2',
    '  changed: \\u202e3',
  ]);
});
