import { z } from 'zod';

/** Tags that name one version: 1.31.2, 17.11-bookworm, v3.5.0. */
const pinnedImage = z.string().regex(/^[a-z0-9-]+(\/[a-z0-9-]+)?:v?\d+\.\d+(\.\d+)?(-[a-z]+(-[a-z]+)?)?$/);

const duration = z.string().regex(/^\d+(s|m|h)$/);

const healthcheck = z.union([
  z.strictObject({ disable: z.literal(true) }),
  z.strictObject({
    test: z.tuple([z.literal('CMD')], z.string()),
    interval: duration,
    timeout: duration,
    start_period: duration,
    retries: z.int().min(1),
  }),
]);

/** A folder of this machine that must be there, and cannot be written from inside. */
const folder = z.strictObject({
  type: z.literal('bind'),
  source: z.string(),
  target: z.string().startsWith('/'),
  read_only: z.literal(true),
  bind: z.strictObject({ create_host_path: z.literal(false) }),
});

const service = z.strictObject({
  image: pinnedImage,
  build: z.strictObject({ context: z.literal('.') }).optional(),
  command: z.array(z.string()).min(1).optional(),
  environment: z.record(z.string().regex(/^[A-Z][A-Z0-9_]*$/), z.string()).optional(),
  configs: z.array(z.strictObject({ source: z.string(), target: z.string().startsWith('/') })).optional(),
  volumes: z.array(z.union([z.string(), folder])).optional(),
  networks: z.array(z.string()).min(1),
  ports: z.array(z.string()).optional(),
  depends_on: z
    .record(z.string(), z.strictObject({ condition: z.enum(['service_healthy', 'service_completed_successfully']) }))
    .optional(),
  healthcheck: healthcheck.optional(),
  logging: z.strictObject({
    driver: z.literal('json-file'),
    options: z.strictObject({ 'max-size': z.string().regex(/^\d+m$/), 'max-file': z.string().regex(/^\d+$/) }),
  }),
  restart: z.enum(['no', 'unless-stopped', 'on-failure:2', 'on-failure:5']),
  read_only: z.literal(true),
  tmpfs: z.array(z.string().startsWith('/')).min(1),
  cap_drop: z.tuple([z.literal('ALL')]).optional(),
  security_opt: z.tuple([z.literal('no-new-privileges:true')]),
  stop_grace_period: duration.optional(),
});

/**
 * What this project uses of the Compose specification, and nothing beside it: a mistyped name is refused. Names that
 * begin with `x-` are allowed at the top, as there.
 */
export const composeFile = z
  .record(z.string(), z.unknown())
  .transform((file) => Object.fromEntries(Object.entries(file).filter(([name]) => !name.startsWith('x-'))))
  .pipe(
    z.strictObject({
      name: z.string(),
      services: z.record(z.string().regex(/^[a-z-]+$/), service),
      networks: z.record(z.string(), z.strictObject({ internal: z.boolean().optional() })),
      volumes: z.record(z.string(), z.null()),
      configs: z.record(z.string(), z.strictObject({ file: z.string().startsWith('./') })),
    }),
  );

/** A file that is put beside: its services whole, or a few variables for one that is there. */
export const besideFile = z.strictObject({
  services: z.record(z.string(), z.union([service, z.strictObject({ environment: z.record(z.string(), z.string()) })])),
  networks: z.record(z.string(), z.strictObject({})).optional(),
  volumes: z.record(z.string(), z.null()).optional(),
});

export type Service = z.output<typeof service>;
