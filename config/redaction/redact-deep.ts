import type { Redactor } from '../redaction';

const DEEPEST = 16; // levels; sockets and requests hang together without end

/**
 * A copy of any value with every text in it redacted: names of members too, errors with their causes, maps, sets, bytes.
 * What refers back to itself ends in `[circular]`. Never throws, and never changes what it is given.
 */
export function redactDeep(value: unknown, redact: Redactor): unknown {
  return copy(value, redact, []);
}

function copy(value: unknown, redact: Redactor, ancestors: readonly object[]): unknown {
  if (typeof value === 'string') return redact(value);
  if (typeof value === 'function') return '[function]';
  if (typeof value === 'symbol') return redact(String(value));
  if (typeof value === 'bigint' || typeof value === 'number') return redact(String(value)) === String(value) ? value : redact(String(value));
  if (typeof value !== 'object' || value === null) return value;
  if (ancestors.includes(value)) return '[circular]';
  if (ancestors.length >= DEEPEST) return '[deep]';
  return copyObject(value, redact, [...ancestors, value]);
}

function copyObject(value: object, redact: Redactor, ancestors: readonly object[]): unknown {
  if (value instanceof Date) return new Date(value);
  if (value instanceof URL || value instanceof URLSearchParams || value instanceof RegExp) return redact(String(value));
  if (ArrayBuffer.isView(value)) return redactBytes(Buffer.from(value.buffer, value.byteOffset, value.byteLength), redact) ?? value;
  if (value instanceof ArrayBuffer) return redactBytes(Buffer.from(value), redact) ?? value;
  if (Array.isArray(value)) return value.map((item: unknown) => copy(item, redact, ancestors));
  if (value instanceof Set) return new Set([...value].map((item: unknown) => copy(item, redact, ancestors)));
  if (value instanceof Map) {
    return new Map([...value].map(([key, item]: [unknown, unknown]) => [copy(key, redact, ancestors), copy(item, redact, ancestors)]));
  }
  const target: unknown = value instanceof Error ? Object.create(Object.getPrototypeOf(value) as object) : {};
  return typeof target === 'object' && target !== null ? copyMembers(value, target, redact, ancestors) : '[unreadable]';
}

/** Copies own members, those of an error also when they are not enumerable: message, stack and cause are not. */
function copyMembers(value: object, target: object, redact: Redactor, ancestors: readonly object[]): object {
  for (const name of Reflect.ownKeys(value)) {
    const known = Object.getOwnPropertyDescriptor(value, name);
    if (!known || (!known.enumerable && !(value instanceof Error))) continue;
    const copied = copy(read(value, name), redact, ancestors);
    const newName = typeof name === 'string' ? redact(name) : name;
    Object.defineProperty(target, newName, { value: copied, enumerable: known.enumerable ?? false, writable: true, configurable: true });
  }
  return target;
}

function read(value: object, name: PropertyKey): unknown {
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
