// Exports as downloads: the client pulls, so a slow or stopped reader holds one piece in memory and nothing else.

import { HeatError } from '../../lib/errors.ts';
import { exportEvents, exportSessions } from '../../reports/export.ts';
import { EXPORT_FORMATS, type ExportFormat, exportContentType } from '../../reports/export-formats.ts';
import { exportHeatmap } from '../../reports/export-heatmap.ts';
import { downloadHeaders, pulled } from '../download.ts';
import { route } from '../route.ts';
import { eventsExportQuery } from '../schema/metrics.ts';
import { exportQuery, heatmapExportQuery } from '../schema/questions.ts';
import { scopeOf } from './reports.ts';

export const exportRoutes = [
  route({
    method: 'GET',
    path: '/api/v1/projects/:id/export/sessions',
    access: { project: 'read' },
    tag: 'Exports',
    summary: 'Sessions of the scope as CSV, NDJSON or JSON',
    query: exportQuery,
    answerTypes: EXPORT_FORMATS.map(exportContentType),
    handle: async (call) => {
      const { rooms, project, request, server } = call;
      const format = readFormat(call.query.format);
      const headers = downloadHeaders(`heat-${project.id}-sessions.${format}`, exportContentType(format));
      const scope = scopeOf(call);
      if (request.method === 'HEAD') return new Response(null, { headers });
      const release = server.exportSlots.take(project.no);
      const { page, minEvents, rage, search, sort } = call.query;
      const pieces = exportSessions(
        rooms.reports,
        { scope, format, nowMs: rooms.clock.nowMs(), page, minEvents, rage, search, sort },
        { signal: request.signal },
      );
      return new Response(await pulled(pieces, release), { headers });
    },
  }),
  route({
    method: 'GET',
    path: '/api/v1/projects/:id/export/events',
    access: { project: 'read' },
    tag: 'Exports',
    summary: 'Custom events of the scope as CSV, NDJSON or JSON',
    query: eventsExportQuery,
    answerTypes: EXPORT_FORMATS.map(exportContentType),
    handle: async (call) => {
      const { rooms, project, request, server } = call;
      const { event, category, user } = call.query;
      const format = readFormat(call.query.format);
      const headers = downloadHeaders(`heat-${project.id}-events.${format}`, exportContentType(format));
      const scope = scopeOf(call);
      if (request.method === 'HEAD') return new Response(null, { headers });
      const release = server.exportSlots.take(project.no);
      const asked = { scope, format, event, category, user };
      const pieces = exportEvents(rooms.reports, asked, { signal: request.signal });
      return new Response(await pulled(pieces, release), { headers });
    },
  }),
  route({
    method: 'GET',
    path: '/api/v1/projects/:id/export/heatmap',
    access: { project: 'read' },
    tag: 'Exports',
    summary: 'One map as CSV or NDJSON (a row for each element, bin and cell), or as JSON like GET …/heatmap',
    query: heatmapExportQuery,
    answerTypes: EXPORT_FORMATS.map(exportContentType),
    handle: async (call) => {
      const { rooms, project, request, server } = call;
      const { page, kind, weight, device, resolution } = call.query;
      const format = readFormat(call.query.format);
      const name = `heat-${project.id}-${kind ?? 'click'}s.${format}`;
      const headers = downloadHeaders(name, exportContentType(format));
      const scope = scopeOf(call);
      if (request.method === 'HEAD') return new Response(null, { headers });
      const release = server.exportSlots.take(project.no);
      const asked = { scope, format, page, kind, weight, device, resolution };
      const pieces = exportHeatmap(rooms.reports, asked, { signal: request.signal });
      return new Response(await pulled(pieces, release), { headers });
    },
  }),
];

function readFormat(text: string | undefined): ExportFormat {
  const format = EXPORT_FORMATS.find((name) => name === (text ?? 'csv'));
  if (format) return format;
  throw new HeatError({
    kind: 'invalid',
    code: 'bad_query',
    message: `The query parameter "format" is not allowed: it is one of ${EXPORT_FORMATS.join(', ')}`,
    details: { field: 'format', allowed: EXPORT_FORMATS },
  });
}
