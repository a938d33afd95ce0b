// What was recorded of the demo shop against the shop as it is made today, its finding code and the room that stores
// snapshots: no browser. That a browser records the same today is asked by test/browser/demo.test.ts.

import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { makeSite } from '../demo/make-site.ts';
import { normalizePage } from '../src/apply/normalize-page.ts';
import { bestSnapshot } from '../src/contract/best-snapshot.ts';
import type { ElementDescriptor } from '../src/contract/element.ts';
import { DEVICES } from '../src/contract/event-types.ts';
import { findElements } from '../src/contract/find-elements.ts';
import { DAY_MS } from '../src/contract/slots.ts';
import type { SnapshotContent, SnapshotNode } from '../src/contract/snapshot.ts';
import { loadLayouts } from '../src/demo/layout.ts';
import { loadSnapshots, makeUploads, type RecordedPage } from '../src/demo/snapshots.ts';
import { deployedAtMs, EDITIONS, type Edition, editionAt, isLater, NEWEST } from '../src/demo/story.ts';
import { createSnapshots, type Snapshots } from '../src/replay/snapshots.ts';
import { migrate, openSnapshotStore } from '../src/storage/open.ts';
import type { SnapshotStore } from '../src/storage/port-snapshots.ts';
import { type TempDir, tempDir } from './support/temp-dir.ts';
import { testClock } from './support/test-clock.ts';

const ORIGIN = 'http://localhost:4328';
const NOW_MS = Date.UTC(2026, 10, 22, 12);
const AGAIN = 'else run: bun demo/record-shop.ts';

const recorded = loadSnapshots();
const layouts = loadLayouts();

/** The form of a page in an edition. */
function formOf(path: string, edition: Edition): RecordedPage {
  const found = recorded.pages.findLast((page) => page.path === path && !isLater(page.since, edition));
  if (!found) throw new Error(`${path} was not recorded in ${edition}`);
  return found;
}

/** Elements of a body with what a visitor meets of them, and texts, in order; lists of choices are masked. */
function outlineOfNodes(nodes: readonly SnapshotNode[]): string[] {
  const body = nodes.findIndex((node) => node[1] === 'body' && node.length > 2);
  const choices = nodes.findIndex((node) => node[1] === 'select' && node.length > 2);
  return nodes.slice(body + 1).flatMap((node, at) => {
    if (node.length > 2) {
      const [, tag, { id = '', class: names = '', href = '' } = {}] = node;
      return [`<${tag} ${id} ${names} ${href}>`];
    }
    const isChoice = nodes[node[0]]?.[1] === 'option' && choices <= at + body + 1;
    return isChoice || node[1].trim() === '' ? [] : [node[1].trim()];
  });
}

async function outlineOfHtml(html: string): Promise<string[]> {
  const outline: string[] = [];
  let text = '';
  let isChoice = false;
  const endText = () => {
    if (text.trim() !== '' && !isChoice) outline.push(text.trim().replaceAll('&amp;', '&'));
    text = '';
  };
  await new HTMLRewriter()
    .on('body *', {
      element(element) {
        endText();
        const [id = '', names = '', href = ''] = ['id', 'class', 'href'].map(
          (name) => element.getAttribute(name) ?? '',
        );
        isChoice = element.tagName === 'option';
        outline.push(`<${element.tagName} ${id} ${names} ${href}>`);
        if (element.canHaveContent) element.onEndTag(endText);
      },
      text(chunk) {
        text += chunk.text;
      },
    })
    .transform(new Response(html))
    .text();
  return outline;
}

describe('what was recorded of the demo shop', () => {
  test.each([...EDITIONS])(
    `shows every page of edition %s as it is made today (${AGAIN})`,
    async (edition) => {
      using folder = tempDir();
      const names = await makeSite(folder.path, edition);
      expect(names.length).toBe(layouts.get(edition)?.get('desktop')?.size ?? 0);
      const css = await Bun.file(folder.join('shop.css')).text();
      expect(recorded.styles).toEqual([css.replace(/\/\*[\s\S]*?\*\//g, '')]);
      for (const name of names) {
        const { nodes } = formOf(`/demo/${name === 'index.html' ? '' : name}`, edition);
        const html = await Bun.file(folder.join(name)).text();
        expect({ name, outline: outlineOfNodes(nodes) }).toEqual({
          name,
          outline: await outlineOfHtml(html),
        });
      }
    },
  );

  test(`has every element that its visitors click, found for sure, at all widths (${AGAIN})`, () => {
    for (const edition of EDITIONS)
      for (const device of DEVICES)
        for (const [path, page] of layouts.get(edition)?.get(device) ?? []) {
          const wanted = page.elements.map(({ descriptor }) => descriptor);
          const { descriptors } = formOf(path, edition);
          const found = findElements(wanted, descriptors);
          const told = found.map(({ verdict, index }) => [verdict, descriptors[index]]);
          expect({ path, told }).toEqual({ path, told: wanted.map((one) => ['placed', one]) });
        }
  });

  test('lets clicks of the time before the new start page be found on it, and one link be gone', () => {
    const before = layouts.get('2.3')?.get('desktop')?.get('/demo/');
    const { descriptors } = formOf('/demo/', NEWEST);
    const wanted = before?.elements.map(({ descriptor }) => descriptor) ?? [];
    const found = findElements(wanted, descriptors);
    const nameOf = (one: ElementDescriptor | undefined) => [one?.id ?? one?.href, one?.text];
    const lost = wanted.filter((_, at) => found[at]?.verdict !== 'placed');
    expect(lost.map(({ id }) => id)).toEqual(['free-shipping']);
    for (const [at, { verdict, index }] of found.entries())
      if (verdict === 'placed') expect(nameOf(descriptors[index])).toEqual(nameOf(wanted[at]));
    // They do not stand where they stood.
    const topOf = (edition: Edition, id: string) =>
      layouts
        .get(edition)
        ?.get('desktop')
        ?.get('/demo/')
        ?.elements.find(({ descriptor }) => descriptor.id === id)?.box[1] ?? Number.NaN;
    expect(topOf('2.3', 'hero-quiz') - topOf(NEWEST, 'hero-quiz')).toBeGreaterThan(500);
  });
});

describe('makeUploads()', () => {
  let dir: TempDir;
  let store: SnapshotStore;
  beforeAll(async () => {
    dir = tempDir();
    await migrate(dir.path, { clock: testClock() });
    store = await openSnapshotStore(dir.path);
  });
  afterAll(async () => {
    await store.close();
    dir[Symbol.dispose]();
  });

  /** Stores what a demo of so many days brings, in a project of its own. */
  async function receive(days: number, projectNo: number): Promise<Snapshots> {
    let atMs = 0;
    const snapshots = createSnapshots({
      store,
      clock: { nowMs: () => atMs, monotonicMs: () => 0 },
      normalizePage,
      secrets: () => ['unused'],
      projects: {
        findByNo: async (no) => ({ no, origins: [ORIGIN] }) as never,
        findByWriteKey: async () => null,
      },
    });
    const span = { origin: ORIGIN, fromMs: NOW_MS - days * DAY_MS, nowMs: NOW_MS };
    for (const upload of makeUploads(recorded, span)) {
      expect(upload.atMs).toBeGreaterThan(atMs);
      atMs = upload.atMs;
      await snapshots.receive(upload.body, { projectNo, device: null, origin: ORIGIN });
    }
    expect(atMs).toBeLessThanOrEqual(NOW_MS);
    return snapshots;
  }

  test('gives each form of each page at all widths, dated as it was deployed, nothing of it refused', async () => {
    const snapshots = await receive(60, 1);
    const all = await snapshots.list(1);
    expect(all).toHaveLength(recorded.pages.length * DEVICES.length);
    const start = await snapshots.list(1, [normalizePage(`${ORIGIN}/demo/`).page.toString(36)]);
    expect(start.map(({ device }) => device)).toEqual([...DEVICES_IN_TURN, ...DEVICES_IN_TURN]);
    expect(new Set(start.map(({ layoutHash }) => layoutHash)).size).toBe(2);
    expect(start.map(({ createdAtMs }) => editionAt(createdAtMs, NOW_MS))).toEqual([
      NEWEST,
      NEWEST,
      NEWEST,
      '2.2',
      '2.2',
      '2.2',
    ]);
    expect(bestSnapshot(start, { device: null })?.id).toBe(start[0]?.id ?? '');
    for (const { id, url, title } of start) {
      const kept = JSON.parse(
        new TextDecoder().decode(Bun.gunzipSync(await snapshots.read(1, id))),
      ) as SnapshotContent;
      const sent = recorded.pages.find((page) => Bun.deepEquals(page.nodes, kept.nodes));
      expect({ url, title, descriptors: kept.descriptors }).toEqual({
        url: `${ORIGIN}/demo/`,
        title: sent?.title ?? '',
        descriptors: sent?.descriptors ?? [],
      });
    }
  });

  test('leaves out what nobody saw any more when the made-up visits begin', async () => {
    expect(deployedAtMs(NEWEST, NOW_MS)).toBeGreaterThan(NOW_MS - 20 * DAY_MS);
    const short = await (await receive(3, 2)).list(2);
    const paths = new Set(recorded.pages.map(({ path }) => path));
    expect(short).toHaveLength(paths.size * DEVICES.length);
  });
});

/** Newest first: maps lie over the one of desks where no device class is asked for. */
const DEVICES_IN_TURN = ['desktop', 'mobile', 'tablet'] as const;
