import { z } from 'zod';
import type { Measurement } from '../measurement';
import { atMost, megabytes, times } from '../report/goals';
import { startPeers } from '../stage/peers';
import { Program } from '../stage/program';

const ROWS = 200_000;

/** The memory of a delivery of 200,000 rows as CSV in a multipart body: the whole process, the packed list included. */
export const csvMemory: Measurement = {
  section: 'csv',
  async run() {
    const peers = await startPeers(1, 'still');
    const program = await Program.start('csv-upload', ['--expose-gc']);
    try {
      const answer = z.object({ csvBytes: z.number(), before: z.number(), peak: z.number() });
      const { csvBytes, before, peak } = await program.ask({ lookupApiUrl: peers.lookupApiUrl, rows: ROWS }, answer);
      const { lastBytes } = await peers.count();
      if (lastBytes < csvBytes) throw new Error(`only ${lastBytes} of ${csvBytes} bytes have arrived`);
      const details =
        `${megabytes(peak)} for a CSV of ${megabytes(csvBytes)}; ${megabytes(before)} before the ` + 'delivery';
      return [
        atMost({
          name: '200,000 rows as CSV in multipart: peak memory of the process',
          against: 'size of the CSV',
          value: peak / csvBytes,
          limit: 3,
          words: times,
          details,
        }),
      ];
    } finally {
      await program.stop();
      await peers.stop();
    }
  },
};
