import { JSON_OPTION, PAGER_OPTION } from '../../command-line/option';
import { verb } from '../../command-line/verb';

export const explain = verb({
  name: 'explain',
  group: 'Looking',
  summary: 'one error of the catalogue: message, cause, remedy; without a number, all of them',
  args: [{ usage: '[number]', words: 'number of the error', offers: 'errors' }],
  options: { json: JSON_OPTION, ...PAGER_OPTION },
  examples: [
    { line: 'explain 401', does: 'tells why it happens and what to do' },
    { line: 'explain', does: 'lists all errors' },
  ],
  async run({ args: [number] }) {
    const { explain: work } = await import('../../work/looking/explain.js');
    return work(number);
  },
});
