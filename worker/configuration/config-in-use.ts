import { ConfigErrors } from '../../config/config-errors';
import type { EnabledService } from '../../config/enabled-services';
import { loadConfig, type LoadedConfig } from '../../config/load-config';
import { readFileFromDisk } from '../../config/load/read-config-file';
import { createRedactor, type Redactor } from '../../config/secrets/redaction';
import { readFaultInWords, secretIn, type FileContent } from '../../config/secrets/read-secret-files';
import { CollectorError } from '../../errors/collector-error';

/** What became of an edit of the configuration. */
export type Edit =
  | { readonly kind: 'same' }
  | { readonly kind: 'taken'; readonly before: LoadedConfig }
  /** The old one goes on. */
  | { readonly kind: 'refused'; readonly why: Error };

/** Secrets that were in use once are still masked; so many of them are remembered. */
const SECRETS_REMEMBERED = 500;

/**
 * The configuration that a worker runs by. Its secrets are read again out of their files whenever a step asks, and its
 * own file when somebody says that it was edited. What cannot be used leaves what was there in use.
 */
export class ConfigInUse {
  private now: LoadedConfig;
  /** The texts that are in use, by path. */
  private texts = new Map<string, FileContent>();
  /** Why a secret's file cannot be used, by path. */
  private faults = new Map<string, string>();
  private known = new Set<string>();
  private redactor: Redactor = (text) => text;

  /** Throws ConfigErrors. */
  constructor(
    private readonly file: string,
    private readonly env: NodeJS.ProcessEnv,
  ) {
    const { loaded, texts } = this.load(new Map());
    this.now = loaded;
    this.use(loaded, texts);
  }

  get loaded(): LoadedConfig {
    return this.now;
  }

  /** Masks every secret that is in use, or was. */
  readonly redact: Redactor = (text) => this.redactor(text);

  /** From now on these are masked as well. */
  learn(secrets: readonly string[]): void {
    const before = this.known.size;
    for (const secret of secrets) this.known.add(secret);
    if (this.known.size === before) return;
    this.known = new Set([...this.known].slice(-SECRETS_REMEMBERED));
    this.redactor = createRedactor([...this.known]);
  }

  /** Reads the configuration's own file again. It is not told apart from one that is half written: see `EditWatch`. */
  reload(): Edit {
    try {
      const { loaded, texts } = this.load(new Map());
      if (sameTexts(texts, this.texts)) return { kind: 'same' };
      if (loaded.taskQueue !== this.now.taskQueue)
        throw new CollectorError('setting_value', {
          setting: 'globals.name',
          seen: 'another name or id is another collector, and wants a worker of its own: start this one again',
        });
      const before = this.now;
      this.use(loaded, texts);
      this.faults.clear();
      return { kind: 'taken', before };
    } catch (error) {
      return { kind: 'refused', why: error instanceof Error ? error : new Error(String(error)) };
    }
  }

  /**
   * Reads the files of secrets again. Each is taken by itself: one that cannot be used keeps no other from being
   * renewed, and is the fault of those services alone that need it.
   */
  refreshSecrets(): void {
    for (const path of new Set(this.now.secretFiles.values())) {
      const fault = this.refresh(path);
      if (fault === null) this.faults.delete(path);
      else this.faults.set(path, fault);
    }
  }

  /** Why a service cannot be served: a secret that it needs cannot be read. */
  faultOf(service: EnabledService): CollectorError | null {
    if (this.faults.size === 0) return null;
    for (const [key, path] of this.now.secretFiles) {
      const fault = this.faults.get(path);
      const setting = JSON.parse(key) as readonly (string | number)[]; // as `pathKey` has written it
      if (fault === undefined || !concerns(service, setting)) continue;
      return new CollectorError('secret_file_unreadable', { setting: `${setting.join('.')}_file`, seen: fault });
    }
    return null;
  }

  /** Null when it is in use, or why it cannot be. */
  private refresh(path: string): string | null {
    let fresh: FileContent;
    try {
      fresh = readFileFromDisk(path);
    } catch (error) {
      return readFaultInWords(error);
    }
    if (secretIn(fresh.text).trim() === '') return 'an empty file';
    if (fresh.text === this.texts.get(path)?.text) return null;
    const others = new Map(this.texts).set(path, fresh);
    try {
      const { loaded, texts } = this.load(others);
      this.use(loaded, texts);
      return null;
    } catch (error) {
      return error instanceof ConfigErrors ? error.errors.map(({ found }) => found).join('; ') : String(error);
    }
  }

  private load(given: ReadonlyMap<string, FileContent>): { loaded: LoadedConfig; texts: Map<string, FileContent> } {
    const texts = new Map<string, FileContent>();
    const readFile = (path: string): FileContent => {
      const content = given.get(path) ?? readFileFromDisk(path);
      texts.set(path, content);
      return content;
    };
    const loaded = loadConfig(this.file, { env: this.env, now: new Date(), judgeHistory: 'warn', readFile });
    return { loaded, texts };
  }

  private use(loaded: LoadedConfig, texts: Map<string, FileContent>): void {
    this.learn(loaded.secrets); // before anything is said of them
    this.now = loaded;
    this.texts = texts;
  }
}

function sameTexts(a: ReadonlyMap<string, FileContent>, b: ReadonlyMap<string, FileContent>): boolean {
  return a.size === b.size && [...a].every(([path, { text }]) => b.get(path)?.text === text);
}

/** Whether a setting is one of the service, of its input, or of one of its outputs. */
function concerns({ input, service, outputs }: EnabledService, setting: readonly (string | number)[]): boolean {
  const [group, name, services, ofService] = setting;
  if (group === 'inputs') return name === input && (services !== 'services' || ofService === service);
  return group === 'outputs' && outputs.some((output) => output.name === name);
}
