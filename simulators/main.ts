import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import { z } from 'zod';
import { shownLine, shownText } from '../domain/report/shown-text';
import type { KevSimulator } from './cisa-kev/kev-simulator';
import { CATALOGUE_PATH } from './cisa-kev/serve-catalogue';
import { startKevSimulator } from './cisa-kev/start-kev-simulator';
import { startCtciSimulator } from './ctci/start-ctci-simulator';
import type { CtciSimulator } from './ctci/ctci-simulator';
import { startDevoSimulator } from './devo/start-devo-simulator';
import type { DevoSimulator } from './devo/devo-simulator';
import { openCertificateFolder, type SenderFiles } from './syslog/certificate-folder';
import { isProfileName, likeProfileNames, PROFILES } from './threatquotient/profile';
import { startThreatquotientSimulator } from './threatquotient/start-threatquotient-simulator';
import { makeTlsCertificate, TLS_CERTIFICATES } from './threatquotient/tls-certificate';
import type { ThreatquotientSimulator } from './threatquotient/threatquotient-simulator';

/** Tokens for trying things out. They open nothing but the simulators. */
const DEMO_CTCI_TOKEN = 'demo-ctci-token';
const DEMO_DEVO_TOKEN = 'demo-devo-token';
const DEMO_JOB_DELAY_MS = 1500; // long enough to be seen on the page

const HIGHEST_PORT = 65_535;

const BACKLOG_SECONDS = 12 * 3600;
/** Types that somebody made; they belong into the default table. */
const CUSTOM_TYPES = ['Brand Abuse', 'Third-Party Notice'];

const optionsSchema = z.object({
  only: z.enum(['ctci', 'devo', 'threatquotient', 'kev']).optional(),
  ctciPort: z.number(),
  ctciToken: z.string(),
  ctciUsername: z.string(),
  ctciPassword: z.string(),
  devoPort: z.number(),
  syslogPort: z.number(),
  certificates: z.string().optional(),
  devoDomain: z.string(),
  devoToken: z.string(),
  jobDelay: z.number(),
  emptyPolls: z.number(),
  kevPort: z.number(),
  kev: z.boolean().default(true),
  threatquotientPort: z.number(),
  threatquotientUsername: z.string(),
  threatquotientPassword: z.string(),
  threatquotientProfile: z.string().refine(isProfileName).optional(),
  threatquotientCertificate: z.enum(TLS_CERTIFICATES).optional(),
  eventsPerMinute: z.number(),
  backlog: z.number(),
  stateFolder: z.string().optional(),
  hold: z.boolean().default(false),
  readyJson: z.boolean().default(false),
  quiet: z.boolean().default(false),
});

type Options = z.output<typeof optionsSchema>;

/** Of a server that speaks TLS. */
interface Authority {
  /** Path of the certificate that a client has to trust; null over plain HTTP. */
  readonly ca: string | null;
  removeTemporary(): Promise<void>;
}

interface Running {
  readonly ctci: CtciSimulator | null;
  readonly devo:
    | (DevoSimulator & {
        readonly syslog: { readonly address: string; readonly port: number } & SenderFiles;
        removeTemporary(): Promise<void>;
      })
    | null;
  readonly threatquotient: (ThreatquotientSimulator & Authority) | null;
  readonly kev: KevSimulator | null;
}

function wholeNumber(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError('It must be a whole number.');
  return Number(text);
}

function portNumber(text: string): number {
  if (!/^\d+$/.test(text) || Number(text) > HIGHEST_PORT)
    throw new InvalidArgumentError(`It must be a port from 1 to ${HIGHEST_PORT}, or 0.`);
  return Number(text);
}

function profileName(text: string): string {
  if (isProfileName(text)) return text;
  const like = likeProfileNames(text);
  const meant = like.length === 0 ? '' : `Did you mean ${like.join(', ')}? `;
  throw new InvalidArgumentError(`There is no profile of this name. ${meant}--help names all.`);
}

function readOptions(): Options {
  const command = new Command('simulate')
    .description(
      'Starts CTCI, ThreatQ, CISA and Devo as HTTP servers on the loopback interface, for trying ' +
        'things out and for tests.',
    )
    .addOption(
      new Option('--only <which>', 'start just one of them').choices(['ctci', 'devo', 'threatquotient', 'kev']),
    )
    .option('--ctci-port <port>', 'port of CTCI, 0 for a free one', portNumber, 0)
    .option('--ctci-token <token>', 'the key that x-api-key must carry', DEMO_CTCI_TOKEN)
    .option('--ctci-username <name>', 'user name of the login', 'demo')
    .option('--ctci-password <password>', 'password of the login', 'demo')
    .option('--devo-port <port>', 'port of Devo, 0 for a free one', portNumber, 0)
    .option('--syslog-port <port>', 'port of Devo for TLS syslog, 0 for a free one', portNumber, 0)
    .option('--certificates <folder>', 'where the files of a sender over TLS syslog are, or are made')
    .option('--devo-domain <domain>', 'the Devo domain', 'demo')
    .option('--devo-token <token>', 'the bearer token, and the token of event ingestion', DEMO_DEVO_TOKEN)
    .option('--job-delay <ms>', 'how long a deploy job takes', wholeNumber, DEMO_JOB_DELAY_MS)
    .option('--empty-polls <count>', 'status polls that are answered with an empty list first', wholeNumber, 1)
    .option('--kev-port <port>', 'port of CISA, 0 for a free one', portNumber, 0)
    .option('--no-kev', 'leave CISA out')
    .option('--threatquotient-port <port>', 'port of ThreatQ, 0 for a free one', portNumber, 0)
    .option('--threatquotient-username <email>', 'user of the login', 'demo@example.com')
    .option('--threatquotient-password <password>', 'password of the login', 'demo')
    .option(
      '--threatquotient-profile <name>',
      'how ThreatQ behaves where it is not known: a name of those below',
      profileName,
    )
    .addOption(
      new Option('--threatquotient-certificate <kind>', 'ThreatQ speaks TLS, with this certificate').choices(
        TLS_CERTIFICATES,
      ),
    )
    .option('--events-per-minute <count>', 'events of ThreatQ that come by themselves', wholeNumber, 20)
    .option('--backlog <count>', 'events of ThreatQ of the last twelve hours', wholeNumber, 100)
    .option('--state-folder <folder>', 'keep position, events, lookups and jobs there, and go on from them')
    .option('--hold', 'leave the list where it is until it is told to move on')
    .option('--ready-json', 'print one JSON line with the addresses when both listen, and nothing else')
    .option('--quiet', 'no line per event')
    .addHelpText(
      'after',
      `\nProfiles of ThreatQ (docs/simulators.md tells what each is):\n  ${Object.keys(PROFILES).join(', ')}`,
    );
  return optionsSchema.parse(command.parse().opts());
}

async function start(options: Options): Promise<Running> {
  const stateFile = (name: string): string | undefined =>
    options.stateFolder === undefined ? undefined : join(options.stateFolder, name);
  const logOf =
    (name: string) =>
    (line: string): void => {
      if (!options.quiet && !options.readyJson) process.stdout.write(`${name}: ${shownLine(line)}\n`);
    };
  const isWanted = (name: Options['only']): boolean => options.only === undefined || options.only === name;
  const ctci = !isWanted('ctci')
    ? null
    : await startCtciSimulator({
        port: options.ctciPort,
        apiToken: options.ctciToken,
        username: options.ctciUsername,
        password: options.ctciPassword,
        stateFile: stateFile('ctci.json'),
        hold: options.hold,
        log: logOf('CTCI'),
      });
  const devo = isWanted('devo') ? await startDevo(options, stateFile('devo.json'), logOf('Devo')) : null;
  const threatquotient = isWanted('threatquotient')
    ? await startThreatq(options, stateFile('threatquotient.json'), logOf('ThreatQ'))
    : null;
  const kev =
    isWanted('kev') && options.kev
      ? await startKevSimulator({
          port: options.kevPort,
          stateFile: stateFile('kev.json'),
          hold: options.hold,
          log: logOf('CISA'),
        })
      : null;
  return { ctci, devo, threatquotient, kev };
}

/** ThreatQ over plain HTTP, or over TLS with a certificate that is gone when it is closed. */
async function startThreatq(
  options: Options,
  stateFile: string | undefined,
  log: (line: string) => void,
): Promise<Running['threatquotient']> {
  const { threatquotientProfile: profile, threatquotientCertificate: certificate } = options;
  const tls = certificate === undefined ? undefined : makeTlsCertificate(certificate, Date.now());
  const folder = tls && (await mkdtemp(join(tmpdir(), 'ctci-simulated-threatq-')));
  const ca = folder === undefined ? null : join(folder, 'ca.crt');
  if (ca !== null && tls) await writeFile(ca, tls.ca);
  const threatquotient = await startThreatquotientSimulator({
    port: options.threatquotientPort,
    username: options.threatquotientUsername,
    password: options.threatquotientPassword,
    ...(profile === undefined ? {} : { profile: { name: profile } }),
    customTypes: CUSTOM_TYPES,
    eventsPerMinute: options.eventsPerMinute,
    backlog: { count: options.backlog, overSeconds: BACKLOG_SECONDS },
    stateFile,
    tls: tls && { key: tls.key, cert: tls.cert },
    log,
  });
  return {
    ...threatquotient,
    ca,
    removeTemporary: () => (folder === undefined ? Promise.resolve() : rm(folder, { recursive: true, force: true })),
  };
}

/** Devo with its TLS syslog endpoint. Without a folder to keep them in, the certificates are gone when it is closed. */
async function startDevo(
  options: Options,
  stateFile: string | undefined,
  log: (line: string) => void,
): Promise<Running['devo']> {
  const {
    stateFolder,
    devoPort: port,
    devoDomain: domain,
    devoToken: token,
    jobDelay: jobDelayMs,
    emptyPolls,
  } = options;
  const kept = options.certificates ?? (stateFolder === undefined ? null : join(stateFolder, 'certificates'));
  const folder = resolve(kept ?? (await mkdtemp(join(tmpdir(), 'ctci-simulated-devo-'))));
  const { server, sender } = await openCertificateFolder(folder, domain, Date.now());
  const devo = await startDevoSimulator({
    port,
    domain,
    token,
    jobDelayMs,
    emptyPolls,
    stateFile,
    log,
    syslog: { ...server, port: options.syslogPort },
  });
  return {
    ...devo,
    syslog: { address: 'localhost', port: devo.syslogPort ?? 0, ...sender },
    removeTemporary: () => (kept === null ? rm(folder, { recursive: true, force: true }) : Promise.resolve()),
  };
}

function announce(options: Options, { ctci, devo, threatquotient, kev }: Running): void {
  const addresses = {
    ...(ctci === null ? {} : { ctci: { url: ctci.url } }),
    ...(devo === null ? {} : { devo: { url: devo.url, lookupApiUrl: devo.lookupApiUrl, syslog: devo.syslog } }),
    ...(threatquotient === null
      ? {}
      : {
          threatquotient: { url: threatquotient.url, ...(threatquotient.ca === null ? {} : { ca: threatquotient.ca }) },
        }),
    ...(kev === null ? {} : { kev: { url: kev.url } }),
  };
  process.send?.(addresses);
  if (options.readyJson) return void process.stdout.write(`${JSON.stringify(addresses)}\n`);
  if (ctci !== null) process.stdout.write(`CTCI   ${ctci.url}   x-api-key: ${options.ctciToken}\n`);
  if (devo !== null)
    process.stdout.write(
      `Devo   ${devo.url}   (open it in a browser)\n       ${devo.lookupApiUrl}   domain ` +
        `${options.devoDomain}, Bearer ${options.devoToken}\n       TLS syslog ` +
        `${devo.syslog.address}:${devo.syslog.port}, certificates ${devo.syslog.chain}, ` +
        `${devo.syslog.cert}, ${devo.syslog.key}\n`,
    );
  if (threatquotient !== null)
    process.stdout.write(
      `ThreatQ ${threatquotient.url}   ${options.threatquotientUsername} / ${options.threatquotientPassword}\n` +
        (threatquotient.ca === null ? '' : `       ca_file ${threatquotient.ca}\n`),
    );
  if (kev !== null) process.stdout.write(`CISA   ${kev.url}${CATALOGUE_PATH}\n`);
  process.stdout.write('Ctrl-C stops. How to make them fail: docs/simulators.md\n');
}

async function main(): Promise<void> {
  const options = readOptions();
  const running = await start(options);
  let stopping = false;
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    void Promise.all([
      running.ctci?.close(),
      running.devo?.close(),
      running.devo?.removeTemporary(),
      running.threatquotient?.close(),
      running.threatquotient?.removeTemporary(),
      running.kev?.close(),
    ]).then(() => process.exit(0));
  };
  process.on('SIGINT', stop).on('SIGTERM', stop).on('disconnect', stop);
  announce(options, running);
}

// They serve on when nobody reads their words any more.
for (const output of [process.stdout, process.stderr]) output.on('error', () => undefined);

main().catch((error: unknown) => {
  process.stderr.write(`${shownText(error instanceof Error ? error.message : String(error))}\n`);
  process.exit(1);
});
