// All routes of heat in one list, and what can be asked of the list without a server.

import type { RouteDeclaration } from './route.ts';
import { alertRoutes } from './routes/alerts.ts';
import { annotationRoutes } from './routes/annotations.ts';
import { assetRoutes } from './routes/assets.ts';
import { auditRoutes } from './routes/audit.ts';
import { authRoutes } from './routes/auth.ts';
import { demoRoutes } from './routes/demo.ts';
import { elementRoutes } from './routes/elements.ts';
import { eventRoutes } from './routes/events.ts';
import { exportRoutes } from './routes/export.ts';
import { funnelRoutes } from './routes/funnels.ts';
import { goalRoutes } from './routes/goals.ts';
import { healthRoutes } from './routes/health.ts';
import { importRoutes } from './routes/import.ts';
import { ingestRoutes } from './routes/ingest.ts';
import { installationRoutes } from './routes/installation.ts';
import { keyRoutes } from './routes/keys.ts';
import { liveRoutes } from './routes/live.ts';
import { maskedSnapshotRoutes } from './routes/masked-snapshots.ts';
import { memberRoutes } from './routes/members.ts';
import { metricsRoutes } from './routes/metrics.ts';
import { openapiRoutes } from './routes/openapi.ts';
import { overlayRoutes } from './routes/overlay.ts';
import { pageRulesRoutes } from './routes/page-rules.ts';
import { passwordLinkRoutes } from './routes/password-links.ts';
import { personalDataRoutes } from './routes/personal-data.ts';
import { productMetricRoutes } from './routes/product-metrics.ts';
import { projectRoutes } from './routes/projects.ts';
import { purgeRoutes } from './routes/purges.ts';
import { recordingRoutes } from './routes/recordings.ts';
import { reportRoutes } from './routes/reports.ts';
import { secondFactorRoutes } from './routes/second-factor.ts';
import { secretRoutes } from './routes/secret.ts';
import { segmentRoutes } from './routes/segments.ts';
import { sessionRoutes } from './routes/sessions.ts';
import { setupRoutes } from './routes/setup.ts';
import { sharedRoutes } from './routes/shared.ts';
import { shareRoutes } from './routes/shares.ts';
import { snapshotRoutes } from './routes/snapshots.ts';

export const ROUTES: readonly RouteDeclaration[] = [
  ...ingestRoutes,
  ...eventRoutes,
  ...importRoutes,
  ...setupRoutes,
  ...authRoutes,
  ...auditRoutes,
  ...passwordLinkRoutes,
  ...secondFactorRoutes,
  ...secretRoutes,
  ...projectRoutes,
  ...keyRoutes,
  ...memberRoutes,
  ...pageRulesRoutes,
  ...reportRoutes,
  ...productMetricRoutes,
  ...annotationRoutes,
  ...sessionRoutes,
  ...elementRoutes,
  ...segmentRoutes,
  ...funnelRoutes,
  ...goalRoutes,
  ...alertRoutes,
  ...exportRoutes,
  ...shareRoutes,
  ...sharedRoutes,
  ...personalDataRoutes,
  ...purgeRoutes,
  ...liveRoutes,
  ...snapshotRoutes,
  ...recordingRoutes,
  ...maskedSnapshotRoutes,
  ...overlayRoutes,
  ...healthRoutes,
  ...metricsRoutes,
  ...installationRoutes,
  ...openapiRoutes,
  ...demoRoutes,
  ...assetRoutes,
];

/** Methods that are declared for a path, HEAD beside GET; empty when no route but the catch-all knows it. */
export function allowedMethods(path: string, routes: readonly RouteDeclaration[] = ROUTES): string[] {
  const methods = new Set<string>();
  for (const route of routes) {
    if (route.path.includes('*') || !matchesPath(route.path, path)) continue;
    methods.add(route.method);
    if (route.method === 'GET') methods.add('HEAD');
  }
  return [...methods];
}

function matchesPath(pattern: string, path: string): boolean {
  const wanted = pattern.split('/');
  const given = path.replace(/(.)\/$/, '$1').split('/');
  return (
    wanted.length === given.length &&
    wanted.every((part, at) => (part.startsWith(':') ? given[at] !== '' : part === given[at]))
  );
}
