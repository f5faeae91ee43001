import type { TestBed } from '../stage/test-bed';

/** Ends all faults: wires, servers and workers are well from here on. What they have done stays done. */
export async function calm(bed: TestBed): Promise<void> {
  const { ctci, devo, wires, workers, engine, events } = bed;
  for (const worker of workers) worker.goOn();
  await engine.restart();
  for (const wire of [...Object.values(wires), ...Object.values(events?.wires ?? {})]) wire.heal();
  ctci.clearFaults();
  devo.clearFaults();
  events?.threatq.clearFaults();
  events?.sink.clearFaults();
  ctci.serve({ serve: 'history' });
  devo.finishJobs(); // those that would never end by themselves
  // A peer that was asked to be silent for ever is a fault too. The limits of a request are 60 s and 120 s.
  wires.ctci.reset();
  wires.devo.reset();
  events?.wires.threatq.reset();
  events?.wires.syslog.reset();
}
