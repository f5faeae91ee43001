const SYSTEMS = ['android', 'darwin', 'freebsd', 'linux', 'openharmony', 'win32'];
const PROCESSORS = ['arm64', 'arm', 'x64', 'ia32', 'ppc64', 's390x', 'loong64', 'riscv64', 'wasm32'];

/**
 * The platform that a package of native code is for, read from the end of its name as the makers of such packages
 * write it (`-linux-x64-gnu`, `-win32-arm64-msvc`). Null when the name does not say so.
 *
 * @returns {{ os: string[], cpu: string[], libc?: string[] } | null}
 */
export function platformOfPackage(name) {
  const words = name.split(/[-/]/);
  const system = SYSTEMS.find((candidate) => words.includes(candidate));
  const processor = PROCESSORS.find((candidate) => words.includes(candidate));
  if (!system || !processor) return null;
  const ending = words.at(-1) ?? '';
  const libc = ending.startsWith('gnu') ? ['glibc'] : ending.startsWith('musl') ? ['musl'] : undefined;
  return { os: [system], cpu: [processor], ...(libc ? { libc } : {}) };
}
