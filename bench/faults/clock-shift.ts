import { readFileSync } from 'node:fs';

/**
 * Loaded into a worker before anything else (`NODE_OPTIONS=--require`): its clock is the machine's, moved by the
 * milliseconds that stand in the file CLOCK_SHIFT_FILE. So a test can step the clock of one process while it works.
 */
const READ_EVERY_MS = 200;

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

  globalThis.Date = new Proxy(RealDate, {
    construct: (target, given: unknown[], made) => Reflect.construct(target, given.length === 0 ? [now()] : given, made) as object,
    apply: () => new RealDate(now()).toString(),
    get: (target, name) => (name === 'now' ? now : (Reflect.get(target, name) as unknown)),
  });
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
