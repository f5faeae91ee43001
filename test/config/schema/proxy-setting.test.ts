import { expect, test } from '@jest/globals';
import { createRedactor } from '../../../config/secrets/redaction';
import { configWith, errorsOf, loadFromText } from '../load-from-text';

const PLACES = ['inputs.ctci.proxy', 'outputs.devo_lookup.config.proxy', 'globals.temporal.proxy'];

test.each(PLACES)('%s takes the address of a proxy, and its password is a secret', (place) => {
  const { secrets, config } = loadFromText(configWith(place, 'http://me:hunter%2342@proxy.example.com:3128'));
  const redact = createRedactor(secrets);
  expect(JSON.stringify(config)).toContain('proxy.example.com');
  for (const text of ['hunter%2342', 'hunter#42', `Basic ${Buffer.from('me:hunter#42').toString('base64')}`])
    expect(redact(text)).not.toContain(text.slice(-8));
  expect(redact('the proxy proxy.example.com:3128')).toBe('the proxy proxy.example.com:3128');
});

const REFUSED: readonly (readonly [string, string | number])[] = PLACES.flatMap(
  (place): [string, string | number][] => [
    [place, 'socks5://proxy.example.com:1080'],
    [place, 'http://me:hunter#42@proxy.example.com:3128'],
    [place, 'http://me:1#hunter42@proxy.example.com:3128'],
    [place, 'http://proxy.example.com:3128/path?hunter'],
    [place, ''],
    [place, 3128],
  ],
);

test.each(REFUSED)('%s with the value %j is refused by its name, and the value is not shown', (place, value) => {
  const errors = errorsOf(configWith(place, value));
  expect(errors.map(({ setting }) => setting)).toEqual([place]);
  const words = JSON.stringify(errors);
  expect(words).toContain('http://host:port');
  expect(words).not.toMatch(/hunter|1080/);
});
