/** Recorded histories are kept as JSON in the form of the Web UI, for which the SDK has functions but no public ones. */
export { historyFromJSON, historyToJSON } from '@temporalio/common/lib/proto-utils';
