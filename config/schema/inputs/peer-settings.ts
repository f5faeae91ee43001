import { z } from 'zod';
import { proxySetting } from '../proxy';
import { setting } from '../setting-facts';
import { text } from '../text';

/** What every input has beside its address, its login and its services. */
interface PeerWords {
  /** Who is spoken to, in the middle of a sentence: `the API`. */
  readonly peer: string;
  /** The same where a sentence has named it more fully before; else `peer`. */
  readonly short?: string;
  /** Requests a second, for the example. */
  readonly pace: number;
}

/** Whether the services of an input run. */
export const enabledInput = setting(z.boolean().default(true), {
  description: 'Whether the services of this input run.',
  example: false,
  besidePulls: true,
});

/** The number that every input of Devo's collectors has. A schema of its own for each kind of input. */
export function inputId() {
  return setting(z.union([z.string(), z.int()]).optional(), {
    description:
      "Number that Devo's collectors give to each of their inputs. It may stay where it stands, and changes nothing.",
    expected: 'a text or a whole number',
    example: '111',
    besidePulls: true,
  });
}

/** Whether the certificate of a server is checked. */
export function hostVerification(description: string) {
  return { description, example: false, errors: { type: 'verify_host_ssl_cert_type' } } as const;
}

/** How an input's server is reached: trust, proxy and pace. */
export function peerSettings({ peer, short = peer, pace }: PeerWords) {
  return {
    verify_host_ssl_cert: setting(
      z.boolean().default(true),
      hostVerification(
        `Whether the certificate of ${short} is checked. \`false\` is logged as a warning at each start.`,
      ),
    ),
    ca_file: setting(text().optional(), {
      description: 'PEM file with further certificate authorities to trust, beside those that Node knows.',
      file: 'path',
      example: '/etc/ssl/company-ca.pem',
    }),
    proxy: proxySetting(peer),
    requests_per_second: setting(z.number().min(0.01).max(1000).optional(), {
      description: `Upper limit of requests to ${short}. No limit when left out.`,
      unit: 'requests per second',
      example: pace,
    }),
  };
}
