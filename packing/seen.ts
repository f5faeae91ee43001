import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { EVENT_FINGERPRINT_BYTES } from '../domain/events/event-fingerprint';
import { NOTHING_SEEN, type PackedSeen } from '../domain/events/state/nothing-seen';
import type { SeenVersion } from '../domain/events/state/seen-events';

const SEPARATOR = '\0';
const FORMAT = 1;
const HEADER_BYTES = 9;

/**
 * Packs versions: one byte of format, their number and the length of what follows as 32-bit numbers; then times and
 * ids, deflated, each time as the seconds since the one before; then the fingerprints as they are. About 9 bytes a
 * version.
 */
export function packSeen(versions: Iterable<SeenVersion>): PackedSeen {
  const sorted = [...versions].sort(
    (one, other) => one.at - other.at || Number(one.id) - Number(other.id) || (one.id < other.id ? -1 : 1),
  );
  if (sorted.length === 0) return NOTHING_SEEN;
  let before = 0;
  const places = sorted.map(({ at, id }) => {
    const place = `${(at - before).toString(36)} ${id.replaceAll(SEPARATOR, '')}`;
    before = at;
    return place;
  });
  const packedPlaces = deflateRawSync(Buffer.from(places.join(SEPARATOR), 'utf8'), { level: 6 });
  const header = Buffer.alloc(HEADER_BYTES);
  header.writeUInt8(FORMAT, 0);
  header.writeUInt32BE(sorted.length, 1);
  header.writeUInt32BE(packedPlaces.length, 5);
  const fingerprints = Buffer.from(sorted.map(({ fingerprint }) => fingerprint).join(''), 'hex');
  return Buffer.concat([header, packedPlaces, fingerprints]).toString('base64');
}

/** Reverses `packSeen`. Throws an Error when the text is none of its. */
export function unpackSeen(packed: PackedSeen): SeenVersion[] {
  if (packed === NOTHING_SEEN) return [];
  const bytes = Buffer.from(packed, 'base64');
  if (bytes.length < HEADER_BYTES || bytes.readUInt8(0) !== FORMAT)
    throw new Error('What was seen has an unknown format');
  const count = bytes.readUInt32BE(1);
  const placesEnd = HEADER_BYTES + bytes.readUInt32BE(5);
  const fingerprints = bytes.subarray(placesEnd).toString('hex');
  const places = inflateRawSync(bytes.subarray(HEADER_BYTES, placesEnd)).toString('utf8').split(SEPARATOR);
  const digits = 2 * EVENT_FINGERPRINT_BYTES;
  if (places.length !== count || fingerprints.length !== count * digits) throw new Error('What was seen is damaged');
  let at = 0;
  return places.map((place, index) => {
    const blank = place.indexOf(' ');
    at += parseInt(place.slice(0, blank), 36);
    return { id: place.slice(blank + 1), at, fingerprint: fingerprints.slice(index * digits, (index + 1) * digits) };
  });
}
