import { isDeepStrictEqual } from 'node:util';
import type { Logger } from 'pino';
import { CollectorError } from '../../errors/collector-error';
import { errorInWords } from '../../errors/error-report';
import type { EngineTarget } from '../../engine/engine-target';

/** What of the credentials is another one. */
export type RenewedWith = 'API key' | 'certificates';

export interface CredentialWatchOptions {
  /** Reads variables and files anew. */
  readonly find: () => Promise<EngineTarget>;
  readonly used: EngineTarget;
  readonly renew: (target: EngineTarget, what: RenewedWith) => Promise<void>;
  readonly logger: Logger;
}

/**
 * Notices that the certificates for Temporal, or the API key in a settings file, are others than those in use, and has
 * the connections renewed. They count when they have been the same for two looks: a certificate and its key are
 * written one after the other. What cannot be used is said once, and changes nothing.
 */
export class CredentialWatch {
  private used: EngineTarget;
  /** What was seen last: credentials, or the words of why there are none. */
  private seen: unknown;
  /** What was told of, or tried, last. */
  private told: unknown = null;

  constructor(private readonly options: CredentialWatchOptions) {
    this.used = options.used;
    this.seen = this.used.options;
  }

  /** The engine that `up` runs asks for none. */
  isNeeded(): boolean {
    return this.used.source === 'environment';
  }

  async look(): Promise<void> {
    const found = await this.options.find().catch(inWords);
    const credentials = typeof found === 'string' ? found : found.options;
    const before = this.seen;
    this.seen = credentials;
    if (!isDeepStrictEqual(credentials, before) || isDeepStrictEqual(credentials, this.used.options)) return;
    if (isDeepStrictEqual(credentials, this.told)) return;
    this.told = credentials;
    if (typeof found === 'string') this.sayUnusable(found);
    else await this.take(found);
  }

  private async take(target: EngineTarget): Promise<void> {
    const { renew, logger } = this.options;
    if (target.address !== this.used.address || target.namespace !== this.used.namespace) {
      logger.warn(
        `The settings for Temporal name another address or namespace; the worker stays with ${this.used.address}, ` +
          `namespace ${this.used.namespace}, until it is started again`,
      );
      return;
    }
    const what = this.renewedWith(target);
    try {
      await renew(target, what);
    } catch (error) {
      this.sayUnusable(inWords(error));
      return;
    }
    this.used = target;
    logger.info(`Renewed for Temporal, and in use: ${what}`);
  }

  private renewedWith(target: EngineTarget): RenewedWith {
    const { apiKey: fresh, ...others } = target.options;
    const { apiKey: used, ...before } = this.used.options;
    return fresh !== undefined && used !== undefined && isDeepStrictEqual(others, before) ? 'API key' : 'certificates';
  }

  private sayUnusable(why: string): void {
    this.options.logger.error(
      `The credentials for Temporal were changed and cannot be used; the connection that is there goes on. ${why}`,
    );
  }
}

function inWords(error: unknown): string {
  if (error instanceof CollectorError) return errorInWords(error.report());
  return error instanceof Error ? error.message : String(error);
}
