import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { json } from '../ctci-server';
import { fetchFull, isSame, keptRows, never, server, source } from '../rig';

/** The cells that a list of one row has, whose columns are written as given. */
async function cellsOf(row: string): Promise<Readonly<Record<string, string>>> {
  const ctci = await server((_request, response) => json(response, `{"data":[${row}]}`));
  const { table } = await fetchFull(source(ctci.url));
  return Object.fromEntries(table.columns.map((column, index) => [column, table.rows[0]?.[index] ?? '']));
}

test('integers beyond 2^53 are delivered as their digits, in every column', async () => {
  expect(
    await cellsOf(
      '{"cve":"CVE-2024-1","id_ref":9007199254740993,"year":-9007199254740993,' +
        '"sighting_id":12345678901234567890,"negative":-12345678901234567890,' +
        '"float":9007199254740993.0,"even":9007199254740992}',
    ),
  ).toEqual({
    cve: 'CVE-2024-1',
    id_ref: '9007199254740993',
    year: '-9007199254740993',
    sighting_id: '12345678901234567890',
    negative: '-12345678901234567890',
    float: '9007199254740993',
    even: '9007199254740992',
  });
  expect(await cellsOf('{"cve":12345678901234567890123}')).toEqual({ cve: '12345678901234567890123' });
});

test('a change of the last digit of a long number is a change', async () => {
  const answers = [
    '9007199254740992',
    '9007199254740993',
    '0.12345678901234567891',
    '0.12345678901234567892',
    '{"a":[9007199254740993]}',
    '{"a":[9007199254740992]}',
  ];
  const ctci = await server((_request, response) =>
    json(response, `[{"cve":"CVE-2024-1","sighting_id":${answers.shift()}}]`),
  );
  const from = source(ctci.url);
  let { digest } = await fetchFull(from);
  while (answers.length > 0) {
    const next = await from.fetchList({ digest: digest }, never, keptRows);
    expect(isSame(next)).toBe(false);
    ({ digest } = next);
  }
});

test('decimals of more digits than a double holds, and numbers beyond it, are delivered as sent', async () => {
  expect(
    await cellsOf(
      '{"cve":"CVE-2024-1","a":0.12345678901234567891,"b":-5.00000000000000000001,"c":1e400,' +
        '"d":-1E+400,"e":1e-400,"f":123456789012345678.25,"base_score":9.8000000000000000001,' +
        '"enabled":1e400,"cve_date":1e400}',
    ),
  ).toEqual({
    cve: 'CVE-2024-1',
    a: '0.12345678901234567891',
    b: '-5.00000000000000000001',
    c: '1e400',
    d: '-1E+400',
    e: '1e-400',
    f: '123456789012345678.25',
    base_score: '9.8000000000000000001',
    enabled: '1e400',
    cve_date: '1e400',
  });
});

test('what a double holds is written as ever, however it was spelled', async () => {
  expect(
    await cellsOf(
      '{"cve":"CVE-2024-1","a":0.30000000000000004,"b":2020.00000000000000000000,"c":1.5e1,' +
        '"d":4.5e-05,"e":1e20,"f":-0.00000000000000000000,"g":0e400,"year":2020.0,' +
        '"h":0.1000000000000000055e0,"i":1e21}',
    ),
  ).toMatchObject({
    a: '0.30000000000000004',
    b: '2020',
    c: '15',
    d: '0.000045',
    e: '100000000000000000000',
    f: '0',
    g: '0',
    year: '2020',
    i: '1e+21',
  });
});

test('long numbers keep their digits inside of nested values, and texts that look like them stay texts', async () => {
  expect(
    await cellsOf(
      '{"cve":"CVE-2024-1","a":{"z":[12345678901234567890,{"y":-1e400}],' +
        '"t":"12345678901234567890","n":1.50},"s":"9007199254740993 \\" 1e400, 9007199254740993","b":[1e400,NaN]}',
    ),
  ).toMatchObject({
    a: '{"n":1.5,"t":"12345678901234567890","z":[12345678901234567890,{"y":-1e400}]}',
    s: '9007199254740993 " 1e400, 9007199254740993',
    b: '[1e400,null]',
  });
});

test('every integer and every decimal of up to forty digits is delivered with all of its digits', async () => {
  const integer = fc.bigInt({ min: -(10n ** 40n), max: 10n ** 40n }).map(String);
  const decimal = fc
    .tuple(fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }), fc.stringMatching(/^\d{0,18}[1-9]$/))
    .map(([whole, part]) => `${whole}.${part}`);
  const numbers = fc.sample(fc.oneof(integer, decimal), { numRuns: 3_000, seed: 1 });
  const ctci = await server((_request, response) => {
    const body = Buffer.from(
      JSON.stringify(numbers.map((_number, index) => ({ cve: `CVE-2024-${index}`, n: '@' }))).replaceAll(
        '"@"',
        () => numbers[at++] ?? '',
      ),
    );
    response.writeHead(200, { 'content-type': 'application/json' });
    for (let from = 0; from < body.length; from += 97) response.write(body.subarray(from, from + 97));
    response.end();
  });
  let at = 0;
  const { table } = await fetchFull(source(ctci.url));
  const cells = table.rows.map((row) => row[1] ?? '');
  expect(cells.map(valueOf)).toEqual(numbers.map(valueOf));
});

/**
 * A decimal number without exponent or small ones with it, as sign, digits and place of the point: what does not
 * change its value is left out.
 */
function valueOf(number: string): string {
  const [mantissa = '', exponent = '0'] = number.split('e');
  const [whole = '', part = ''] = mantissa.replace('-', '').split('.');
  const digits = `${whole}${part}`.replace(/^0+/, '');
  const zeros = /0*$/.exec(digits)?.[0].length ?? 0;
  const sign = number.startsWith('-') ? '-' : '';
  return `${sign}${digits.slice(0, digits.length - zeros)}e${Number(exponent) - part.length + zeros}`;
}

test('a row with a long number may be nested as deeply as another', async () => {
  const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
  const ctci = await server((_request, response) =>
    json(response, `[{"cve":"CVE-1","n":12345678901234567890,"x":${deep}},{"cve":"CVE-2"}]`),
  );
  const { table, warnings } = await fetchFull(source(ctci.url));
  expect(table.rows.map(([key]) => key)).toEqual(['CVE-1', 'CVE-2']);
  expect(warnings).toEqual(['1 values nested too deeply were read as empty.']);
});
