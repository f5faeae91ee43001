import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';

/**
 * Loaded into a worker before anything else (`NODE_OPTIONS=--require`): its clock is the machine's, moved by the
 * milliseconds that stand in the file CLOCK_SHIFT_FILE. So a test can step the clock of one process while it works.
 */
const READ_EVERY_MS = 200;

/** Further than any step of a schedule goes back. */
const TEN_DAYS_NANOS = 10n * 86_400n * 1_000_000_000n;

const file = process.env['CLOCK_SHIFT_FILE'];
if (file !== undefined) shiftClock(file);

function shiftClock(path: string): void {
  const RealDate = Date;
  let shift = 0;
  let readAt = -Infinity;

  function now(): number {
    const real = RealDate.now();
    if (Math.abs(real - readAt) >= READ_EVERY_MS) {
      shift = readShift(path, shift);
      readAt = real;
    }
    return real + shift;
  }

  keepLogLinesFlowing();
  globalThis.Date = new Proxy(RealDate, {
    construct: (target, given: unknown[], made) =>
      Reflect.construct(target, given.length === 0 ? [now()] : given, made) as object,
    apply: () => new RealDate(now()).toString(),
    get: (target, name) => (name === 'now' ? now : (Reflect.get(target, name) as unknown)),
  });
}

/**
 * The SDK stamps a worker's log lines by the system's clock and holds them back until `Date` is 100 ms later, to sort
 * them. After a step back that is hours, and the worker would say nothing of its steps meanwhile. So its lines are
 * stamped as old from the beginning: they keep their order, and none is held back.
 */
function keepLogLinesFlowing(): void {
  const fromSdk = createRequire(require.resolve('@temporalio/worker'));
  // What the SDK's native part offers, as far as it is needed here.
  const { native } = fromSdk('@temporalio/core-bridge') as { native: { getTimeOfDay: () => bigint } };
  const timeOfDay = native.getTimeOfDay;
  native.getTimeOfDay = () => timeOfDay() - TEN_DAYS_NANOS;
}

/** A file that is just being written, or is not there, changes nothing. */
function readShift(path: string, before: number): number {
  try {
    const text = readFileSync(path, 'utf8');
    const shift = Number(text);
    return text !== '' && Number.isFinite(shift) ? shift : before;
  } catch {
    return before;
  }
}
