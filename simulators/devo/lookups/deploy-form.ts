import type { IncomingMessage } from 'node:http';
import { Busboy } from '@fastify/busboy';
import { readBody } from '../../http/read-body';
import { badRequest } from '../devo-error';

/** The two parts of a deploy: the config's JSON text and the CSV's bytes. */
export interface DeployForm {
  readonly config: string;
  readonly csv: Buffer;
}

const CONFIG_LIMIT_BYTES = 1024 * 1024;

/** Reads `multipart/form-data` with exactly the parts `deploy-config` (no file name, JSON) and `csv` (a CSV file). */
export async function readDeployForm(request: IncomingMessage, csvLimitBytes: number): Promise<DeployForm> {
  const type = request.headers['content-type'] ?? '';
  if (!/^multipart\/form-data\s*;/i.test(type))
    throw badRequest(`a deploy is multipart/form-data, not ${type === '' ? 'without a type' : type}`);
  const problems: string[] = [];
  const configs: string[] = [];
  const files: Promise<Buffer>[] = [];
  const form = openForm(type, csvLimitBytes);

  form.on('field', (name, value, _nameCut, valueCut, _encoding, mime) => {
    if (name !== 'deploy-config') problems.push(`part ${name} is not known, or lacks its file name`);
    else if (mime !== 'application/json') problems.push(`part deploy-config is ${mime}, not application/json`);
    else if (valueCut) problems.push('part deploy-config is too long');
    else configs.push(value);
  });
  form.on('file', (name, stream, fileName, _encoding, mime) => {
    if (name !== 'csv') problems.push(`part ${name} is no file`);
    else if (mime !== 'text/csv') problems.push(`part csv is ${mime}, not text/csv`);
    else if (fileName === '') problems.push('part csv lacks its file name');
    stream.once('limit', () => problems.push(`part csv is larger than ${String(csvLimitBytes)} bytes`));
    const reading = readBody(stream, Infinity);
    // a form that breaks off is reported by `finished`, before anyone waits for the file
    reading.catch(() => undefined);
    files.push(reading);
  });
  await finished(request, form);

  const csvs = await Promise.all(files);
  const [config] = configs;
  const [csv] = csvs;
  if (problems.length > 0) throw badRequest(problems.join('; '));
  if (config === undefined || configs.length > 1) throw badRequest('a deploy has exactly one part deploy-config');
  if (csv === undefined || csvs.length > 1) throw badRequest('a deploy has exactly one part csv');
  return { config, csv };
}

function openForm(type: string, csvLimitBytes: number): InstanceType<typeof Busboy> {
  try {
    return new Busboy({
      headers: { 'content-type': type },
      isPartAFile: (_name, _mime, fileName) => fileName !== undefined,
      limits: { fieldSize: CONFIG_LIMIT_BYTES, fileSize: csvLimitBytes },
    });
  } catch (error) {
    throw badRequest(`the form cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Rejects when the client goes away in the middle: half a form is never a deploy. */
function finished(request: IncomingMessage, form: InstanceType<typeof Busboy>): Promise<void> {
  return new Promise((resolve, reject) => {
    form.once('finish', resolve);
    form.once('error', (error) =>
      reject(badRequest(`the form cannot be read: ${error instanceof Error ? error.message : String(error)}`)),
    );
    request.once('error', reject);
    request.once('close', () => {
      if (!request.complete) reject(badRequest('the connection ended within the form'));
    });
    request.pipe(form);
  });
}
