import { expect, test } from '@jest/globals';
import { HELP_PAGES, helpPage, isHelpPage } from '../../../client/command-line/help-pages';
import { EXIT } from '../../../client/verb-result';

test.each(Object.keys(HELP_PAGES).filter(isHelpPage))(
  'the page %s fits 80 columns and names all that it is about',
  (name) => {
    const page = helpPage(name);
    for (const line of page.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
    for (const [term] of HELP_PAGES[name].rows) expect(page).toContain(term);
  },
);

test('every exit code is told', () => {
  expect(HELP_PAGES['exit-codes'].rows.map(([code]) => Number(code))).toEqual(Object.values(EXIT));
});

test('a verb is no page', () => {
  expect(isHelpPage('status')).toBe(false);
  expect(isHelpPage('toString')).toBe(false);
});
