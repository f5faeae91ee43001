import type { SinkFacts } from '../output';

/** What an event table says of itself: nothing. It exists as soon as an event comes, and knows no jobs. */
export const EVENTS_SINK_FACTS: SinkFacts = { exists: true, newestJob: null, requests: 0 };
