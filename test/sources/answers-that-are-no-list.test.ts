import { expect, test } from '@jest/globals';
import type { ErrorId } from '../../errors/catalogue';
import { json } from './ctci-server';
import { failureOf, keptRows, KEY, never, server, source } from './rig';

const CREDENTIALS = 'inputs.ctci.credentials.api_token';
const ADDRESS = 'inputs.ctci.api_base_url';
const OWN_SHAPE = { status: 400, title: 'Bad Request', detail: 'Try another door', instance: '/api/v1/cewl' };
const LIBRARY_SHAPE = { status_code: 401, error: 'MissingToken', message: 'JWT token not found' };

const STATUSES: [status: number, id: ErrorId, setting: string, retryable: boolean][] = [
  [401, 'ctci_unauthorized', CREDENTIALS, false],
  [403, 'ctci_forbidden', CREDENTIALS, false],
  [404, 'ctci_not_found', ADDRESS, false],
  [408, 'ctci_timeout', ADDRESS, true],
  [418, 'ctci_status', ADDRESS, false],
  [206, 'ctci_status', ADDRESS, false],
  [304, 'ctci_status', ADDRESS, false],
  [429, 'ctci_rate_limited', ADDRESS, true],
  [500, 'ctci_server_error', ADDRESS, true],
  [503, 'ctci_server_error', ADDRESS, true],
];

test.each(STATUSES)('status %d is %s', async (status, id, setting, retryable) => {
  const ctci = await server((_request, response) => json(response, [{ CVE: 'CVE-1' }], status));

  const error = await failureOf(source(ctci.url).fetchList({ digest: null }, never, keptRows));

  expect(error).toMatchObject({ id, setting, retryable, retryAfterMs: null });
  expect(error.message).toContain(`GET ${ctci.url}/api/v1/cewl: status ${status}`);
  expect(ctci.seen).toHaveLength(1);
});

const NOT_THE_LIST: [what: string, body: unknown, id: ErrorId, words: RegExp][] = [
  [
    'an error of the API with status 200',
    OWN_SHAPE,
    'ctci_error_in_body',
    /status 400 in the body, the server says "Bad Request: Try another door"/,
  ],
  [
    'a refusal with status 200',
    LIBRARY_SHAPE,
    'ctci_unauthorized',
    /the server says "MissingToken: JWT token not found"/,
  ],
  ['a refusal whose status is a text', { status: '403', title: 'No' }, 'ctci_forbidden', /the server says "No"/],
  ['rows beside an error', { status: 500, data: [{ cve: 'CVE-1' }] }, 'ctci_error_in_body', /status 500 in the body/],
  ['an error without status', { error: 'invalid key' }, 'ctci_error_in_body', /the server says "invalid key"/],
  [
    'columns instead of rows',
    { data: { cve: { 0: 'CVE-1' } } },
    'ctci_not_the_list',
    /neither an array nor an object with an array under data/,
  ],
  ['a single row', { CVE: 'CVE-1', year: 2020 }, 'ctci_not_the_list', /the body begins with "\{"CVE":"CVE-1"/],
  ['null', 'null', 'ctci_not_the_list', /begins with "null"/],
  ['a number', '7', 'ctci_not_the_list', /begins with "7"/],
  ['an array of texts', ['CVE-1'], 'ctci_not_the_list', /an array of something else than objects/],
  ['an array of nothing', [null, null], 'ctci_not_the_list', /an array of something else than objects/],
  ['an array of arrays', [['CVE-1'], ['CVE-2']], 'ctci_not_the_list', /an array of something else than objects/],
  ['half a row among others', '[{"CVE":"CVE-1"},nul,{"CVE":"CVE-2"}]', 'ctci_not_json', /begins with/],
  ['rows of something else', [{ id: 1 }, { id: 2 }], 'ctci_not_the_list', /no row has the column cve/],
  [
    'errors beside an empty list',
    { errors: ['No subscription', { message: 'Ask sales' }], data: [] },
    'ctci_error_in_body',
    /the server says "No subscription; Ask sales"/,
  ],
  [
    'errors behind an empty list',
    '{"data":[],"errors":[{"code":7,"detail":"The token has ended"}]}',
    'ctci_error_in_body',
    /the server says "The token has ended"/,
  ],
  [
    'errors by field',
    { data: [], errors: { token: ['has ended'] } },
    'ctci_error_in_body',
    /the server says "token: has ended"/,
  ],
  [
    'errors beside good words',
    { status: 200, title: 'OK', errors: [{ title: 'Shard 3', detail: 'timed out' }], data: [{ cve: 'CVE-1' }] },
    'ctci_error_in_body',
    /the server says "OK: Shard 3: timed out"/,
  ],
  [
    'an error that has a status of its own',
    { data: [], errors: [{ status: '401', title: 'Unauthorized' }] },
    'ctci_unauthorized',
    /the server says "Unauthorized"/,
  ],
  [
    'no success beside an empty list',
    { success: false, message: 'Rate plan exceeded', data: [] },
    'ctci_error_in_body',
    /the server says "Rate plan exceeded"/,
  ],
  [
    'no success as a text',
    { success: 'false', data: [], msg: 'try later' },
    'ctci_error_in_body',
    /the server says "try later"/,
  ],
  [
    'no success and no words',
    { data: [], success: false },
    'ctci_error_in_body',
    /the body begins with "\{"data":\[\],"success":false\}"/,
  ],
  [
    'nothing that is well',
    { ok: false, error: { code: 12, description: 'Index is being built' }, data: [] },
    'ctci_error_in_body',
    /the server says "Index is being built"/,
  ],
  [
    'a status in a word',
    { status: 'error', message: 'Backend down', data: [] },
    'ctci_error_in_body',
    /the server says "Backend down"/,
  ],
  [
    'a code that is the status of an error',
    { code: 403, message: 'Subscription ended', data: [] },
    'ctci_forbidden',
    /the server says "Subscription ended"/,
  ],
  [
    'a refusal in a word',
    { status: 'denied', message: 'Subscription ended', data: [] },
    'ctci_error_in_body',
    /the server says "Subscription ended"/,
  ],
  [
    'an error beside a good status',
    { status: 200, error: 'quota', data: [] },
    'ctci_error_in_body',
    /the server says "quota"/,
  ],
  [
    'an error that is only true',
    { error: true, message: 'Nope', data: [] },
    'ctci_error_in_body',
    /the server says "Nope"/,
  ],
  [
    'a failure that is spelled otherwise',
    { Success: false, ErrorMessage: 'Quota is used up', data: [] },
    'ctci_error_in_body',
    /the server says "Quota is used up"/,
  ],
  [
    'no success as a number',
    { success: 0, message: 'Try later', data: [{ cve: 'CVE-1' }] },
    'ctci_error_in_body',
    /the server says "Try later"/,
  ],
  [
    'a status that is no',
    { status: false, message: 'Subscription ended', data: [] },
    'ctci_error_in_body',
    /the server says "Subscription ended"/,
  ],
  [
    'no success by another name',
    { isSuccess: 'no', Errors: ['Shard 3 is down'], data: [{ cve: 'CVE-1' }] },
    'ctci_error_in_body',
    /the server says "Shard 3 is down"/,
  ],
  [
    'an exception beside rows',
    { exception: { message: 'Out of memory' }, data: [{ cve: 'CVE-1' }] },
    'ctci_error_in_body',
    /the server says "Out of memory"/,
  ],
  [
    'a result in a word',
    { result: 'KO', description: 'no', data: [] },
    'ctci_error_in_body',
    /the body begins with "\{"result":"KO"/,
  ],
  [
    'errors that are only said to be there',
    { has_errors: true, data: [{ cve: 'CVE-1' }] },
    'ctci_error_in_body',
    /the body begins with/,
  ],
  [
    'one page of many',
    { metadata: { count: 1500, page: 1, per_page: 2 }, data: [{ cve: 'CVE-1' }, { cve: 'CVE-2' }] },
    'ctci_page_of_list',
    /metadata\.count says 1,500 rows; 2 rows came/,
  ],
  [
    'one page that names the next',
    '{"data":[{"cve":"CVE-1"}],"next":"/api/v1/cewl?page=2"}',
    'ctci_page_of_list',
    /next names a further page; 1 row came/,
  ],
  ['an empty page of many', { total: 1500, data: [] }, 'ctci_page_of_list', /total says 1,500 rows; 0 rows came/],
  [
    'rows twice',
    '{"data":[{"cve":"CVE-1"}],"x":1,"data":[{"cve":"CVE-2"}]}',
    'ctci_not_the_list',
    /data stands there more than once/,
  ],
  [
    'rows that are taken back',
    '{"data":[{"cve":"CVE-1"}],"data":null}',
    'ctci_not_the_list',
    /data stands there more than once/,
  ],
  [
    'HTML',
    '  <!DOCTYPE html><title>Sign in</title>',
    'ctci_not_json',
    /HTML, not the API: .*begins with "<!DOCTYPE html><title>Sign in/,
  ],
  [
    'text',
    'Service temporarily\n\n unavailable\u0007',
    'ctci_not_json',
    /begins with "Service temporarily unavailable"/,
  ],
  ['nothing', '', 'ctci_not_json', /an empty body/],
  ['half of a list, complete by its length', '[{"CVE":"CVE-1"},', 'ctci_not_json', /begins with/],
];

test.each(NOT_THE_LIST)('%s is never a list', async (_what, body, id, words) => {
  const ctci = await server((_request, response) => {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    json(response, text, 200, { 'content-length': Buffer.byteLength(text) });
  });

  const error = await failureOf(source(ctci.url).fetchList({ digest: null }, never, keptRows));

  expect(error).toMatchObject({ id, retryable: false });
  expect(error.message).toMatch(words);
  expect(error.message).toContain('status 200, application/json');
});

test.each([
  [{ rel: 'next' }, true],
  [{ rel: 'self' }, false],
])('the header Link tells of a further page of a bare array (%j)', async ({ rel }, isPage) => {
  const ctci = await server((_request, response) =>
    json(response, [{ CVE: 'CVE-1' }], 200, { link: `</cve/cewl_download?page=2>; rel="${rel}"` }),
  );
  const fetched = source(ctci.url).fetchList({ digest: null }, never, keptRows);
  if (!isPage) expect(await fetched).toMatchObject({ received: 1 });
  else expect(await failureOf(fetched)).toMatchObject({ id: 'ctci_page_of_list', retryable: false, setting: ADDRESS });
});

test.each([
  [{ errors: [], data: [] }],
  [{ errors: null, error: null, success: true, ok: true, data: [] }],
  [{ error: '', errors: {}, data: [] }],
  [{ error: false, data: [], status: 'success' }],
  [{ status: 200, title: 'OK', detail: 'CEWL', data: [], count: 0, next: null }],
  [{ error: { code: 0, message: '' }, data: [] }],
  [{ error: 'none', code: 0, data: [] }],
  [{ errors: { cve: [] }, data: [] }],
  [{ errors: [null], code: 1000, data: [] }],
  [{ Success: 'True', ErrorMessage: null, exception: '', has_errors: false, failed: 0, data: [] }],
  [{ status: true, result: 'ok', success: 1, error_message: 'none', fault: {}, errorCount: 0, data: [] }],
])('%j is an empty list', async (body) => {
  const ctci = await server((_request, response) => json(response, body));
  expect(await source(ctci.url).fetchList({ digest: null }, never, keptRows)).toMatchObject({ received: 0 });
});

test('what the server says behind a long list is told as well', async () => {
  const data = Array.from({ length: 3_000 }, (_, index) => ({
    cve: `CVE-2024-${index}`,
    description: 'x'.repeat(100),
  }));
  const ctci = await server((_request, response) =>
    json(response, { data, errors: [{ message: 'shard 3 timed out' }] }),
  );
  const error = await failureOf(source(ctci.url).fetchList({ digest: null }, never, keptRows));
  expect(error).toMatchObject({
    id: 'ctci_error_in_body',
    message: expect.stringContaining('the server says "shard 3 timed out"'),
  });
});

test('long bodies are shown by their first words', async () => {
  const ctci = await server((_request, response) => json(response, 'é'.repeat(200_000), 500));

  const error = await failureOf(source(ctci.url).fetchList({ digest: null }, never, keptRows));

  expect(error.message).toContain(`"${'é'.repeat(200)}…"`);
  expect(error.message.length).toBeLessThan(400);
});

test('a status in words of the server is told in its words', async () => {
  const ctci = await server((_request, response) => json(response, LIBRARY_SHAPE, 401));

  const error = await failureOf(source(ctci.url).fetchList({ digest: null }, never, keptRows));

  expect(error.message).toContain(
    'status 401, application/json, status 401 in the body, the server says "MissingToken: JWT token not found"',
  );
});

test.each([
  ['seconds', '7', 7000],
  ['a date', new Date(1_700_000_030_000).toUTCString(), 30_000],
  ['a date that has passed', new Date(1_600_000_000_000).toUTCString(), 0],
  ['something else', 'soon', null],
])('Retry-After as %s is passed on', async (_what, header, expected) => {
  const ctci = await server((_request, response) => json(response, {}, 429, { 'retry-after': header }));

  const error = await failureOf(
    source(ctci.url, { now: () => 1_700_000_000_000 }).fetchList({ digest: null }, never, keptRows),
  );

  expect(error.retryAfterMs).toBe(expected);
});

test('a server that echoes the key in any form does not bring it into an error', async () => {
  const forms = [
    KEY,
    Buffer.from(KEY).toString('base64'),
    Buffer.from(KEY).toString('base64url'),
    encodeURIComponent(KEY),
    encodeURIComponent(Buffer.from(KEY).toString('base64')),
  ];
  for (const body of [...forms, ...forms.map((form) => ({ error: form, message: `no such key: ${form}!` }))]) {
    const ctci = await server((_request, response) =>
      json(response, body, 401, { 'content-type': `text/${forms[0]}` }),
    );

    const error = await failureOf(source(ctci.url).fetchList({ digest: null }, never, keptRows));

    const everything = JSON.stringify(error.report()) + error.message + String(error.stack) + String(error.cause);
    expect(everything).toContain('[redacted]');
    for (const form of forms) expect(everything).not.toContain(form.replace(/=+$/, ''));
  }
});
