import { spawn, type ChildProcess } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { closeSync, createWriteStream, openSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { endLater } from './left-processes';
import type { WorkerWitness } from './step-watch';

const WORKER = join(__dirname, '..', '..', '..', 'worker', 'main.js');
const CLOCK_SHIFT = join(__dirname, '..', 'clock-shift.js');
const START_AGAIN_MS = 500;
/** A guard against a worker that never comes, not a measure of speed: a machine may be busy. */
const READY_LIMIT_MS = 180_000;

export interface WorkerSetting {
  readonly configFile: string;
  /** Where Temporal seems to be: the proxy. */
  readonly temporalPort: number;
  readonly logFile: string;
  readonly witness: WorkerWitness;
  /** A device that takes what it writes, in place of the log: nothing is then heard of it. */
  readonly writesTo?: string | undefined;
  readonly environment?: NodeJS.ProcessEnv;
}

/** A real worker, started again whenever it ends, as an operator's supervisor does. */
export class WorkerProcess {
  private child: ChildProcess | null = null;
  private wanted = true;
  private isReady = false;
  private readonly events = new EventEmitter();
  /**
   * How far its clock was from the machine's, in seconds to the nearest ten: a line is read a moment after it was
   * written.
   */
  private readonly clocks = new Set<number>();
  /** How it ended when it was not killed by us: the exit code or the signal. */
  readonly ownEnds: string[] = [];

  constructor(private readonly setting: WorkerSetting) {
    this.start();
  }

  get pid(): number | undefined {
    return this.child?.pid;
  }

  async untilReady(): Promise<void> {
    if (!this.isReady) await once(this.events, 'ready', { signal: AbortSignal.timeout(READY_LIMIT_MS) });
  }

  /** False when there was no process to be killed: the last one has just gone. */
  kill(): boolean {
    this.isReady = false;
    return this.child?.kill('SIGKILL') ?? false;
  }

  /** False when there was no process to be stopped. */
  stand(): boolean {
    this.setting.witness.stood();
    return this.child?.kill('SIGSTOP') ?? false;
  }

  goOn(): void {
    this.setting.witness.wentOn();
    this.child?.kill('SIGCONT');
  }

  /** Moves the clock of this process, in milliseconds against the machine's. */
  shiftClock(ms: number): void {
    writeFileSync(this.clockFile, String(ms));
  }

  /** Whether a line of its log was ever written by a clock that is so far from the machine's, in seconds. */
  hadClockOf(seconds: number): boolean {
    return this.clocks.has(seconds);
  }

  /** Ends it for good, without ceremony. */
  async end(): Promise<void> {
    this.wanted = false;
    const { child } = this;
    if (child === null) return;
    const gone = new Promise((resolve) => child.once('close', resolve));
    child.kill('SIGKILL');
    await gone;
  }

  private get clockFile(): string {
    return `${this.setting.logFile}.clock`;
  }

  private start(): void {
    const { configFile, temporalPort, logFile, environment, witness, writesTo } = this.setting;
    const output = writesTo === undefined ? 'pipe' : openSync(writesTo, 'w');
    const log = createWriteStream(logFile, { flags: 'a' });
    const child = spawn(process.execPath, [WORKER, '--config', configFile], {
      stdio: ['ignore', output, output, 'ipc'],
      env: {
        ...plainEnvironment(),
        ...environment,
        TEMPORAL_ADDRESS: `127.0.0.1:${temporalPort}`,
        LOG_LEVEL: 'trace',
        LOG_FORMAT: 'json',
        NODE_OPTIONS: `--require ${CLOCK_SHIFT}`,
        CLOCK_SHIFT_FILE: this.clockFile,
      },
    });
    if (output !== 'pipe') closeSync(output);
    child.stdout?.pipe(log, { end: false });
    child.stderr?.pipe(log, { end: false });
    if (child.stdout)
      createInterface({ input: child.stdout }).on('line', (line) => {
        this.noticeClock(line);
        witness.hear(line);
      });
    const forget = endLater(child);
    this.child = child;
    child.once('message', () => {
      this.isReady = true;
      this.events.emit('ready');
    });
    child.once('close', (code, signal) => {
      forget();
      log.end();
      witness.gone();
      this.child = null;
      this.isReady = false;
      if (signal !== 'SIGKILL') this.ownEnds.push(signal ?? `code ${code}`);
      if (this.wanted) setTimeout(() => this.startAgain(), START_AGAIN_MS);
    });
  }

  private noticeClock(line: string): void {
    const written = /"time":"([^"]+)"/.exec(line)?.[1];
    if (written !== undefined) this.clocks.add(Math.round((Date.parse(written) - Date.now()) / 10_000) * 10);
  }

  private startAgain(): void {
    if (this.wanted) this.start();
  }
}

/** Nothing of the user's own Temporal or collector reaches the worker. */
function plainEnvironment(): NodeJS.ProcessEnv {
  const names = ['PATH', 'HOME', 'TMPDIR', 'LANG', 'TZ'];
  return Object.fromEntries(names.map((name) => [name, process.env[name]]));
}
