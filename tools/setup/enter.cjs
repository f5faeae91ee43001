'use strict';

// A file of its own: a Node that is too old cannot even read an import.
import('../collector.mjs');
