import { z } from 'zod';
import { PROXY_FORM, readProxyAddress } from '../proxy-address';
import { setting } from './setting-facts';

/** A proxy on the way to one peer. Each call makes a setting of its own, documented in the words of its place. */
export function proxySetting(peer: string) {
  const address = z
    .string()
    .min(1)
    .superRefine((value, context) => {
      const read = readProxyAddress(value);
      if ('why' in read) context.addIssue({ code: 'custom', message: PROXY_FORM });
    });
  return setting(address.optional(), {
    description:
      `Proxy on the way to ${peer}, with user and password where it wants them. Without it ` +
      `\`HTTPS_PROXY\`, \`HTTP_PROXY\` and \`NO_PROXY\` ` +
      'of the environment count, in either case, but never for addresses of this machine; the setting applies to any.',
    secret: true,
    expected: PROXY_FORM,
    example: 'http://proxy.example.com:3128',
  });
}
