/** Recorded histories are kept as JSON in the form of the Web UI, for which the SDK has no public functions. */
export { historyFromJSON, historyToJSON } from '@temporalio/common/lib/proto-utils';
