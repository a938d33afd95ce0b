// What signs and checks the installation's tokens and links: one secret signs, those before it are accepted until
// everything they signed has ended. Where they come from is accounts/secret.ts.

/** Asked at each use, so that a rotation counts without a restart. The first one signs. */
export type Secrets = () => readonly [current: string, ...previous: string[]];

/** Of an installation whose secret never changes. */
export function fixedSecret(secret: string): Secrets {
  return () => [secret];
}
