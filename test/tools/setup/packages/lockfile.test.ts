import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { runModule } from '../../run-module';

async function judge(packages: object): Promise<unknown> {
  const { stdout } = await runModule(`
    const { missingOptionalPackages, packagesBoundToAddress } = await setup('packages/lockfile');
    const lockfile = { packages: ${JSON.stringify(packages)} };
    const missing = missingOptionalPackages(lockfile).map(({ path }) => path);
    return { missing, bound: packagesBoundToAddress(lockfile) };`);
  return JSON.parse(stdout);
}

test('a package that names a download address is found', async () => {
  expect(await judge({ 'node_modules/a': { resolved: 'http://127.0.0.1/a.tgz' }, 'node_modules/b': {} })).toEqual({
    missing: [],
    bound: ['node_modules/a'],
  });
});

test('an optional package is missing only when neither its asker nor a folder above holds it', async () => {
  const asker = {
    optionalDependencies: { '@native/linux': '1.0.0', '@native/darwin': '1.0.0', '@native/win32': '1.0.0' },
  };
  expect(
    await judge({
      'node_modules/@scope/outer/node_modules/asker': asker,
      'node_modules/@scope/outer/node_modules/@native/linux': {},
      'node_modules/@native/darwin': {},
    }),
  ).toEqual({ missing: ['node_modules/@native/win32'], bound: [] });
});

test('a package without a sha512 checksum is found, unless it comes inside of another one', async () => {
  const { stdout } = await runModule(`
    const { packagesWithoutIntegrity } = await setup('packages/lockfile');
    const packages = {
      '': { name: 'root' }, 'node_modules/bare': { version: '1.0.0' },
      'node_modules/weak': { version: '1.0.0', integrity: 'sha1-YQ==' },
      'node_modules/well': { version: '1.0.0', integrity: 'sha512-YQ==' }, 'node_modules/here': { link: true },
      'node_modules/well/node_modules/inside': { version: '1.0.0', inBundle: true },
    };
    return packagesWithoutIntegrity({ packages });`);
  expect(JSON.parse(stdout)).toEqual(['node_modules/bare', 'node_modules/weak']);
});

test('every package of the project has its checksum', async () => {
  const lockfile = JSON.stringify(join(__dirname, '..', '..', '..', '..', 'package-lock.json'));
  const { stdout } = await runModule(`
    const { readFileSync } = await import('node:fs');
    const { packagesWithoutIntegrity } = await setup('packages/lockfile');
    return packagesWithoutIntegrity(JSON.parse(readFileSync(${lockfile}, 'utf8')));`);
  expect(JSON.parse(stdout)).toEqual([]);
});

test('the platform of a package is read from its name', async () => {
  const { stdout } = await runModule(`
    const { platformOfPackage } = await setup('packages/platform-of-package');
    const names = [
      '@swc/core-linux-arm64-musl', '@unrs/resolver-binding-linux-arm-gnueabihf',
      '@swc/core-win32-x64-msvc', 'fsevents',
    ];
    return names.map(platformOfPackage);`);
  expect(JSON.parse(stdout)).toEqual([
    { os: ['linux'], cpu: ['arm64'], libc: ['musl'] },
    { os: ['linux'], cpu: ['arm'], libc: ['glibc'] },
    { os: ['win32'], cpu: ['x64'] },
    null,
  ]);
});
