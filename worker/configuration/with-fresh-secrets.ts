import { CollectorError } from '../../errors/collector-error';

/** Errors by which a peer says that it does not take the credentials. */
const REFUSALS: ReadonlySet<string> = new Set([
  'ctci_unauthorized',
  'ctci_forbidden',
  'ctci_login_failed',
  'threatquotient_jwt',
  'threatquotient_no_token',
  'devo_unauthorized',
]);

/**
 * A peer that is tried once more when it refuses a secret which was renewed meanwhile: the step is given again at once,
 * and then has the fresh one. Refused as well, or not renewed, the refusal is final: nobody is asked again and again.
 *
 * @param renewed whether the secrets are others by now than those that the peer was made with
 */
export function withFreshSecrets<Peer extends object>(peer: Peer, renewed: () => boolean): Peer {
  return new Proxy(peer, {
    get(target, name): unknown {
      const member: unknown = Reflect.get(target, name);
      if (typeof member !== 'function') return member;
      return (...args: unknown[]): unknown => {
        const result: unknown = Reflect.apply(member, target, args);
        return result instanceof Promise
          ? result.catch((error: unknown) => {
              throw isRefusal(error) && renewed() ? error.soon() : error;
            })
          : result;
      };
    },
  });
}

function isRefusal(error: unknown): error is CollectorError {
  return error instanceof CollectorError && REFUSALS.has(error.id);
}
