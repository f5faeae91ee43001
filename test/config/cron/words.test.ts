import { expect, test } from '@jest/globals';
import { configWithAll, errorsOf } from '../load-from-text';

const EVENTS = 'inputs.threatquotient_data_puller';

/** What a service of each kind says of a cron line. */
function saidOf(cron: string): string[] {
  return ['inputs.ctci.services.cewl', `${EVENTS}.services.events`].map((service) => {
    const text = configWithAll({
      [EVENTS]: {
        api_base_url: 'https://threatq.example.com',
        credentials: { username: 'me@example.com', password: 'a-password' },
        services: { events: { outputs: ['screen'] } },
      },
      'outputs.screen': { type: 'console' },
      [`${service}.cron`]: cron,
    });
    return errorsOf(text)
      .map(({ expected }) => expected)
      .join();
  });
}

test.each(['never', '0 0 30 2 *', 'CRON_TZ=Nowhere/City 0 * * * *'])(
  'services of lists and of events say the same of the cron line %s',
  (cron) => {
    const [list, events] = saidOf(cron);
    expect(events).toBe(list);
    expect(list).not.toBe('');
  },
);
