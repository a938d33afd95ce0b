// The secret that signs sign-ins, as the API knows it: when replaced ones end, never the thing itself.

import { type CallOptions, getJson, postJson } from './api.ts';

export type SecretState = { previous: { untilMs: number }[] };

/** For owners of the installation. */
export const findSecret = (options?: CallOptions): Promise<SecretState> => getJson('/secret', options);
export const rotateSecret = (how: { endSignIns: boolean }): Promise<{ previousUntilMs: number | null }> =>
  postJson('/secret', how);
