// Snapshots that browsers of sampled visitors take, with all text masked, where the owner of a project has switched that
// on and has none of his own. The write key that admits them is public: everything is bounded, cleaned and masked again.

import type { Device } from '../contract/event-types.ts';
import { LIMITS } from '../contract/limits.ts';
import { readSettings } from '../contract/project-settings.ts';
import { DAY_MS } from '../contract/slots.ts';
import { HeatError } from '../lib/errors.ts';
import { isAllowedOrigin, originRules } from '../lib/origin-rules.ts';
import { createTokenBuckets } from '../lib/token-bucket.ts';
import { withoutSecrets } from '../lib/url-secrets.ts';
import type { ProjectRow } from '../storage/port-catalog.ts';
import { cleanSnapshot } from './clean-snapshot.ts';
import { maskSnapshot } from './mask-snapshot.ts';
import { foreignOrigin, readAddress, refuseForeignOrigin } from './page-links.ts';
import { readUpload } from './read-upload.ts';
import { snapshotTooLarge } from './snapshot-faults.ts';
import { deviceOfWidth, type StoreSnapshotDeps, snapshotRow, storeSnapshot } from './store-snapshot.ts';

export type MaskedSnapshotsDeps = StoreSnapshotDeps & {
  projects: { findByWriteKey: (writeKey: string) => Promise<ProjectRow | null> };
};

/** Who asks: the write key of the page, and what his browser says. */
export type VisitorAsks = { writeKey: string; origin: string | null; optOut: boolean };

export type MaskedSnapshots = {
  /**
   * Whether a snapshot of the page in a window of this width would be kept: switched on, none of the owner's, and not
   * yet enough today. Never throws for a stranger: he hears no.
   */
  isWanted(asks: VisitorAsks, page: { url: string; width: number }): Promise<boolean>;
  /**
   * Cleans, masks and stores; false when it was not wanted (any more). Nothing is read of an upload that is not admitted
   * or announces (bytes) that it is too large. Throws `unauthorized` (unknown_key), `forbidden`
   * (origin_not_allowed, masked_snapshots_off), `rate_limited`, `invalid`, `too_large`.
   */
  receive(
    asks: VisitorAsks,
    upload: { announced: number; read: () => Promise<Uint8Array> },
  ): Promise<boolean>;
};

export function createMaskedSnapshots(deps: MaskedSnapshotsDeps): MaskedSnapshots {
  const { store, clock, projects } = deps;
  const buckets = (perMinute: number) =>
    createTokenBuckets({
      perSecond: perMinute / 60,
      burst: perMinute,
      entries: LIMITS.projects,
      monotonicMs: clock.monotonicMs,
    });
  const questions = buckets(LIMITS.maskedQuestionsPerMinute);
  const uploads = buckets(LIMITS.maskedUploadsPerMinute);

  /** Masked snapshots of today, or null when the page has one of its owner's for that device class. */
  const ofToday = async (projectNo: number, page: number, device: Device) => {
    const all = (await store.list(projectNo, page, LIMITS.snapshotsPerProject)).filter(
      (one) => one.device === device,
    );
    if (all.some(({ isMasked }) => !isMasked)) return null;
    return all.filter(({ createdAtMs }) => createdAtMs > clock.nowMs() - DAY_MS);
  };

  return {
    async isWanted({ writeKey, origin, optOut }, { url, width }) {
      const project = optOut ? null : await projects.findByWriteKey(writeKey);
      if (!project || !takesMasked(project)) return false;
      // Browsers name no origin when a page asks its own: heat may be served under the site's address.
      const own = URL.parse(url)?.origin ?? null;
      if (own === null || (origin ?? own) !== own) return false;
      if (!isAllowedOrigin(originRules(project.origins), own)) return false;
      if (questions.take(project.no) > 0) return false;
      const { page } = deps.normalizePage(withoutSecrets(url));
      const today = await ofToday(project.no, page, deviceOfWidth(width));
      return today !== null && today.length < LIMITS.maskedPerPageAndDay;
    },
    async receive({ writeKey, origin, optOut }, { announced, read }) {
      const project = await projects.findByWriteKey(writeKey);
      if (!project) throw refused('unauthorized', 'unknown_key', 'the write key is unknown');
      if (!takesMasked(project))
        throw refused('forbidden', 'masked_snapshots_off', 'its project has not asked for any');
      if (optOut) return false;
      if (announced > LIMITS.maskedSnapshotBytes) throw snapshotTooLarge(LIMITS.maskedSnapshotBytes);
      const waitMs = uploads.take(project.no);
      if (waitMs > 0)
        throw new HeatError({
          kind: 'rate_limited',
          message: 'Cannot take the snapshot: there were enough of this project lately',
          retryAfterSeconds: Math.ceil(waitMs / 1000),
        });
      const content = maskSnapshot(cleanSnapshot(readUpload(await read(), LIMITS.maskedSnapshotBytes)));
      const address = readAddress(content.url);
      if (address.origin !== origin) throw foreignOrigin('forbidden');
      refuseForeignOrigin(project, address.origin, 'forbidden');
      const row = snapshotRow(deps, content, { projectNo: project.no, device: null, isMasked: true });
      const today = await ofToday(project.no, row.page, row.device);
      const isKnown = today?.some(({ layoutHash }) => layoutHash === row.layoutHash);
      if (!today || isKnown || today.length >= LIMITS.maskedPerPageAndDay) return false;
      await storeSnapshot(store, row, content);
      return true;
    },
  };
}

/** A write key alone sends nothing where a project wants tokens, and these pages carry none. */
function takesMasked({ settings }: ProjectRow): boolean {
  const { visitorSnapshots, visitorTokens } = readSettings(settings);
  return visitorSnapshots && visitorTokens.mode !== 'jwt';
}

function refused(kind: 'unauthorized' | 'forbidden', code: string, why: string): HeatError {
  return new HeatError({ kind, code, message: `Cannot take the snapshot: ${why}` });
}
