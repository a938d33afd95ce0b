// What a sign-in answers: a token for the API, the dashboard's cookie, and a line in the user's list of sign-ins.

import { viewOf } from '../accounts/user-view.ts';
import type { SignedIn } from '../contract/api.ts';
import { LIMITS } from '../contract/limits.ts';
import type { UserRow } from '../storage/port-catalog.ts';
import { signInCookie } from './cookie.ts';
import { usesHttps } from './credentials.ts';
import type { Call } from './route.ts';

/** Signs the user in: he was checked before. */
export async function answerSignIn(call: Call, user: UserRow): Promise<SignedIn> {
  const { api, dashboard, jti } = await call.server.tokens.issue(user);
  const userAgent = call.request.headers.get('user-agent');
  await call.rooms.accounts.noteSignIn({ jti, userId: user.id, userAgent });
  setCookie(call, dashboard.token, LIMITS.signInMs / 1000);
  return { user: viewOf(user), token: api.token, expiresAtMs: api.expiresAtMs };
}

/** Takes the dashboard's cookie from the browser. */
export function forgetCookie(call: Call): void {
  setCookie(call, '', 0);
}

function setCookie({ client, server, answerHeaders }: Call, token: string, maxAgeSeconds: number): void {
  const isHttps = usesHttps(client, server.config.publicUrl);
  answerHeaders.push(['set-cookie', signInCookie(token, { isHttps, maxAgeSeconds })]);
}
