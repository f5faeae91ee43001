import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { URLSearchParams } from 'node:url';
import { writeSecret } from '../world/place-of-files.mjs';
import { CODEC_FILE } from '../world/project.mjs';

const UI = 'http://localhost:8080';
const CODEC = 'http://localhost:8234';
const ENCRYPTED = 'binary/encrypted';

/** Comes after encryption was switched on, and needs it. */
export const codecBesideTheUi = {
  title: 'the codec service shows payloads in clear to whoever has its token, from the Web UI alone',
  async run(world) {
    const { project, folder, settings, secrets } = world;
    const token = randomBytes(24).toString('hex');
    writeSecret(secrets, 'codec_token', token);
    const own = join(folder, 'codec.json');
    const volumes = [{ type: 'bind', source: settings, target: '/etc/ctci-collector', read_only: true }];
    writeFileSync(own, JSON.stringify({ services: { codec: { volumes } } }));
    project.use(CODEC_FILE, own);
    try {
      await project.up('codec', 'temporal-ui');
      await project.untilHealthy('codec', 'temporal-ui');
      await expectUiKnowsIt();
      const payload = await encryptedPayload();
      await expectRefusals(payload, token);
      const cookie = await signIn(token);
      const fromUi = { origin: UI, cookie };
      const shown = await decode(payload, fromUi);
      if (shown.headers.get('access-control-allow-origin') !== UI) throw new Error('a page of the UI may not read it');
      const program = await decode(payload, { authorization: `Bearer ${token}` });
      for (const answer of [shown, program]) await expectClear(answer);
      await expectNoWayToTemporal(project);
      return { words: 'signed in: clear; without the token 401, from another page 403; it reaches no Temporal' };
    } finally {
      await project.compose('rm', '--stop', '--force', 'codec');
      project.leave(CODEC_FILE, own);
      await project.up('temporal-ui');
      await project.untilHealthy('temporal-ui');
    }
  },
};

async function expectUiKnowsIt() {
  const { Codec: codec } = await (await fetch(`${UI}/api/v1/settings`)).json();
  if (codec?.Endpoint !== CODEC || codec?.IncludeCredentials !== true)
    throw new Error(`the Web UI is told of another codec: ${JSON.stringify(codec)}`);
}

/** One of a real run, as the Web UI gets it. */
async function encryptedPayload() {
  const at = `${UI}/api/v1/namespaces/default/workflows`;
  const { executions } = await (await fetch(at)).json();
  const [run] = executions.filter(({ type }) => type.name === 'cewlPull');
  const history = await (
    await fetch(`${at}/${encodeURIComponent(run.execution.workflowId)}/history?execution.runId=${run.execution.runId}`)
  ).json();
  const payload = findPayload(history);
  if (payload === null) throw new Error('there is no encrypted payload in the newest run');
  return payload;
}

function findPayload(value) {
  if (typeof value !== 'object' || value === null) return null;
  const encoding = value.metadata?.encoding;
  if (typeof encoding === 'string' && Buffer.from(encoding, 'base64').toString() === ENCRYPTED) return value;
  for (const each of Object.values(value)) {
    const found = findPayload(each);
    if (found !== null) return found;
  }
  return null;
}

function decode(payload, headers) {
  return fetch(`${CODEC}/decode`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ payloads: [payload] }),
  });
}

async function expectRefusals(payload, token) {
  const wanted = [
    ['without the token', { origin: UI }, 401],
    ['with another token', { authorization: `Bearer ${token.replaceAll(/./g, '0')}` }, 401],
    ['from another page', { origin: 'http://localhost:9999', authorization: `Bearer ${token}` }, 403],
  ];
  for (const [who, headers, status] of wanted) {
    const answer = await decode(payload, headers);
    if (answer.status !== status) throw new Error(`asked ${who}, it answers ${answer.status}, not ${status}`);
  }
}

/** As the form of its page does; the answer brings the cookie. */
async function signIn(token) {
  const body = new URLSearchParams({ token });
  const answer = await fetch(`${CODEC}/sign-in`, { method: 'POST', body });
  const [cookie] = answer.headers.getSetCookie();
  if (!answer.ok || cookie === undefined) throw new Error(`the sign-in is answered with ${answer.status}`);
  return cookie.split(';')[0];
}

async function expectClear(answer) {
  if (!answer.ok) throw new Error(`the codec answers ${answer.status}: ${await answer.text()}`);
  const { payloads } = await answer.json();
  const encoding = Buffer.from(payloads[0].metadata.encoding, 'base64').toString();
  if (encoding === ENCRYPTED) throw new Error('what the codec answers is still encrypted');
}

async function expectNoWayToTemporal(project) {
  const script =
    `require('net').connect({ host: 'temporal', port: 7233, timeout: 3000 }).on('connect', () => ` +
    `process.exit(0)).on('timeout', () => process.exit(1)).on('error', () => process.exit(1))`;
  const { code } = await project.tryCompose('exec', '-T', 'codec', 'node', '-e', script);
  if (code === 0) throw new Error('the codec reaches Temporal, which it does not need');
}
