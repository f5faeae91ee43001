import { google } from '@temporalio/proto';

/** A time or a duration as gRPC has it: the seconds as a 64 bit number of whatever class. */
interface ProtoTime {
  readonly seconds?: unknown;
  readonly nanos?: number | null;
}

/** What is not said is 0. */
export function millisecondsOf(time: ProtoTime | null | undefined): number {
  return Number(time?.seconds ?? 0) * 1000 + Math.floor((time?.nanos ?? 0) / 1e6);
}

export function dateOf(time: ProtoTime | null | undefined): Date {
  return new Date(millisecondsOf(time));
}

/** Whole seconds: nothing here is set more exactly. */
export function durationOf(milliseconds: number): google.protobuf.IDuration {
  return google.protobuf.Duration.fromObject({ seconds: Math.floor(milliseconds / 1000) });
}
