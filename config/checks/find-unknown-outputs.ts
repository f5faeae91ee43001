import type { Finding } from '../load/finding';
import { nearestName } from '../load/nearest-name';
import type { Outline } from './outline';

/** A service may only name outputs that stand under `outputs`, and each once. */
export function findUnknownOutputs(outline: Outline): Finding[] {
  const known = [...outline.outputs.keys()];
  const findings: Finding[] = [];
  for (const service of outline.services) {
    const seen = new Set<string>();
    for (const { name, index } of service.outputs) {
      const path = [...service.path, 'outputs', index];
      if (seen.has(name))
        findings.push({
          id: 'setting_value',
          path,
          found: `the output ${name} a second time`,
          expected: 'each output once',
        });
      seen.add(name);
      if (outline.outputs.has(name)) continue;
      const suggestion = nearestName(name, known);
      const expected = known.length > 0 ? `one of ${known.join(', ')}` : 'an output that stands under outputs';
      const finding: Finding = { id: 'output_unknown', path, found: `the name ${JSON.stringify(name)}`, expected };
      findings.push(suggestion === undefined ? finding : { ...finding, suggestion });
    }
  }
  return findings;
}
