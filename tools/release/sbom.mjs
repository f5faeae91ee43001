/**
 * The bill of materials without what differs from one making to the next: its time is that of the commit, and its
 * number follows from the version.
 *
 * @param {string} text what `npm sbom` printed
 * @param {{ commit: string, madeAt: Date }} facts
 */
export function steadySbom(text, { commit, madeAt }) {
  const sbom = JSON.parse(text);
  if (sbom.bomFormat !== 'CycloneDX' || !Array.isArray(sbom.components))
    throw new Error('npm sbom printed no CycloneDX document');
  sbom.serialNumber = `urn:uuid:${uuidOf(commit)}`;
  sbom.metadata.timestamp = madeAt.toISOString();
  return `${JSON.stringify(sbom, null, 2)}\n`;
}

/** Version 8 of RFC 9562: bits that whoever makes it chooses. */
function uuidOf(commit) {
  const hex = commit.padEnd(32, '0').slice(0, 32);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
