// A snapshot of an empty page, through the link that lets one be taken, as the tracker uploads it. Without a browser.

import type { PageLink } from '../../src/contract/api.ts';
import type { SnapshotContent } from '../../src/contract/snapshot.ts';
import type { addProject, TestHeat } from './test-heat.ts';

/** Taken in a window `widthPx` wide. The project's origins become that of the address. */
export async function uploadSnapshot(
  heat: TestHeat,
  project: Awaited<ReturnType<typeof addProject>>,
  { url, widthPx }: { url: string; widthPx: number },
): Promise<void> {
  const { origin } = new URL(url);
  await heat.rooms.projects.update(project.id, { origins: [origin] }, 'terminal');
  const made = await heat.call('POST', `/api/v1/projects/${project.id}/snapshot-links`, {
    bearer: project.apiKey,
    json: { url },
  });
  const token = /[#&]heat=([\w.-]+)$/.exec(((await made.json()) as PageLink).url)?.[1] ?? '';
  const content: SnapshotContent = {
    ...{ v: 1, url, title: '', viewport: [widthPx, 800], doc: [widthPx, 3000], nodes: [[-1, 'html', {}]] },
    ...{ styles: [], assets: [], descriptors: [] },
  };
  const sent = await heat.call(
    'POST',
    `/snapshots?${new URLSearchParams({ token, key: project.writeKey })}`,
    {
      body: JSON.stringify(content),
      headers: { origin, 'content-type': 'text/plain' },
    },
  );
  if (sent.status !== 201) throw new Error(`the snapshot was refused: ${await sent.text()}`);
}
