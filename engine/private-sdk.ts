/**
 * What the collector takes of the SDK that the SDK does not promise (`lib/…`): here and nowhere else, so that an
 * update of the SDK is one file to look at. `test/engine/private-sdk.test.ts` tries each of them, and notices when one
 * is gone or means something else.
 *
 * Why it is needed: the SDK reads payloads only in calls that it wraps, and a client that wants the first event of a
 * history, the last one or the signals between has to ask for raw events (what the wrapped calls give is whole
 * histories, with every list in external storage fetched).
 */
export {
  // Raw payloads to values and failures to errors, through the collector's own converter and codecs.
  decodeArrayFromPayloads,
  decodeOptionalFailureToOptionalError,
  encodeToPayload,
  loadDataConverter,
  // What the codecs make one after the other, for the page that decodes for the Web UI.
  decode,
  encode,
  // Claims on external storage: telling them from payloads, and putting what is stored in their place in a raw answer.
  decodeReferencePayload,
  ExternalStorageRunner,
  extstoreInboundOptions,
  isReferencePayload,
  visit,
  walkGetWorkflowExecutionHistoryResponse,
  walkGetWorkflowExecutionHistoryReverseResponse,
} from '@temporalio/common/lib/internal-non-workflow';
