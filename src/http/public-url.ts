// Where browsers reach heat: as the operator said, else as this request did.

import { HeatError } from '../lib/errors.ts';
import { hostOf } from './address.ts';
import { usesHttps } from './credentials.ts';
import type { Call } from './route.ts';

/** Without a slash at its end. Throws `invalid` (bad_host) when neither tells. */
export function publicUrlOf({ server, request, client }: Call): string {
  const { publicUrl } = server.config;
  if (publicUrl !== null) return publicUrl;
  const host = hostOf(request);
  if (host !== null) return `${usesHttps(client, null) ? 'https' : 'http'}://${host}`;
  throw new HeatError({
    kind: 'invalid',
    code: 'bad_host',
    message:
      'Cannot tell where browsers reach heat: this request names no host. Start heat with --public-url',
  });
}
