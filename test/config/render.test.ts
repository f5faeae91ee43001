import { expect, test } from '@jest/globals';
import { throughGate } from '../../config/terminal';
import { renderConfigErrors, renderConfigErrorsAsJson } from '../../config/render-config-errors';
import { configWithAll, errorsOf } from './load-from-text';

const SERVICE = 'inputs.ctci.services.cewl';
const TEN = errorsOf(
  configWithAll({
    'globals.id': 10001,
    'globals.nmae': 'x',
    'inputs.ctci.api_base_url': 'api.ctci.ai',
    'inputs.ctci.credentials': { username: 'me' },
    'inputs.ctci.verify_host_ssl_cert': 'no',
    [`${SERVICE}.request_period_in_seconds`]: '1h',
    [`${SERVICE}.shrink_limit_percent`]: 120,
    [`${SERVICE}.outputs`]: ['devo_lokup'],
    'outputs.devo_lookup.config.lookup_name': 'x',
    'outputs.devo_lookup.config.token': '${DEVO_API_TOKEN}',
  }),
);

test('an error is told in three lines: where, what, and what to do', () => {
  const [error] = errorsOf(configWithAll({ 'outputs.devo_lookup.config.tokn': 'x' }));
  expect(error && renderConfigErrors([error], { color: false })).toBe(
    [
      '/etc/collector/config.yaml:21:7 outputs.devo_lookup.config.tokn',
      '  SetupError 22: Unknown setting: found a setting that is not known here, expected a known ' +
        'name; did you mean "token"?',
      '  Remove it, or use the name that is suggested; docs/configuration.md lists all.',
      '1 error in the configuration',
      '',
    ].join('\n'),
  );
});

test('ten errors fit one screen', () => {
  const text = renderConfigErrors(TEN, { color: false });
  expect(TEN).toHaveLength(10);
  expect(text.trimEnd().split('\n').length).toBeLessThanOrEqual(32);
  for (const { line, column, setting, found, expected, remedy } of TEN) {
    expect(text).toContain(`:${line}:${column} ${setting}`);
    for (const part of [found, expected, remedy]) expect(text).toContain(part);
  }
});

test('colours stand only where they are asked for', () => {
  expect(renderConfigErrors(TEN, { color: false })).not.toContain('\u001B');
  expect(throughGate(renderConfigErrors(TEN, { color: true }))).toContain('\u001B[31m');
});

test('the errors as JSON hold the same', () => {
  expect(JSON.parse(renderConfigErrorsAsJson(TEN))).toEqual({ ok: false, errors: TEN });
});
