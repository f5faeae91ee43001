import type { IncomingMessage } from 'node:http';
import { z } from 'zod';
import { readBody } from '../../http/read-body';
import type { Profile } from '../profile';
import { Refusal } from '../threatquotient-error';

/** What a login says, wherever it stood. */
export interface TokenRequest {
  readonly clientId: string;
  readonly email: string;
  readonly password: string;
}

const LIMIT_BYTES = 64 * 1024;
const grant = { grant_type: z.string(), client_id: z.string() };
const person = { email: z.string(), password: z.string() };
const inQuery = z.strictObject(grant);
const nothing = z.strictObject({});
const withPerson = z.strictObject(person);
const withAll = z.strictObject({ ...grant, ...person });

/** Reads the parameters from the one place where this server wants them; everything else is refused. */
export async function readTokenRequest(
  request: IncomingMessage,
  query: URLSearchParams,
  placement: Profile['tokenRequest'],
): Promise<TokenRequest> {
  const body = (await readBody(request, LIMIT_BYTES)).toString('utf8');
  const type = (request.headers['content-type'] ?? '').split(';')[0]?.trim();
  const wantedType = placement === 'form' ? 'application/x-www-form-urlencoded' : 'application/json';
  if (type !== wantedType) throw new Refusal(400, `The content type must be ${wantedType}`);
  const given = placement === 'form' ? onceEach(new URLSearchParams(body)) : parsed(body);
  const parameters =
    placement === 'query'
      ? { ...checked(inQuery, onceEach(query)), ...checked(withPerson, given) }
      : { ...checked(nothing, onceEach(query)), ...checked(withAll, given) };
  if (parameters.grant_type !== 'password') throw new Refusal(400, 'unsupported_grant_type');
  return { clientId: parameters.client_id, email: parameters.email, password: parameters.password };
}

function checked<Shape>(schema: z.ZodType<Shape>, given: unknown): Shape {
  const result = schema.safeParse(given);
  if (!result.success)
    throw new Refusal(400, 'invalid_request: grant_type, client_id, email and password are needed in their places');
  return result.data;
}

function onceEach(parameters: URLSearchParams): unknown {
  const given = Object.fromEntries(parameters);
  if (Object.keys(given).length < parameters.size)
    throw new Refusal(400, 'invalid_request: a parameter is given twice');
  return given;
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    throw new Refusal(400, 'The body is not JSON');
  }
}
