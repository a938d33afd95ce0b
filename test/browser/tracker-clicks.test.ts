// Rage, dead and error clicks on real situations: what heat says about each, and the evidence it gives.

import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import type { JourneyEvent } from '../../src/contract/api.ts';
import { BROKEN, DEAD, RAGE } from '../support/angry-situations.ts';
import { BROWSER_ANSWERS, CONTROLS } from '../support/browser-situations.ts';
import { ANSWERED, NOTHING_EXPECTED, WIDGETS } from '../support/calm-situations.ts';
import type { ProjectAdded } from '../support/heat-process.ts';
import { type Pages, servePages } from '../support/pages.ts';
import { clicks, type Situation } from '../support/situation.ts';
import { type Lab, openLab } from '../support/tracker-lab.ts';

const TABLE: Record<string, readonly Situation[]> = {
  'what the page answers': ANSWERED,
  'what widgets do': WIDGETS,
  'what the browser answers': BROWSER_ANSWERS,
  'fields and controls': CONTROLS,
  'where nothing is expected': NOTHING_EXPECTED,
  'dead clicks': DEAD,
  'rage clicks': RAGE,
  'error clicks': BROKEN,
};
const ALL = Object.values(TABLE).flat();
/** Tabs open at once. */
const TABS = 10;
/** Longer than heat waits for an answer to a click, ms. */
const VERDICT_MS = 1_200;

/** Times of the page's clicks. */
const NOTE_CLICKS =
  'window.clickedAtMs = []; addEventListener("click", (event) => clickedAtMs.push(event.timeStamp), true)';
/** How quick three clicks must be, and how often a busy machine may be too slow for that. */
const BURST_MS = 1_000;
const BURSTS = 12;
const AGAIN = /^\/again-\d+/;
/** Tries that were too slow. */
const slowBursts = new Map<Situation, number>();

let lab: Lab;
let pages: Pages;
let project: ProjectAdded;
/** Clicks that were kept, by the path of their page. */
let kept: Map<string, JourneyEvent[]>;

beforeAll(async () => {
  lab = await openLab();
  project = await lab.addProject('Clicks');
  const tag = lab.tag(project);
  const byPath = new Map(ALL.map((one) => [pathOf(one), one.html]));
  pages = servePages(async (path): Promise<string | Response> => {
    if (path === '/slow') return Bun.sleep(900).then(() => new Response('slow'));
    if (path === '/tone.wav') return new Response(silence(), { headers: { 'content-type': 'audio/wav' } });
    const html = byPath.get(path.replace(AGAIN, ''));
    return html ? `<title>t</title>${tag}<body style="margin:20px">${html}` : '<p>Another page</p>';
  });
  const queue = [...ALL];
  await Promise.all(Array.from({ length: TABS }, () => work(queue)));
  const expected = ALL.reduce((sum, one) => sum + (one.clicks ?? 1) * (1 + (slowBursts.get(one) ?? 0)), 0);
  const count = (sessions: { events: JourneyEvent[] }[]) =>
    sessions.flatMap(({ events }) => events.filter(({ type }) => type === 'click'));
  const sessions = await lab
    .until(project, (all) => count(all).length >= expected)
    .catch(() => lab.read(project));
  kept = Map.groupBy(count(sessions), ({ path }) => path ?? '');
}, 120_000);
afterAll(async () => {
  await pages?.stop();
  await lab?.close();
});

/** The page of its last try. */
const pathOf = (one: Situation) => `${againOf(one)}/${one.name.split('#')[0]}`;
const againOf = (one: Situation) => {
  const tries = slowBursts.get(one) ?? 0;
  return tries > 0 ? `/again-${tries}` : '';
};

async function work(queue: Situation[]): Promise<void> {
  for (let one = queue.shift(); one; one = queue.shift()) {
    const page = await lab.visit(`${pages.origin}${againOf(one)}/${one.name}`, (tab) =>
      tab.addInitScript(NOTE_CLICKS),
    );
    page.on('dialog', (dialog) => dialog.dismiss());
    await page.waitForFunction('window.heat');
    // The part of the tracker that loads a moment later.
    await page.waitForTimeout(150);
    await (one.act ?? clicks(1, 0))(page);
    await page.waitForTimeout(VERDICT_MS);
    const tries = slowBursts.get(one) ?? 0;
    if (one.rage && tries < BURSTS && !isBurst(await page.evaluate<number[]>('clickedAtMs'))) {
      slowBursts.set(one, tries + 1);
      queue.push(one);
    }
    // Its context stays open: it would take the last beacon with it.
    await page.close({ runBeforeUnload: true });
  }
}

/** True when some three clicks in a row came as quickly as those of somebody who is angry. */
function isBurst(atMs: readonly number[]): boolean {
  return atMs.some((ms, n) => n >= 2 && ms - (atMs[n - 2] ?? 0) <= BURST_MS);
}

for (const [name, rows] of Object.entries(TABLE))
  describe(name, () => {
    test.each(rows.map((row) => [row.name, row] as const))('%s', (_, row) => {
      const clicked = kept.get(pathOf(row)) ?? [];
      const said = (flag: 'rage' | 'dead' | 'error') => clicked.some(({ fields }) => fields[flag] === true);
      expect({
        because: row.because,
        clicks: clicked.length,
        rage: said('rage'),
        dead: said('dead'),
        error: said('error'),
      }).toEqual({
        because: row.because,
        clicks: row.clicks ?? 1,
        rage: row.rage === true,
        dead: row.dead === true,
        error: row.error === true,
      });
      // Each flag comes with its evidence: how many clicks there were, which signs of life were missing.
      for (const { fields } of clicked) {
        const why = String(fields.why ?? '');
        expect({
          rage: /^([3-9]|1\d) clicks in 1 s/.test(why),
          dead: why.includes('no mutation, request, navigation'),
        }).toEqual({ rage: fields.rage === true, dead: fields.dead === true });
      }
    });
  });

/** Half a second of nothing to hear. */
function silence(): Uint8Array<ArrayBuffer> {
  const [rate, samples] = [8000, 16_000];
  const bytes = new Uint8Array(44 + samples);
  const view = new DataView(bytes.buffer);
  const put = (at: number, text: string) => bytes.set(new TextEncoder().encode(text), at);
  put(0, 'RIFF');
  view.setUint32(4, 36 + samples, true);
  put(8, 'WAVEfmt ');
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, rate, true);
  view.setUint32(28, rate, true);
  view.setUint16(32, 1, true);
  view.setUint16(34, 8, true);
  put(36, 'data');
  view.setUint32(40, samples, true);
  bytes.fill(128, 44);
  return bytes;
}
