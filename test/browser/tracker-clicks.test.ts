// Rage, dead and error clicks on real situations: what heat says about each, and the evidence it gives.

import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import type { JourneyEvent } from '../../src/contract/api.ts';
import { BROKEN, DEAD, RAGE } from '../support/angry-situations.ts';
import { BROWSER_ANSWERS, CONTROLS } from '../support/browser-situations.ts';
import { ANSWERED, NOTHING_EXPECTED } from '../support/calm-situations.ts';
import type { ProjectAdded } from '../support/heat-process.ts';
import { type Pages, servePages } from '../support/pages.ts';
import { clicks, type Situation } from '../support/situation.ts';
import { type Lab, openLab } from '../support/tracker-lab.ts';

const TABLE: Record<string, readonly Situation[]> = {
  'what the page answers': ANSWERED,
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
    const html = byPath.get(path);
    return html ? `<title>t</title>${tag}<body style="margin:20px">${html}` : '<p>Another page</p>';
  });
  const queue = [...ALL];
  await Promise.all(Array.from({ length: TABS }, () => work(queue)));
  const expected = ALL.reduce((sum, { clicks: count = 1 }) => sum + count, 0);
  const count = (sessions: { events: JourneyEvent[] }[]) =>
    sessions.flatMap(({ events }) => events.filter(({ type }) => type === 'click'));
  const sessions = await lab
    .until(project, (all) => count(all).length >= expected, 3_000)
    .catch(() => lab.read(project));
  kept = Map.groupBy(count(sessions), ({ path }) => path ?? '');
}, 120_000);
afterAll(async () => {
  await pages?.stop();
  await lab?.close();
});

const pathOf = ({ name }: Situation) => `/${name.split('#')[0]}`;

async function work(queue: Situation[]): Promise<void> {
  for (let one = queue.shift(); one; one = queue.shift()) {
    const page = await lab.visit(`${pages.origin}/${one.name}`);
    page.on('dialog', (dialog) => dialog.dismiss());
    await page.waitForFunction('window.heat');
    // The part of the tracker that loads a moment later.
    await page.waitForTimeout(150);
    await (one.act ?? clicks(1, 0))(page);
    await page.waitForTimeout(VERDICT_MS);
    // Its context stays open: it would take the last beacon with it.
    await page.close({ runBeforeUnload: true });
  }
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
      for (const { fields } of clicked)
        if (fields.rage || fields.dead) expect(String(fields.why ?? '')).toMatch(/\S/);
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
