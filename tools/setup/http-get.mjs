import * as http from 'node:http';
import * as https from 'node:https';
import { isIP } from 'node:net';
import { connect } from 'node:tls';
import { proxyFor } from './proxy.mjs';

/** Enough for a download site that leads to its storage. */
const MOST_REDIRECTS = 5;

/**
 * Asks for an address, directly or through the proxy that the environment names, and follows redirects. Node's own
 * `fetch` knows no proxies in every version that is supported.
 *
 * @param {string} address
 * @param {NodeJS.ProcessEnv} environment
 * @param {AbortSignal} signal
 * @returns {Promise<http.IncomingMessage>} the answer, whatever its status
 */
export async function httpGet(address, environment, signal) {
  let url = new URL(address);
  for (let redirects = 0; ; redirects += 1) {
    const answer = await ask(url, environment, signal);
    const { location } = answer.headers;
    if (location === undefined || answer.statusCode < 300 || answer.statusCode > 399) return answer;
    answer.destroy();
    if (redirects === MOST_REDIRECTS) throw new Error('too many redirects');
    const next = new URL(location, url);
    if (url.protocol === 'https:' && next.protocol !== 'https:') throw new Error('a redirect to plain http');
    url = next;
  }
}

async function ask(url, environment, signal) {
  const proxy = proxyFor(url, environment);
  const options = { method: 'GET', headers: { host: url.host, 'user-agent': 'ctci-collector' }, signal };
  const path = `${url.pathname}${url.search}`;
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (proxy === null) {
    const port = url.port || undefined;
    return answerTo((url.protocol === 'https:' ? https : http).request({ ...options, host, port, path }));
  }
  if (url.protocol === 'http:') {
    const headers = { ...options.headers, ...authorization(proxy) };
    return answerTo(proxyProtocol(proxy).request({ ...options, ...placeOf(proxy), headers, path: url.href }), proxy);
  }
  const socket = await tunnel(proxy, `${url.hostname}:${url.port || 443}`, signal);
  const createConnection = () => connect({ socket, host, servername: host, ALPNProtocols: ['http/1.1'] });
  return answerTo(https.request({ ...options, host, path, createConnection }));
}

function tunnel(proxy, target, signal) {
  const request = proxyProtocol(proxy).request({
    ...placeOf(proxy),
    method: 'CONNECT',
    path: target,
    headers: { host: target, ...authorization(proxy) },
    agent: false,
    signal,
  });
  return new Promise((resolve, reject) => {
    request.once('connect', (answer, socket) => {
      if (answer.statusCode === 200) return resolve(socket);
      socket.destroy();
      return reject(new Error(`${inWords(proxy)} does not let the request through: status ${answer.statusCode}`));
    });
    request.on('error', (error) => reject(asProxyFailure(error, proxy)));
    request.end();
  });
}

function answerTo(request, proxy) {
  return new Promise((resolve, reject) => {
    request.once('response', resolve);
    request.on('error', (error) => reject(proxy === undefined ? error : asProxyFailure(error, proxy)));
    request.end();
  });
}

function asProxyFailure(error, proxy) {
  return new Error(`${inWords(proxy)} cannot be used: ${error.message || error.code}`);
}

function inWords({ host, port, namedBy }) {
  return `the proxy ${host}:${port} of ${namedBy}`;
}

function authorization(proxy) {
  return proxy.authorization === null ? {} : { 'proxy-authorization': proxy.authorization };
}

/**
 * Without a name of its own, Node expects of the proxy's certificate the name in the `Host` header, which is the
 * peer's.
 */
function placeOf({ host, port }) {
  return { host, port, servername: isIP(host) === 0 ? host : '' };
}

function proxyProtocol(proxy) {
  return proxy.protocol === 'https:' ? https : http;
}
