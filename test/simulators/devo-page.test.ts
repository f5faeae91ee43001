import { afterEach, beforeEach, expect, test } from '@jest/globals';
import axios from 'axios';
import type { DevoSimulator } from '../../simulators/devo/devo-simulator';
import { startDevoSimulator } from '../../simulators/devo/start-devo-simulator';
import { deployed, NAME, TOKEN } from './devo-client';

let devo: DevoSimulator;

beforeEach(async () => {
  devo = await startDevoSimulator({ domain: 'acme', token: TOKEN });
});
afterEach(() => devo.close());

async function page(path = '/'): Promise<string> {
  return (await axios.get<string>(devo.url + path)).data;
}

test('the page shows lookups, row counts, columns, jobs, newest rows and deploys, and renews itself', async () => {
  expect(await page()).toContain('No lookup yet');
  const jobId = await deployed(devo.lookupApiUrl);
  const html = await page();
  for (const shown of [
    NAME,
    '<b>2</b>',
    '<code class="key">cve</code>',
    jobId,
    'CVE-2',
    'POST everything',
    'http-equiv="refresh"',
  ])
    expect(html).toContain(shown);
});

test('what a row holds never becomes markup', async () => {
  await deployed(devo.lookupApiUrl, { csv: `cve,vendor\nCVE-1,"<script>alert('x')</script><img src=x>&"\n` });
  for (const html of [await page(), await page(`/lookups/${NAME}`)]) {
    expect(html).not.toMatch(/<script|<img/);
    expect(html).toContain('&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&lt;img src=x&gt;&amp;');
  }
});

test('the page loads nothing from elsewhere and shows no token', async () => {
  await deployed(devo.lookupApiUrl);
  const { data, headers } = await axios.get<string>(devo.url);
  expect(data).not.toMatch(/https?:\/\//);
  expect(data).not.toContain(TOKEN);
  expect(headers['content-security-policy']).toMatch(/default-src 'none'/);
});

test('a lookup is shown in pages of fifty rows, and a page that is not there shows the nearest', async () => {
  const rows = Array.from({ length: 120 }, (_none, index) => `CVE-${String(index + 1)},v`).join('\n');
  await deployed(devo.lookupApiUrl, { csv: `cve,vendor\n${rows}\n` });
  const shown = async (query: string): Promise<number> =>
    (await page(`/lookups/${NAME}${query}`)).match(/>CVE-\d+</g)?.length ?? 0;
  expect(await shown('')).toBe(50);
  expect(await shown('?page=3')).toBe(20);
  expect(await shown('?page=99')).toBe(20);
  expect(await shown('?page=x')).toBe(50);
  await expect(page('/lookups/Another_lookup')).rejects.toThrow(/404/);
});

test('rows that changed last come first among the newest', async () => {
  await deployed(devo.lookupApiUrl, {
    csv: `cve,vendor\n${Array.from({ length: 9 }, (_none, index) => `CVE-${String(index)},v`).join('\n')}\n`,
  });
  await new Promise((resolve) => setTimeout(resolve, 2));
  await deployed(devo.lookupApiUrl, { method: 'PUT', config: { append: true }, csv: 'cve,vendor\nCVE-0,changed\n' });
  expect((await page()).match(/>CVE-\d+</)?.[0]).toBe('>CVE-0<');
});
