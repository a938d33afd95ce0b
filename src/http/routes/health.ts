// Is the process there, and may traffic come? /health answers always; /health/ready looks at the database and the disk.

import { t } from 'elysia';
import { LIMITS } from '../../contract/limits.ts';
import { HeatError } from '../../lib/errors.ts';
import { version } from '../../lib/version.ts';
import { type Call, route } from '../route.ts';

const tag = 'Operation';

export const healthRoutes = [
  route({
    method: 'GET',
    path: '/health',
    access: 'public',
    isLimited: false,
    tag,
    summary: 'Whether the process answers; 503 while it stops',
    answer: t.Object({ status: t.Literal('ok'), version: t.String() }),
    handle: (call) => {
      refuseWhileStopping(call);
      return { status: 'ok' as const, version };
    },
  }),
  route({
    method: 'GET',
    path: '/health/ready',
    access: 'public',
    isLimited: false,
    tag,
    summary: 'Whether database and disk take events',
    answer: t.Object({ status: t.Literal('ready'), lagBytes: t.Number() }),
    handle: async (call) => {
      refuseWhileStopping(call);
      await call.rooms.catalog.version();
      const { failing, failedAtMs, lagBytes } = call.rooms.journal.stats();
      // Only writing shows whether it works again: after a while traffic may come, so that somebody tries.
      const isRecent = call.rooms.clock.nowMs() - (failedAtMs ?? 0) < LIMITS.failingShownMs;
      if (failing !== null && isRecent) throw notReady(failing, 'events cannot be written to the disk');
      const { trouble } = call.rooms.applying.stats();
      if (trouble !== null) throw notReady(trouble, 'events are kept but cannot be applied');
      if (lagBytes > LIMITS.journalLagBytes)
        throw notReady('overloaded', 'too many events wait to be applied');
      return { status: 'ready' as const, lagBytes };
    },
  }),
];

function refuseWhileStopping({ server }: Call): void {
  if (server.isDraining()) throw notReady('stopping', 'the server is stopping');
}

function notReady(code: string, reason: string): HeatError {
  return new HeatError({
    kind: 'unavailable',
    code,
    message: `heat is not ready: ${reason}`,
    retryAfterSeconds: LIMITS.retryAfterSeconds,
  });
}
