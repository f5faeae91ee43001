import type { Payload } from '@temporalio/common';
// Private to the SDK, which has no setting for it; not in `private-sdk.ts`, as the workflows' bundle needs this one
// file.
import {
  SearchAttributePayloadConverter,
  TypedSearchAttributePayloadConverter,
} from '@temporalio/common/lib/converter/payload-search-attributes';

/** What the SDK throws at is no value, where it can be left out. */
function tolerate(converter: { fromPayload: (payload: Payload) => unknown }, instead: unknown): void {
  const { fromPayload } = converter;
  converter.fromPayload = function read(payload) {
    try {
      return fromPayload.call(this, payload);
    } catch {
      return instead;
    }
  };
}

/**
 * From now on a search attribute that cannot be read counts as one without a value. Temporal accepts attributes of null
 * without data from whoever starts a workflow, and the SDK, which has its own converters for them, throws at those
 * before any line of the workflow runs, and in clients. The collector writes some and reads none.
 */
export function tolerateSearchAttributes(): void {
  tolerate(SearchAttributePayloadConverter.prototype, []);
  tolerate(TypedSearchAttributePayloadConverter.prototype, undefined);
}
