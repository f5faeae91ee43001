import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import { answerJson, type Answered } from './answer';
import { BodyNotJson, readJson } from './read-body';

/** Answers a control request: what it made of the body, or 400 and why the body was not understood. */
export async function controlled<Body>(
  request: IncomingMessage,
  response: ServerResponse,
  schema: z.ZodType<Body>,
  act: (body: Body) => unknown,
  parse?: (json: string) => unknown,
): Promise<Answered> {
  try {
    return answerJson(response, 200, act(schema.parse(await readJson(request, parse))));
  } catch (error) {
    if (error instanceof z.ZodError) return answerJson(response, 400, { error: z.prettifyError(error) });
    if (error instanceof BodyNotJson || error instanceof ControlRefused)
      return answerJson(response, 400, { error: error.message });
    throw error;
  }
}

/** A simulator that can be asked what it is like. */
interface Controlled {
  state(): unknown;
}

/** Answers control requests that change something with the state that comes of it. */
export function changing(request: IncomingMessage, response: ServerResponse, simulator: Controlled) {
  return <Body>(
    schema: z.ZodType<Body>,
    change: (body: Body) => void,
    parse?: (json: string) => unknown,
  ): Promise<Answered> => {
    const act = (body: Body): unknown => {
      change(body);
      return simulator.state();
    };
    return controlled(request, response, schema, act, parse);
  };
}

/** The control request is well formed but cannot be done. */
export class ControlRefused extends Error {}
