#!/usr/bin/env node
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './setup/project.mjs';
import { SHRINKWRAP } from './setup/packages/shrinkwrap.mjs';

// `npm pack` runs this last: a checkout in which a shrinkwrap lies is installed from that, without what development
// needs.
rmSync(join(ROOT, SHRINKWRAP), { force: true });
