import type { Redactor } from '../redaction';

const DEEPEST = 16; // levels
const MOST = 20_000; // objects; a request with its sockets has some hundreds

/**
 * A copy of any value with every text in it redacted: names of members too, errors with their causes, maps, sets,
 * bytes. What refers back to itself ends in `[circular]`, what is beyond measure in `[more]`. Never throws, and never
 * changes what it is given.
 */
export function redactDeep(value: unknown, redact: Redactor): unknown {
  const done = new Map<object, unknown>();
  const underWay = new Set<object>();

  function copy(item: unknown): unknown {
    if (typeof item === 'string') return redact(item);
    if (typeof item === 'function') return '[function]';
    if (typeof item === 'symbol') return redact(String(item));
    if (typeof item === 'bigint' || typeof item === 'number')
      return redact(String(item)) === String(item) ? item : redact(String(item));
    if (typeof item !== 'object' || item === null) return item;
    if (underWay.has(item)) return '[circular]';
    if (done.has(item)) return done.get(item);
    if (underWay.size >= DEEPEST || done.size >= MOST) return '[more]';
    return copyOnce(item);
  }

  function copyOnce(item: object): unknown {
    underWay.add(item);
    let copied: unknown;
    try {
      copied = copyObject(item, redact, copy);
    } catch {
      copied = '[unreadable]'; // a proxy, or a getter that throws
    }
    underWay.delete(item);
    done.set(item, copied);
    return copied;
  }

  return copy(value);
}

type Copy = (item: unknown) => unknown;

function copyObject(value: object, redact: Redactor, copy: Copy): unknown {
  if (value instanceof Date) return new Date(value);
  if (value instanceof URL || value instanceof URLSearchParams || value instanceof RegExp) return redact(String(value));
  if (ArrayBuffer.isView(value))
    return redactBytes(Buffer.from(value.buffer, value.byteOffset, value.byteLength), redact) ?? value;
  if (value instanceof ArrayBuffer) return redactBytes(Buffer.from(value), redact) ?? value;
  if (Array.isArray(value)) return value.map((item: unknown) => copy(item));
  if (value instanceof Set) return new Set([...value].map((item: unknown) => copy(item)));
  if (value instanceof Map)
    return new Map([...value].map(([key, item]: [unknown, unknown]) => [copy(key), copy(item)]));
  return copyMembers(value, redact, copy);
}

/** Copies own members, those of an error also when they are not enumerable: message, stack and cause are not. */
function copyMembers(value: object, redact: Redactor, copy: Copy): object {
  const isError = value instanceof Error;
  const target = {};
  if (isError) Reflect.setPrototypeOf(target, Reflect.getPrototypeOf(value)); // still an Error for whoever asks
  for (const name of Reflect.ownKeys(value)) {
    const known = Reflect.getOwnPropertyDescriptor(value, name);
    if (!known || (!known.enumerable && !isError)) continue;
    const newName = typeof name === 'string' ? redact(name) : name;
    const copied = copy(readMember(value, name));
    Object.defineProperty(target, newName, {
      value: copied,
      enumerable: known.enumerable ?? false,
      writable: true,
      configurable: true,
    });
  }
  return target;
}

function readMember(value: object, name: PropertyKey): unknown {
  try {
    return Reflect.get(value, name);
  } catch {
    return '[unreadable]';
  }
}

/** The bytes as redacted text when there was something to redact, else null. */
function redactBytes(bytes: Buffer, redact: Redactor): string | null {
  const text = bytes.toString('utf8');
  const redacted = redact(text);
  return redacted === text ? null : redacted;
}
