import { bundleWorkflows } from './bundle.mjs';
import { ROOT } from '../project.mjs';

// A process of its own: bundling keeps one core busy for seconds, while the compiler works on the other.
const file = process.argv[2];
try {
  await bundleWorkflows(ROOT, file);
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
