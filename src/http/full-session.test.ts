// A session that a script goes on filling: what it holds is packed and forgotten as a whole, so it has an end.

import { expect, test } from 'bun:test';
import { compactBody } from '../../test/support/ingest-bodies.ts';
import { addProject, openTestHeat } from '../../test/support/test-heat.ts';
import { LIMITS } from '../contract/limits.ts';

test('a session takes no more events of browsers once it is full; others do, and those of servers too', async () => {
  const heat = await openTestHeat();
  const project = await addProject(heat, 'Shop');
  await heat.rooms.projects.update(project.id, { origins: ['https://shop.example'] }, 'terminal');
  let sent = 0;
  const send = async (session: string, bearer?: string): Promise<[number, string | undefined]> => {
    const nowMs = heat.clock.nowMs();
    const events = Array.from({ length: LIMITS.batchEvents }, () => ({
      i: sent++,
      t: 1,
      p: 0,
      type: 'pageview',
    }));
    const unsigned = {
      ...compactBody(events),
      sentAt: nowMs,
      session: { id: session, startedAt: nowMs },
      t0: nowMs,
    };
    const answer = await heat.call('POST', '/ingest', {
      json: bearer ? unsigned : { ...unsigned, key: project.writeKey },
      ...(bearer ? { bearer } : { headers: { origin: 'https://shop.example' } }),
    });
    return [answer.status, ((await answer.json()) as { code?: string }).code];
  };
  try {
    for (let at = 0; at < LIMITS.sessionEvents / LIMITS.batchEvents; at += 1)
      expect(await send('long')).toEqual([200, undefined]);
    await heat.applyAll();
    expect(await send('long')).toEqual([413, 'session_full']);
    expect(await send('other')).toEqual([200, undefined]);
    expect(await send('long', project.apiKey)).toEqual([200, undefined]);
    heat.clock.advance(LIMITS.sessionMaxMs);
    expect(await send('long')).toEqual([200, undefined]);
  } finally {
    await heat.close();
  }
});
