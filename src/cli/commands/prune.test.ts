// heat prune: what is too old, of events and of recordings.

import { expect, test } from 'bun:test';
import { runHeat } from '../../../test/support/run-heat.ts';
import { tempDir } from '../../../test/support/temp-dir.ts';
import { DAY_MS } from '../../contract/slots.ts';
import { openReplayStore } from '../../storage/open/replay-store.ts';

test('heat prune tells of recordings that are kept too long as of events, by project', async () => {
  using dir = tempDir();
  const data = ['--data', dir.path];
  await runHeat('project', 'add', 'My shop', ...data);
  await runHeat('project', 'update', 'my-shop', '--event-days', '90', ...data);
  const replays = await openReplayStore(dir.path);
  for (const [position, days] of [31, 29].entries()) {
    const receivedAtMs = Date.now() - days * DAY_MS;
    const chunk = { projectNo: 1, session: 1, recording: 'r', position, receivedAtMs, rawBytes: 9 };
    await replays.add({ ...chunk, fromMs: receivedAtMs, toMs: receivedAtMs }, new Uint8Array(40), 1e9);
  }
  await replays.close();
  const { code, stdout } = await runHeat('prune', '--dry-run', '--json', ...data);
  expect([code, JSON.parse(stdout)]).toEqual([
    0,
    [
      {
        ...{ project: 'my-shop', eventDays: 90, sessions: 0, events: 0 },
        ...{ replayDays: 30, replayBytes: 40 },
      },
    ],
  ]);
});
