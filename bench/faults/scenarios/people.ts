import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runVerb } from '../stage/client-verb';
import { LOOKUP } from '../stage/test-bed';
import type { Scenario } from './scenario';

/** Texts that would take a terminal or a page over. */
const HOSTILE = [
  '\u001b]0;taken over\u0007',
  '\u001b[2J\u001b[31mred',
  '\u202egnp.exe',
  '\u009b31m',
  'x\u0007\b\b',
  '\u2066hidden\u2069',
  '</td><script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  "=cmd|'/c calc'!A1",
  '\u200fleft',
];
const TERMINAL_CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/;
const MARKUP_OF_A_ROW = /<script>alert|<img src=x/;

export const people: readonly Scenario[] = [
  {
    name: 'escapes, markup and formulas in the rows',
    promises: [32],
    async play(stage) {
      const { bed } = stage;
      const [row] = bed.ctci.rows();
      bed.ctci.serve({
        rows: HOSTILE.map((text, index) => ({
          ...row,
          cve: `CVE-2030-${1000 + index}`,
          vendor: text,
          external_note: text,
        })),
      });
      await stage.begin();
      const environment = { TEMPORAL_ADDRESS: bed.engine.address };
      for (const verb of ['preview', 'status', 'history', 'check']) {
        const { stdout, stderr } = await runVerb([verb, '--config', bed.configFile], bed.folder, environment);
        stage.expect(
          !TERMINAL_CONTROL.test(stdout + stderr),
          `${verb} prints ${JSON.stringify(TERMINAL_CONTROL.exec(stdout + stderr)?.[0])}`,
        );
      }
      await stage.pull();
      stage.expectEqual('rows with escapes');
      const page = await (await fetch(`${bed.devo.url}/lookups/${LOOKUP}`)).text();
      stage.expect(
        !TERMINAL_CONTROL.test(page) && !MARKUP_OF_A_ROW.test(page),
        "Devo's page shows a row's markup or control characters as they are",
      );
    },
  },
  {
    name: 'the engine file of another folder, and of another life',
    promises: [33],
    async play(stage) {
      const { bed } = stage;
      await stage.begin();
      await stage.pull();
      const folder = join(bed.folder, 'another folder # 2');
      mkdirSync(join(folder, '.ctci-collector'), { recursive: true });
      writeFileSync(join(folder, 'config.yaml'), readFileSync(bed.configFile));
      const another = { pid: process.pid, start_ticks: '1' };
      const file = {
        address: bed.engine.address,
        ui: null,
        pid: process.pid,
        started_at: new Date().toISOString(),
        namespace: 'default',
        database: join(bed.folder, 'somewhere else', 'temporal.db'),
        codec_endpoint: null,
        owner: another,
      };
      for (const pid of [process.pid, 2 ** 22 - 3]) {
        writeFileSync(join(folder, '.ctci-collector', 'engine.json'), JSON.stringify({ ...file, pid }));
        for (const verb of [['status'], ['pull'], ['stop', '--yes']]) {
          const { code, stdout, stderr } = await runVerb(verb, folder, {});
          stage.expect(
            code === 3,
            `${verb.join(' ')} beside the engine file of ` +
              `${pid === process.pid ? 'another folder' : 'another life'} exits ${code}: ${stdout}${stderr}`,
          );
          stage.expect(/engine|Temporal/.test(stderr), `${verb.join(' ')} does not say why not: ${stderr}`);
        }
      }
      rmSync(join(folder, 'config.yaml')); // no secret may lie about: that is searched
      stage.expect(
        (await bed.chain.handle.describe()).status.name === 'RUNNING',
        "another folder's verb ended this chain",
      );
    },
  },
];
