// Whether everything that was acknowledged is stored once, and whether reports count all of it.

import { join } from 'node:path';
import type { HeatFolder } from '../test/support/heat-process.ts';
import type { Client } from './soak-client.ts';
import { type Acknowledged, PRINT_BITS, printOf } from './soak-sender.ts';
import type { Verdict } from './soak-verdict.ts';

export type Kept = { id: string; key: string };

/** Every stored event by `heat export events --all`, which reads what reports are made of, and by what reports say. */
export async function reconcile(
  { heat, client }: { heat: HeatFolder; client: Client },
  project: Kept,
  sent: Acknowledged,
): Promise<Verdict[]> {
  const stored = await readStored(heat, project.id);
  const told = await totalsOf(client, project);
  const customs = await customsOf(client, project);
  return [
    same(`${project.id}: acknowledged, stored events`, sent.events, stored.events),
    same(`${project.id}: sums of their ids`, sent.print.toString(16), stored.print.toString(16)),
    same(`${project.id}: overview, events`, sent.events, told.events),
    same(`${project.id}: overview, pageviews`, sent.pageviews, told.pageviews),
    same(`${project.id}: overview, clicks`, sent.clicks, told.clicks),
    same(`${project.id}: custom events`, sent.customs, customs),
  ];
}

export function same(what: string, wanted: number | string, found: number | string): Verdict {
  return { what, measured: String(found), bound: String(wanted), is: wanted === found ? 'kept' : 'BROKEN' };
}

/** Over the last 90 days. */
export async function totalsOf(
  client: Client,
  { id, key }: Kept,
): Promise<{ events: number; pageviews: number; clicks: number }> {
  type Totals = { events: number; pageviews: number; clicks: number };
  const path = `/api/v1/projects/${id}/overview?period=90d`;
  const answer = await client.json<{ totals: Totals }>({
    what: 'reconciling',
    path,
    headers: { 'x-api-key': key },
  });
  return answer?.totals ?? { events: -1, pageviews: -1, clicks: -1 };
}

async function customsOf(client: Client, { id, key }: Kept): Promise<number> {
  const path = `/api/v1/projects/${id}/metrics/breakdown/event?period=90d&limit=1000`;
  const answer = await client.json<{ items: { customs: number }[] }>({
    what: 'reconciling',
    path,
    headers: { 'x-api-key': key },
  });
  return answer?.items.reduce((sum, { customs }) => sum + customs, 0) ?? -1;
}

async function readStored(heat: HeatFolder, id: string): Promise<{ events: number; print: bigint }> {
  const child = Bun.spawn([join(heat.dir, 'heat'), 'export', 'events', '--all', '--project', id], {
    ...{ cwd: heat.dir, stdout: 'pipe', stderr: 'inherit' },
    env: { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '' },
  });
  let events = 0;
  let print = 0n;
  let rest = '';
  for await (const text of child.stdout.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      events += 1;
      print = BigInt.asUintN(PRINT_BITS, print + printOf((JSON.parse(line) as { eventId: string }).eventId));
    }
  }
  if ((await child.exited) !== 0) throw new Error(`heat export events --all failed for ${id}`);
  return { events, print };
}
