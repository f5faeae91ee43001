/** How a server is reached: what the configuration of every source and output that speaks HTTP may say of it. */
export interface HttpWay {
  /** False switches the check of the server's certificate off, and nothing else. */
  readonly verifyHostSslCert: boolean;
  /** PEM file with authorities that are trusted besides the usual ones. */
  readonly caFile?: string | undefined;
  /**
   * Address of a proxy, `http://user:password@host:port`. It applies whatever the peer is; without it the variables of
   * the environment count, except for loopback.
   */
  readonly proxy?: string | undefined;
  /** At most so many requests a second, evenly spaced; without it there is no limit. */
  readonly requestsPerSecond?: number | undefined;
  /** Epoch milliseconds. */
  readonly now?: (() => number) | undefined;
  /** Where proxies and further authorities are named (`HTTPS_PROXY`, `NO_PROXY`, `NODE_EXTRA_CA_CERTS`, ...). */
  readonly environment?: NodeJS.ProcessEnv | undefined;
}

/** The paths of these settings below that of an input or of an output's config. */
export function waySettings(settingsPath: string): { readonly caFile: string; readonly proxy: string } {
  return { caFile: `${settingsPath}.ca_file`, proxy: `${settingsPath}.proxy` };
}
