import axios, { type AxiosResponse } from 'axios';
import FormData from 'form-data';
import { z } from 'zod';

export const TOKEN = 'a-token-for-tests';
export const NAME = 'CTCI_CVE_Early_Warning_List';

const CONFIG = {
  columns: [
    { name: 'cve', type: 'STRING' },
    { name: 'vendor', type: 'STRING' },
  ],
  hasHeader: true,
  key: { type: 'column', column: 'cve' },
};

export interface DeployRequest {
  readonly method?: 'POST' | 'PUT';
  readonly name?: string;
  readonly domain?: string;
  /** Members that differ from a plain full deploy of the columns cve and vendor. */
  readonly config?: Readonly<Record<string, unknown>>;
  readonly csv?: string | Buffer;
  readonly authorization?: string;
  /** Instead of the usual two parts. */
  readonly form?: FormData;
}

/** Deploys as the documents say, unless told to do otherwise. Never throws for a status. */
export async function deploy(lookupApiUrl: string, request: DeployRequest = {}): Promise<AxiosResponse<unknown>> {
  const form = request.form ?? usualForm(request);
  return axios.request<unknown>({
    method: request.method ?? 'POST',
    url: `${lookupApiUrl}/lookup/${request.domain ?? 'acme'}/${request.name ?? NAME}/deploy-csv`,
    data: form.getBuffer(),
    headers: { ...form.getHeaders(), authorization: request.authorization ?? `Bearer ${TOKEN}` },
    validateStatus: () => true,
  });
}

function usualForm(request: DeployRequest): FormData {
  const form = new FormData();
  form.append('deploy-config', JSON.stringify({ ...CONFIG, ...request.config }), { contentType: 'application/json' });
  form.append('csv', request.csv ?? 'cve,vendor\r\nCVE-1,one\r\nCVE-2,two\r\n', {
    filename: 'list.csv',
    contentType: 'text/csv',
  });
  return form;
}

export async function get(url: string): Promise<AxiosResponse<unknown>> {
  return axios.get<unknown>(url, { headers: { authorization: `Bearer ${TOKEN}` }, validateStatus: () => true });
}

export function jobIdOf(response: AxiosResponse<unknown>): string {
  return z.object({ id: z.string() }).parse(response.data).id;
}

const statuses = z.object({ jobs: z.array(z.object({ code: z.string(), msg: z.string() })) });

/** Polls until the job has ended; gives every list of codes that was seen. */
export async function pollJob(lookupApiUrl: string, jobId: string, name = NAME): Promise<string[][]> {
  const seen: string[][] = [];
  for (;;) {
    const { data } = await get(`${lookupApiUrl}/lookup/acme/${name}/job/${jobId}`);
    const codes = statuses.parse(data).jobs.map((one) => one.code);
    seen.push(codes);
    if (codes.some((code) => /\.(ok|err)$/.test(code))) return seen;
  }
}

/** A deploy followed until its end. */
export async function deployed(lookupApiUrl: string, request: DeployRequest = {}): Promise<string> {
  const response = await deploy(lookupApiUrl, request);
  if (response.status !== 201)
    throw new Error(`refused with ${String(response.status)}: ${JSON.stringify(response.data)}`);
  const jobId = jobIdOf(response);
  await pollJob(lookupApiUrl, jobId, request.name);
  return jobId;
}
