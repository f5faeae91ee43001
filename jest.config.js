const shared = {
  testEnvironment: 'node',
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
        module: { type: 'commonjs' },
        sourceMaps: 'inline',
      },
    ],
  },
  // `import('./file.js')` names the compiled file, as Node wants it; here it is the source that is meant.
  moduleNameMapper: { '^(\\.{1,2}/(?:.+/)?[a-z-]+)\\.js$': ['$1', '$1.js'] },
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/\\.dist-'],
};

module.exports = {
  // A guard against tests that never end, not a measure of speed: a machine may be busy.
  testTimeout: 30_000,
  projects: [
    {
      ...shared,
      displayName: 'rooms',
      testMatch: ['<rootDir>/test/**/*.test.ts'],
      testPathIgnorePatterns: ['<rootDir>/test/engine/', '<rootDir>/test/end-to-end/'],
    },
    {
      ...shared,
      displayName: 'engine',
      testMatch: ['<rootDir>/test/engine/**/*.test.ts', '<rootDir>/test/end-to-end/**/*.test.ts'],
      globalSetup: '<rootDir>/test/engine/start-dev-server.ts',
      globalTeardown: '<rootDir>/test/engine/stop-dev-server.ts',
    },
  ],
};
