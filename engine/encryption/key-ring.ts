import { createSecretKey, type KeyObject } from 'node:crypto';

/** A key of AES-256 under the name that stands in the metadata of what it has encrypted. */
export interface EncryptionKey {
  readonly id: string;
  /** 32 bytes. */
  readonly key: Uint8Array;
}

export interface KeyRingSettings {
  /** Whether the first key writes; false while encryption is being switched off, when all of them only read. */
  readonly enabled: boolean;
  readonly keys: readonly EncryptionKey[];
}

interface HeldKey {
  readonly id: string;
  readonly key: KeyObject;
}

/**
 * The keys of a collector: the first one writes, every one reads. A ring without keys writes in clear and reads nothing
 * that is encrypted. It can be given other keys while it is in use, so that a rotation needs no restart.
 */
export class KeyRing {
  private keys: readonly HeldKey[] = [];
  private enabled = false;

  constructor(settings?: KeyRingSettings) {
    this.use(settings);
  }

  /** From now on these are the keys; none without settings. */
  use(settings: KeyRingSettings | undefined): void {
    this.keys = (settings?.keys ?? []).map(({ id, key }) => ({ id, key: createSecretKey(key) }));
    this.enabled = settings?.enabled ?? false;
  }

  /** The key that writes, or null: then payloads are written in clear. */
  get writer(): HeldKey | null {
    return this.enabled ? (this.keys[0] ?? null) : null;
  }

  /** The key of this id, or null. */
  find(id: string): KeyObject | null {
    return this.keys.find((held) => held.id === id)?.key ?? null;
  }

  get ids(): readonly string[] {
    return this.keys.map(({ id }) => id);
  }
}
