import { DefaultFailureConverter } from '@temporalio/common';

/**
 * How errors become failures where payloads are encrypted: message and stack go into a payload, which the codec then
 * encrypts. In clear stay the type of a failure and where it came from. The SDK loads it from its file.
 */
export const failureConverter = new DefaultFailureConverter({ encodeCommonAttributes: true });
