import { bundleWorkflows } from './bundle.mjs';
import { ROOT } from '../project.mjs';

// A process of its own: bundling keeps one core busy for seconds, while the compiler works on the other.
const [, , file, workflows] = process.argv;
try {
  await bundleWorkflows(ROOT, file, workflows);
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
