/** Where a setting stands: keys of mappings and indexes of lists, from the root. */
export type SettingPath = readonly (string | number)[];

/** The path as users read it: `inputs.ctci.services.cewl.outputs[0]`. */
export function pathInWords(path: SettingPath): string {
  let words = '';
  for (const step of path) {
    if (typeof step === 'number') words += `[${step}]`;
    else words += words === '' ? step : `.${step}`;
  }
  return words;
}

/** One text for one path, for maps and sets. */
export function pathKey(path: SettingPath): string {
  return JSON.stringify(path);
}
