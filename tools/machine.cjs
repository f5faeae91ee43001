'use strict';

// Whether this machine can run the collector. In the syntax of 2009, so that every Node can read it and say what is
// wrong; `package.json` runs it before everything else, and it answers in one line.
var engines = require('../package.json').engines;

/** `>=20.3`, the oldest Node, as numbers. */
var oldest = engines.node.replace('>=', '').split('.').map(Number);
var given = process.versions.node.split('.').map(Number);

function isTooOld() {
  for (var place = 0; place < oldest.length; place += 1) {
    if (given[place] !== oldest[place]) return given[place] < oldest[place];
  }
  return false;
}

/** On stdout as the one document where `--json` was asked for, else on stderr. */
function refuse(message, remedy) {
  var error = { number: 642, name: 'EngineError', setting: null, message: message, remedy: remedy };
  if (process.argv.indexOf('--json') === -1) process.stderr.write(message + ' ' + remedy + '\n');
  else process.stdout.write(JSON.stringify({ ok: false, services: [], error: error }, null, 2) + '\n');
  process.exit(1);
}

if (process.platform === 'win32') {
  refuse(
    'Windows is not supported.',
    'Use WSL (https://learn.microsoft.com/windows/wsl) or the container (docs/containers.md).'
  );
}
if (isTooOld()) {
  refuse(
    'Node ' + process.versions.node + ' (' + process.execPath + ') is too old.',
    'Use Node ' + oldest.join('.') + ' or later (https://nodejs.org).'
  );
}
