// Everything a test of the tracker needs: the built executable, a browser, pages of its own with the tracker in them,
// and a door between the two.

import type { Page } from 'playwright-core';
import { openBrowser } from './browser.ts';
import { type Door, openDoor } from './door.ts';
import { addProject, eventually, makeHeatFolder, type ProjectAdded } from './heat-process.ts';
import { type Kept, readSessions } from './read-back.ts';
import { openVisitor } from './visitor.ts';

export type Lab = Awaited<ReturnType<typeof openLab>>;

/** Starts heat, a browser and the door. */
export async function openLab() {
  const heat = await makeHeatFolder();
  const [serving, browser] = await Promise.all([heat.serve(), openBrowser()]);
  const door: Door = await openDoor(() => serving.url);
  let stopped = false;
  const stopHeat = async () => {
    if (!stopped) await serving.stop();
    stopped = true;
  };
  return {
    heat,
    serving,
    browser,
    door,
    addProject: (name: string, origins: string[] = []): Promise<ProjectAdded> =>
      addProject(heat, name, origins),
    /** The tag that a page carries; what it sends goes through the door. */
    tag: (project: ProjectAdded, options: object = {}, attributes = ''): string =>
      `<script defer src="${serving.url}/heat.js" data-project="${project.writeKey}" data-endpoint="${door.url}/" data-options='${JSON.stringify(options)}' ${attributes}></script>`,
    /** A tab of a visitor nobody has seen before. */
    async visit(url: string, prepare?: (page: Page) => Promise<unknown>): Promise<Page> {
      const context = await openVisitor(browser, { width: 1000, height: 700 });
      const page = await context.newPage();
      await prepare?.(page);
      await page.goto(url);
      return page;
    },
    read: (project: ProjectAdded): Promise<Kept[]> => readSessions(serving.url, project),
    /** Asks again until what is kept passes the check; says what is kept when it never does. */
    async until(project: ProjectAdded, check: (kept: Kept[]) => unknown, withinMs = 30_000): Promise<Kept[]> {
      let kept: Kept[] = [];
      try {
        return await eventually(async () => {
          kept = await readSessions(serving.url, project);
          return check(kept) ? kept : null;
        }, withinMs);
      } catch {
        const seen = kept.map(({ events }) =>
          events.map(({ type, fields }) => fields.name ?? type).join(' '),
        );
        throw new Error(`Waited ${withinMs} ms in vain for ${check}; kept: ${JSON.stringify(seen)}`);
      }
    },
    stopHeat,
    async close(): Promise<void> {
      await browser.close();
      await door.close();
      await stopHeat();
      await heat.remove();
    },
  };
}

/** Names of the events that the page's own code has recorded, in the order they are kept. */
export function namesOf(kept: readonly Kept[]): string[] {
  return kept.flatMap(({ events }) =>
    events.flatMap(({ type, fields }) => (type === 'custom' ? [String(fields.name)] : [])),
  );
}

/** Types of the events of one session. */
export function typesOf(kept: Kept | undefined): string[] {
  return kept?.events.map(({ type }) => type) ?? [];
}
