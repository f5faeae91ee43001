const { default: Sequencer } = require('@jest/test-sequencer');

/** What takes longest, first: it waits for processes, while the others keep the cores busy. */
const LONGEST_FIRST = [/\/end-to-end\/.*faults\.test\.ts$/, /\/end-to-end\//, /\/engine\//];

/** On a clean checkout jest knows no times yet and would go by the size of the files. */
module.exports = class LongestFirst extends Sequencer {
  sort(tests) {
    return super.sort(tests).sort((a, b) => rank(a.path) - rank(b.path));
  }
};

function rank(path) {
  const at = LONGEST_FIRST.findIndex((part) => part.test(path));
  return at < 0 ? LONGEST_FIRST.length : at;
}
