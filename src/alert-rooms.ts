// Alerts put together: part of the composition root, and what the command line uses beside a running server.

import { SLOT_MS } from './contract/slots.ts';
import { createAlertWatch } from './jobs/alerts.ts';
import type { Clock } from './lib/clock.ts';
import type { Log } from './lib/log.ts';
import { readWebhookUrl, sendWebhook, type WebhookRules } from './lib/webhook.ts';
import { type Alerts, composeMessage, createAlerts } from './projects/alerts.ts';
import { checkRule, readAlert } from './reports/alert-reading.ts';
import type { ReportStore } from './storage/port.ts';
import type { AlertRow, Catalog } from './storage/port-catalog.ts';

export type AlertRoomsDeps = {
  catalog: Catalog;
  /** As it is asked, so that filters may name goals. */
  reports: ReportStore;
  clock: Clock;
  rules: WebhookRules;
};

export function createAlertRoom({ catalog, reports, clock, rules }: AlertRoomsDeps): Alerts {
  return createAlerts({
    ...{ catalog, clock, checkRule },
    checkUrl: (url) => void readWebhookUrl(url, rules),
    read: (alert) => readAlert(reports, { ...alert, untilMs: Math.floor(clock.nowMs() / SLOT_MS) * SLOT_MS }),
    send: (to, message) => sendWebhook(to, message, rules),
  });
}

/** The room, and one look at all alerts, see jobs/alerts.ts. */
export function createAlertRooms(
  deps: AlertRoomsDeps & { journal: { stats: () => { lastSeq: number; appliedSeq: number } }; log: Log },
): { alerts: Alerts; watchAlerts: () => Promise<void> } {
  const { catalog, reports, clock, rules, journal, log } = deps;
  let wantedSeq: number | null = null;
  const watchAlerts = createAlertWatch<AlertRow>({
    ...{ catalog, clock, log },
    read: (alert, untilMs) => readAlert(reports, { ...alert, untilMs }),
    compose: (alert, reading) => composeMessage(catalog, alert, { type: 'alert', reading }),
    send: (to, message) => sendWebhook(to, message, rules),
    isCaughtUp() {
      const { lastSeq, appliedSeq } = journal.stats();
      wantedSeq ??= lastSeq;
      if (appliedSeq < wantedSeq) return false;
      wantedSeq = null;
      return true;
    },
  });
  return { alerts: createAlertRoom(deps), watchAlerts };
}
