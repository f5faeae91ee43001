import { describe, expect, test } from '@jest/globals';
import { chooseProxy } from '../../../http/proxy/choose-proxy';
import { isLoopbackHost } from '../../../http/host';
import { UnusableProxy } from '../../../http/proxy/proxy';
import { proxyFromVariables } from '../../../http/proxy/proxy-variables';

const P = { HTTPS_PROXY: 'http://p:1' };

function chosen(url: string, environment: NodeJS.ProcessEnv): string | null {
  const proxy = chooseProxy(new URL(url), undefined, environment);
  return proxy && `${proxy.host}:${proxy.port}`;
}

test.each([
  ['https://api.example.com', { ALL_PROXY: 'http://p:1' }, 'p:1'],
  ['https://api.example.com', { HTTP_PROXY: 'http://p:1' }, null],
  ['https://api.example.com', { HTTPS_PROXY: 'http://p' }, 'p:80'],
  ['https://api.example.com', { HTTPS_PROXY: 'p:3128' }, 'p:3128'],
  ['https://api.example.com', { HTTPS_PROXY: 'me:pw@p:3128' }, 'p:3128'],
  ['https://api.example.com', { HTTPS_PROXY: ' http://p:1/ ' }, 'p:1'],
  ['https://api.example.com', { HTTPS_PROXY: 'https://[::1]' }, '::1:443'],
  ['https://api.example.com', { HTTPS_PROXY: 'http://p:1', https_proxy: 'http://q:2' }, 'q:2'],
  ['https://api.example.com', { HTTPS_PROXY: 'http://p:1', https_proxy: '' }, 'p:1'],
  ['https://api.example.com', { HTTPS_PROXY: '', https_proxy: '  ' }, null],
])('%s with %p goes through %p', (url, environment, expected) => {
  expect(chosen(url, environment)).toBe(expected);
});

test.each([
  ['https://api.example.com', '*', null],
  ['https://api.example.com', 'EXAMPLE.com', null],
  ['https://api.example.com', '.example.com:443', null],
  ['https://api.example.com', '*.example.com', null],
  ['https://api.example.com', 'other.test, api.example.com.', null],
  ['https://api.example.com', 'other.test api.example.com', null],
  ['https://api.example.com', 'api.example.com:8443', 'p:1'],
  ['https://api.example.com', 'i.example.com', 'p:1'],
  ['https://api.example.com', '10.0.0.0/8', 'p:1'],
  ['https://api.example.com', '.', 'p:1'],
  ['https://10.1.2.3', '10.0.0.0/8', null],
  ['https://10.1.2.3:8443', '10.1.2.0/24:8443', null],
  ['https://10.1.2.3', '10.1.2.0/24:8443', 'p:1'],
  ['https://11.1.2.3', '10.0.0.0/8', 'p:1'],
  ['https://10.1.2.3', '10.1.2.3/33', 'p:1'],
  ['https://10.1.2.3', '10.1.2.3', null],
  ['https://110.1.2.3', '10.1.2.3', 'p:1'],
  ['https://[fd00::1:2]', 'fd00::/8', null],
  ['https://[fe00::1:2]', 'fd00::/8', 'p:1'],
  ['https://[fd00::1]', 'fd00:0:0:0:0:0:0:1', null],
  ['https://[fd00::1]:8443', '[fd00::1]:8443', null],
  ['https://[fd00::1]:8443', '[fd00::1]:443', 'p:1'],
])('%s with no_proxy "%s" goes through %p', (url, exceptions, expected) => {
  expect(chosen(url, { ...P, NO_PROXY: exceptions })).toBe(expected);
  expect(chosen(url, { ...P, no_proxy: exceptions, NO_PROXY: 'unlike.test' })).toBe(expected);
  expect(chosen(url, { ...P, no_proxy: '', NO_PROXY: exceptions })).toBe(expected);
});

const LOOPBACK = [
  'http://localhost',
  'http://LOCALHOST.:80',
  'http://x.localhost',
  'http://127.0.0.1',
  'http://127.9.9.9',
  'http://127.1',
  'http://[::1]',
  'http://[::ffff:127.0.0.1]',
  'http://0.0.0.0',
  'http://[::]',
  'http://localhost.localdomain',
  'http://ip6-localhost',
];

test.each(LOOPBACK)(
  '%s is never asked of a proxy that a variable names, nor is a variable that cannot be used its concern',
  (url) => {
    for (const value of ['http://p:1', 'socks5://p:1', '%']) {
      const environment = { http_proxy: value, HTTP_PROXY: value, all_proxy: value, https_proxy: value };
      expect(chosen(url, environment)).toBeNull();
      expect(chosen(url.replace('http:', 'https:'), environment)).toBeNull();
      expect(proxyFromVariables('grpc:', { host: new URL(url).hostname, port: 7233 }, environment)).toBeNull();
    }
    expect(chooseProxy(new URL(url), { path: 'inputs.x.proxy', value: 'http://p:1' }, {})).toMatchObject({
      host: 'p',
      namedBy: 'inputs.x.proxy',
    });
  },
);

test('a name that only looks like loopback is none', () => {
  for (const host of ['localhost.example.com', 'mylocalhost', '128.0.0.1', '1.127.0.0', 'ip6-localhost.test', '::2'])
    expect(isLoopbackHost(host)).toBe(false);
});

test('Temporal is asked for through https_proxy, else http_proxy, else all_proxy', () => {
  const host = { host: 'temporal.example.com', port: 7233 };
  expect(proxyFromVariables('grpc:', host, { HTTP_PROXY: 'h:1', https_proxy: 's:2', ALL_PROXY: 'a:3' })).toMatchObject({
    host: 's',
    namedBy: 'https_proxy',
  });
  expect(proxyFromVariables('grpc:', host, { HTTP_PROXY: 'h:1', ALL_PROXY: 'a:3' })).toMatchObject({ host: 'h' });
  expect(proxyFromVariables('grpc:', host, { ALL_PROXY: 'a:3' })).toMatchObject({ host: 'a' });
  expect(proxyFromVariables('grpc:', host, { HTTP_PROXY: 'h:1', NO_PROXY: 'temporal.example.com:7233' })).toBeNull();
});

describe('what names no proxy that can be used', () => {
  test.each([
    ['socks5://me:hunter2@127.0.0.1:1080', 'names a socks5 proxy; only http and https proxies can be used'],
    ['socks5h://127.0.0.1:1080', 'names a socks5h proxy'],
    ['http://user:hunter2#w@127.0.0.1:18091', '# is %23'],
    ['http://user:12#hunter2@127.0.0.1:18091', '# is %23'],
    ['http://user:hunter2/w@127.0.0.1:18091', '# is %23'],
    ['http://user:1/hunter2@127.0.0.1:18091', '# is %23'],
    ['http://user:1?hunter2@127.0.0.1:18091', '# is %23'],
    ['"http://p:1"', 'does not hold the address of a proxy'],
    ['http://', 'does not hold the address of a proxy'],
    ['http://p:99999', 'a port from 1 to 65535'],
    ['me:hunter2@p:0', 'a port from 1 to 65535'],
    ['https://[fd00::5]:65536/', 'a port from 1 to 65535'],
  ])('%s is refused by the name of its variable, without its password', (value, words) => {
    for (const name of ['https_proxy', 'HTTPS_PROXY', 'ALL_PROXY']) {
      const refused = thrownBy(() => chosen('https://api.example.com', { [name]: value }));
      expect(refused.namedBy).toBe(name);
      expect(refused.message).toContain(`${name} `);
      expect(refused.message).toContain(words);
      expect(refused.message).not.toMatch(/hunter2/);
    }
  });
});

function thrownBy(work: () => unknown): UnusableProxy {
  try {
    work();
  } catch (error) {
    if (error instanceof UnusableProxy) return error;
  }
  throw new Error('no UnusableProxy was thrown');
}
