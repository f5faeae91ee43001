import { ExternalStorage, StorageDriverClaim, type Payload, type StorageDriver } from '@temporalio/common';
import {
  SearchAttributePayloadConverter,
  TypedSearchAttributePayloadConverter,
} from '@temporalio/common/lib/converter/payload-search-attributes';
import { expect, test } from '@jest/globals';
import { Unreadable } from '../../domain/unreadable';
import { loadedDataConverter } from '../../engine/payloads/data-converter';
import * as sdk from '../../engine/private-sdk';
import { historyFromJSON, historyToJSON } from './histories-as-json';

const HISTORY = {
  events: [
    { eventId: '1', eventType: 'EVENT_TYPE_WORKFLOW_EXECUTION_STARTED', workflowExecutionStartedEventAttributes: {} },
  ],
};

/** Keeps one payload, under one name. */
class Shelf implements StorageDriver {
  readonly name = 'shelf';
  readonly type = 'shelf';
  kept: Payload = {};

  store(_context: unknown, [payload]: Payload[]): Promise<StorageDriverClaim[]> {
    this.kept = payload!;
    return Promise.resolve([new StorageDriverClaim({ place: 'top' })]);
  }

  retrieve(): Promise<Payload[]> {
    return Promise.resolve([this.kept]);
  }
}

async function onShelf(value: string) {
  const storage = new ExternalStorage({ drivers: [new Shelf()], payloadSizeThreshold: 1 });
  const plain = await sdk.encodeToPayload(loadedDataConverter(), value);
  const [claim] = await new sdk.ExternalStorageRunner(storage).store([plain]);
  return { claim: claim!, plain, storage };
}

function startedWith(payload: Payload) {
  return { history: { events: [{ workflowExecutionStartedEventAttributes: { input: { payloads: [payload] } } }] } };
}

test('a value becomes a payload and the value again, through the converter that is given', async () => {
  const converter = sdk.loadDataConverter({ payloadCodecs: [] });
  const payload = await sdk.encodeToPayload(converter, { rows: 3 });
  expect(await sdk.decodeArrayFromPayloads(converter, [payload])).toEqual([{ rows: 3 }]);
  expect(await sdk.decodeArrayFromPayloads(converter, null)).toEqual([]);
});

test('a failure becomes an error with its words, and none becomes none', async () => {
  const converter = loadedDataConverter();
  const failure = { message: 'refused', applicationFailureInfo: { type: 'CollectorError' } };
  expect(await sdk.decodeOptionalFailureToOptionalError(converter, failure)).toMatchObject({ message: 'refused' });
  expect(await sdk.decodeOptionalFailureToOptionalError(converter, null)).toBeUndefined();
});

test('codecs encode one after the other and decode the other way round', async () => {
  const codecs = ['a', 'b'].map((mark) => ({
    encode: (payloads: Payload[]) => Promise.resolve(payloads.map((payload) => marked(payload, mark))),
    decode: (payloads: Payload[]) => Promise.resolve(payloads.map((payload) => unmarked(payload, mark))),
  }));
  const [encoded] = await sdk.encode(codecs, [{ data: Buffer.from('-') }]);
  const [decoded] = await sdk.decode(codecs, [encoded!]);
  expect([textOf(encoded!).length, textOf(decoded!)]).toEqual([3, '-']);

  function marked({ data }: Payload, mark: string): Payload {
    return { data: Buffer.concat([Buffer.from(data!), Buffer.from(mark)]) };
  }
  function unmarked(payload: Payload, mark: string): Payload {
    const text = textOf(payload);
    expect(text.at(-1)).toBe(mark);
    return { data: Buffer.from(text.slice(0, -1)) };
  }
});

test.each([
  ['forwards', sdk.walkGetWorkflowExecutionHistoryResponse],
  ['backwards', sdk.walkGetWorkflowExecutionHistoryReverseResponse],
])('a claim is told from a payload, and met in a raw answer that is walked %s', async (_way, walk) => {
  const { claim, plain } = await onShelf('a list');
  expect([sdk.isReferencePayload(claim), sdk.isReferencePayload(plain)]).toEqual([true, false]);
  expect(sdk.decodeReferencePayload(claim)).toMatchObject({ driverName: 'shelf', claimData: { place: 'top' } });

  const met: Payload[] = [];
  await sdk.visit(startedWith(claim), walk, {
    transformPayload: (payload: Payload) => Promise.resolve(payload),
    transformPayloads: (payloads: Payload[]) => Promise.resolve((met.push(...payloads), payloads)),
    skipSearchAttributes: true,
  });
  expect(met).toEqual([claim]);
});

test('the SDK fetches what is stored by the method that is replaced: a claim of others throws nowhere', async () => {
  const converter = loadedDataConverter();
  const { claim, storage } = await onShelf('a list');
  const answer = startedWith(claim);
  await sdk.visit(answer, sdk.walkGetWorkflowExecutionHistoryResponse, sdk.extstoreInboundOptions(storage));
  const [event] = answer.history.events;
  const payloads = event!.workflowExecutionStartedEventAttributes.input.payloads;
  expect(await sdk.decodeArrayFromPayloads(converter, payloads)).toEqual([expect.any(Unreadable)]);
});

test('search attributes are read by converters whose methods can be replaced', () => {
  for (const converter of [SearchAttributePayloadConverter, TypedSearchAttributePayloadConverter])
    expect(Object.hasOwn(converter.prototype, 'fromPayload')).toBe(true);
});

test('a recorded history is read from JSON and written the same', () => {
  const history = historyFromJSON(HISTORY);
  expect(historyFromJSON(JSON.parse(historyToJSON(history)))).toEqual(history);
});

function textOf({ data }: Payload): string {
  return Buffer.from(data!).toString();
}
