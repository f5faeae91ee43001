import { expect, test } from '@jest/globals';
import { environmentSecrets } from '../../../config/secrets/environment-secrets';
import { createRedactor } from '../../../config/secrets/redaction';

test('headers for Temporal are secrets, with and without the word that says what they are', () => {
  const secrets = environmentSecrets({
    TEMPORAL_GRPC_META_AUTHORIZATION: 'Bearer abc-key-1',
    temporal_grpc_meta_x_api_key: 'abc-key-2',
    TEMPORAL_CODEC_AUTH: 'Bearer abc-key-3',
  });
  expect(createRedactor(secrets)('abc-key-1 abc-key-2 Bearer abc-key-1')).toBe('[redacted] [redacted] [redacted]');
  expect(createRedactor(secrets)('Bearer abc-key-3, abc-key-3')).toBe('[redacted], [redacted]');
});

test('a namespace in a header is a name, and an empty header is nothing', () => {
  expect(
    environmentSecrets({
      TEMPORAL_GRPC_META_TEMPORAL_NAMESPACE: 'default',
      TEMPORAL_GRPC_META_X: '',
      TEMPORAL_ADDRESS: 'temporal.example:7233',
    }),
  ).toEqual([]);
});
