#!/usr/bin/env node
'use strict';

// The program on PATH: first a look at the machine, which every Node can read, then the client.
require('./machine.cjs');
require('./setup/enter.cjs');
