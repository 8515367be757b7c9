// Runs fuzzing sessions apart from the watchdog, which must stay awake when a session hangs.
import { parentPort, workerData } from 'node:worker_threads';
import { Comparer } from './compare.mjs';
import { loadProduct } from './product.mjs';

const { root, outfile, protocol } = workerData;
const product = loadProduct(root, outfile);
const runner = protocol ? new (await import('./protocol.mjs')).ProtocolComparer(product, root) : new Comparer(product);

parentPort.on('message', async (order) => {
  const failure = await runner.session(order);
  const memoryMiB = runner.memoryMiB?.() ?? process.memoryUsage().rss / 2 ** 20;
  parentPort.postMessage({ failure, memoryMiB });
});
