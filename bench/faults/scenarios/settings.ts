import { startHttpProxy } from '../wires/http-proxy';
import { USERNAME } from '../stage/test-bed';
import type { Scenario } from './scenario';

const PROXY_VARIABLES = ['http_proxy', 'https_proxy', 'HTTP_PROXY', 'HTTPS_PROXY', 'all_proxy', 'grpc_proxy'];
const LOGIN_PATH = '/api/v1/login';
/** Spellings that hit no column. */
const MISSPELT = ['external_notes', 'vendors', 'year__'];

/** What a configuration or its surroundings say, and the collector must not take for something else. */
export const settings: readonly Scenario[] = [
  {
    name: 'a rule of obfuscation with a misspelt field',
    promises: [23],
    async play(stage) {
      const { bed } = stage;
      await stage.begin();
      for (const field of MISSPELT) {
        await bed.configure(({ inputs }) => {
          inputs.ctci.services.cewl['obfuscation'] = [{ method: 'remove', fields: [field] }];
        });
        const { message } = await stage.failingPull(`obfuscation of ${field}`);
        stage.expect(message.includes(field), `the error does not name ${field}: ${message}`);
        stage.expect(stage.deploys === 0, `obfuscation of ${field}: something left`);
      }
      await bed.configure(({ inputs }) => {
        inputs.ctci.services.cewl['obfuscation'] = [{ method: 'remove', fields: ['External_Note '] }];
      });
      const report = await stage.pull();
      stage.expect(
        report.outcome === 'delivered' && stage.rows > 0,
        `with the column's name the pull was ${report.outcome}`,
      );
      const clear = bed.devo.rows('CTCI_CVE_Early_Warning_List')?.filter((row) => row['external_note']) ?? [];
      stage.expect(clear.length === 0, `${clear.length} rows left with a note`);
    },
  },
  {
    name: 'a proxy in the environment of what is local, and proxies that are set',
    promises: [26],
    workers: 0,
    async play(stage) {
      const refusing = await startHttpProxy(true);
      const passing = await startHttpProxy(false);
      try {
        const environment = Object.fromEntries(PROXY_VARIABLES.map((name) => [name, refusing.url]));
        await stage.bed.addWorker(environment);
        await stage.begin();
        await stage.pull();
        stage.expect(
          refusing.asked.length === 0,
          `the proxy of the environment was asked for ${refusing.asked[0]?.target ?? ''}`,
        );
        stage.expectEqual('past the proxy of the environment');
        await stage.bed.configure(({ inputs, outputs }) => {
          inputs.ctci['proxy'] = passing.url.replace('//', '//soc:p%23w@');
          Object.assign(outputs['devo_lookup']?.config ?? {}, { proxy: passing.url });
        });
        stage.move(1);
        await stage.pull();
        const ports = (port: number): number =>
          passing.asked.filter(({ target }) => target.includes(`:${port}`)).length;
        const { ctci, devo } = stage.bed.wires;
        stage.expect(
          ports(ctci.port) > 0 && ports(devo.port) > 0,
          `through the proxy went ${ports(ctci.port)} requests to CTCI and ${ports(devo.port)} to Devo`,
        );
        const wanted = `Basic ${Buffer.from('soc:p#w').toString('base64')}`;
        stage.expect(
          passing.asked.some(({ authorization }) => authorization === wanted),
          'the proxy got no name and password',
        );
        stage.expectEqual('through the proxies that are set');
      } finally {
        await refusing.close();
        await passing.close();
      }
    },
  },
  {
    name: 'a password that is refused, pull after pull',
    promises: [27],
    settings: {
      edit: ({ inputs }) => {
        inputs.ctci['credentials'] = { username: USERNAME, password: 'an-old-password' };
      },
      service: { retry_for_seconds: 1 },
    },
    async play(stage) {
      const { bed } = stage;
      const logins = (): number => bed.ctci.state().counters.requests[LOGIN_PATH] ?? 0;
      await stage.begin();
      for (const pull of ['first', 'second', 'third', 'fourth']) {
        const { message } = await stage.failingPull(`the ${pull} pull`);
        stage.expect(/password|log.?in/i.test(message), `the error does not say what was refused: ${message}`);
        stage.expect(logins() === 1, `after the ${pull} pull the password had been tried ${logins()} times`);
      }
      await bed.configure(({ inputs }) => {
        inputs.ctci['credentials'] = { username: USERNAME, password: bed.canaries[0]?.value };
      });
      await stage.pull();
      stage.expectEqual('with the right password');
    },
  },
];
