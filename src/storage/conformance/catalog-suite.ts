// What every engine's catalog must do. Called by each engine's test with a way to open it twice on the same data.

import { describe, expect, test } from 'bun:test';
import { catalogAnnotationCases } from './catalog-annotation-cases.ts';
import { catalogFunnelCases } from './catalog-funnel-cases.ts';
import { catalogGoalCases } from './catalog-goal-cases.ts';
import { catalogKeyCases } from './catalog-key-cases.ts';
import { catalogMutedCases } from './catalog-muted-cases.ts';
import type { CatalogOpener, OpenedCatalog } from './catalog-opener.ts';
import { catalogProjectCases } from './catalog-project-cases.ts';
import { catalogSegmentCases } from './catalog-segment-cases.ts';
import { catalogShareCases } from './catalog-share-cases.ts';
import { catalogSignInCases } from './catalog-sign-in-cases.ts';
import { catalogUserCases } from './catalog-user-cases.ts';

/** Declares the suite's tests for one engine. */
export function describeCatalog(engine: string, open: CatalogOpener): void {
  describe(`catalog of ${engine}`, () => {
    const check = (name: string, work: (opened: OpenedCatalog) => Promise<void>) => {
      test(name, async () => {
        const opened = await open();
        try {
          await work(opened);
        } finally {
          await opened.close();
        }
      });
    };
    catalogUserCases(check);
    catalogSignInCases(check);
    catalogShareCases(check);
    catalogProjectCases(check);
    catalogKeyCases(check);
    catalogFunnelCases(check);
    catalogGoalCases(check);
    catalogMutedCases(check);
    catalogSegmentCases(check);
    catalogAnnotationCases(check);

    check(
      'version() changes with every write, own or of another connection, and with nothing else',
      async (opened) => {
        const { catalog, other } = opened;
        const first = await catalog.version();
        await catalog.listProjects();
        expect(await catalog.version()).toBe(first);
        await other.recordAudit({ atMs: 1, actor: 'terminal', action: 'a', target: 't', details: null });
        const second = await catalog.version();
        expect(second).not.toBe(first);
        await catalog.recordAudit({ atMs: 2, actor: 'terminal', action: 'b', target: 't', details: 'd' });
        const third = await catalog.version();
        expect(third).not.toBe(second);
        expect(third).not.toBe(first);
        expect(await catalog.version()).toBe(third);
      },
    );

    check(
      'alone() answers what its work does, and leaves the catalog to others when it throws',
      async (opened) => {
        const { catalog, other } = opened;
        const before = await catalog.version();
        expect(await catalog.alone(() => 7)).toBe(7);
        await expect(
          catalog.alone(() => {
            throw new Error('no');
          }),
        ).rejects.toThrow('no');
        expect(await catalog.version()).toBe(before);
        expect(await other.alone(() => 8)).toBe(8);
      },
    );

    check('listAudit() gives acts newest first, page by page', async ({ catalog, other }) => {
      for (let at = 1; at <= 5; at += 1) {
        await catalog.recordAudit({
          atMs: at,
          actor: 'terminal',
          action: 'a',
          target: `t${at}`,
          details: null,
        });
      }
      const first = await other.listAudit({ beforeId: null, limit: 3 });
      expect([first.total, first.rows.map(({ target }) => target)]).toEqual([5, ['t5', 't4', 't3']]);
      const rest = await other.listAudit({ beforeId: first.rows[2]?.id ?? 0, limit: 3 });
      expect(rest.rows.map(({ target }) => target)).toEqual(['t2', 't1']);
    });

    check('takeLink() gives a link once when many take it', async ({ catalog, other }) => {
      await catalog.createLink({ hash: 'h', purpose: 'sign-in', userId: 'u', expiresAtMs: 100 });
      const takers = [catalog, other, catalog, other];
      const taken = await Promise.all(takers.map((store) => store.takeLink('h', 'sign-in', 99)));
      const given = taken.filter((link) => link !== null);
      expect(given).toEqual([{ hash: 'h', purpose: 'sign-in', userId: 'u', expiresAtMs: 100 }]);
    });

    check(
      'takeLink() answers null when the link is expired, unknown or of another purpose',
      async ({ catalog }) => {
        await catalog.createLink({ hash: 'old', purpose: 'setup', userId: null, expiresAtMs: 100 });
        await catalog.createLink({ hash: 'other', purpose: 'setup', userId: null, expiresAtMs: 100 });
        expect(await catalog.takeLink('old', 'setup', 100)).toBeNull();
        expect(await catalog.takeLink('old', 'setup', 1)).toBeNull();
        expect(await catalog.takeLink('other', 'sign-in', 1)).toBeNull();
        expect(await catalog.takeLink('nothing', 'setup', 1)).toBeNull();
        expect(await catalog.takeLink('other', 'setup', 1)).not.toBeNull();
      },
    );

    check('createLink() of a password replaces that of the same user alone', async ({ catalog, other }) => {
      const row = { purpose: 'password', expiresAtMs: 100 } as const;
      await catalog.createLink({ ...row, hash: 'a', userId: 'u1' });
      await catalog.createLink({ ...row, hash: 'b', userId: 'u2' });
      await catalog.createLink({ ...row, hash: 'c', purpose: 'sign-in', userId: 'u1' });
      await other.createLink({ ...row, hash: 'd', userId: 'u1' });
      expect(await catalog.findLink('a', 'password', 99)).toBeNull();
      for (const hash of ['b', 'd'])
        expect(await catalog.findLink(hash, 'password', 99)).toMatchObject({ hash, expiresAtMs: 100 });
      expect(await catalog.findLink('b', 'password', 100)).toBeNull();
      expect(await catalog.findLink('c', 'password', 99)).toBeNull();
      expect(await catalog.findLink('c', 'sign-in', 99)).not.toBeNull();
    });

    check('removeLinks() removes the links of one purpose', async ({ catalog }) => {
      await catalog.createLink({ hash: 'a', purpose: 'setup', userId: null, expiresAtMs: 100 });
      await catalog.createLink({ hash: 'b', purpose: 'sign-in', userId: 'u', expiresAtMs: 100 });
      await catalog.removeLinks('setup');
      expect(await catalog.takeLink('a', 'setup', 1)).toBeNull();
      expect(await catalog.takeLink('b', 'sign-in', 1)).not.toBeNull();
    });
  });
}
