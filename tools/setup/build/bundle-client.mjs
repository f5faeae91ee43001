import { mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { minify } from '@swc/core';
import webpack from 'webpack';
import { SetupError } from '../setup-error.mjs';

/** The client's table of contents, from which everything else is loaded. */
const MAIN = join('client', 'main.ts');

/** The function of the SDK that loads a converter from the path that it is given. */
const CONVERTER_LOADER = /@temporalio.common.lib.internal-non-workflow$/;

/** What it is given (`engine/payloads/data-converter.ts`). */
const CONVERTERS = ['./engine/payloads/payload-converter.ts', './engine/encryption/encoding-failure-converter.ts'];

/** As the compiler of the build does it, but without a look at types: that is going on beside this. */
const COMPILER = {
  loader: fileURLToPath(import.meta.resolve('swc-loader')),
  options: { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'commonjs' } },
};

/**
 * Bundles the client with the packages that it needs into one file: Node finds and reads one instead of eight hundred.
 * Nothing of it knows: a source finds its neighbours of the build, and the SDK its converters, as if each were a file.
 *
 * @param {string} root
 * @param {string} file the bundle to write
 */
export async function bundleClient(root, file) {
  const folder = mkdtempSync(`${file}.`);
  try {
    await run(webpack(configuration(root, folder)));
    writeFileSync(join(folder, 'bare.js'), await bare(readFileSync(join(folder, 'bundle.js'), 'utf8')), 'latin1');
    renameSync(join(folder, 'bare.js'), file);
  } catch (error) {
    throw new SetupError(`The client cannot be bundled: ${error.message}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function configuration(root, folder) {
  return {
    mode: 'production',
    target: 'node20',
    devtool: false,
    context: root,
    entry: join(root, MAIN),
    output: { path: folder, filename: 'bundle.js', library: { type: 'commonjs2' } },
    resolve: { extensions: ['.ts', '.js', '.json'], extensionAlias: { '.js': ['.js', '.ts'] } },
    module: { rules: [{ test: /\.ts$/, exclude: /node_modules/, use: COMPILER }] },
    node: { __dirname: false, __filename: false },
    // Modules are named by their paths: what `require.resolve` gives is then a name that the SDK can be given.
    optimization: { minimize: false, concatenateModules: false, moduleIds: 'named', nodeEnv: false },
    plugins: [foldersOfSources(root), convertersByName(root)],
  };
}

/** A source finds other files of the build by its own folder: the same in the bundle as where it is compiled alone. */
function foldersOfSources(root) {
  return new webpack.DefinePlugin({
    __dirname: webpack.DefinePlugin.runtimeValue(({ module }) => {
      const folder = relative(root, dirname(module.resource));
      return /\bnode_modules\b/.test(folder) ? '__dirname' : `(__dirname + ${JSON.stringify(`/${folder}`)})`;
    }),
  });
}

/** The SDK finds the converters in the bundle, and so with the very SDK that it is itself. */
function convertersByName(root) {
  return new webpack.ContextReplacementPlugin(CONVERTER_LOADER, root, (_fs, found) =>
    found(null, Object.fromEntries(CONVERTERS.map((name) => [name, name]))),
  );
}

/** Without comments, and in ASCII alone: it is read faster, and every name stays. */
async function bare(code) {
  const { code: short } = await minify(code, {
    compress: false,
    mangle: false,
    ecma: 2022,
    format: { comments: 'some', asciiOnly: true },
  });
  return short;
}

async function run(compilation) {
  const stats = await new Promise((resolve, reject) =>
    compilation.run((error, done) => (error ? reject(error) : resolve(done))),
  );
  await new Promise((resolve) => compilation.close(resolve));
  const { errors = [], warnings = [] } = stats.toJson({ all: false, errors: true, warnings: true });
  const trouble = [...errors, ...warnings].map(({ moduleName = '', message }) => `${moduleName}: ${message}`);
  if (trouble.length > 0) throw new Error(trouble.join('\n'));
}
