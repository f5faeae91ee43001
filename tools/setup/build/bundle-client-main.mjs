import { bundleClient } from './bundle-client.mjs';
import { ROOT } from '../project.mjs';

// A process of its own: bundling keeps one core busy for seconds, while the compiler works on the other.
try {
  await bundleClient(ROOT, process.argv[2]);
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
