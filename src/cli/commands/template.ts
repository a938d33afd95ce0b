// heat template list | preview | propose | add | remove: which pages count as one map, by patterns such as /item/:id.

import { type Command, Option } from 'commander';
import { PERIODS } from '../../contract/api.ts';
import { LIMITS } from '../../contract/limits.ts';
import type { PageMerge } from '../../contract/page-answers.ts';
import { withTemplate } from '../../projects/page-rules.ts';
import { type LayoutSeen, listTemplates, previewMerges } from '../../reports/page-merges.ts';
import { proposeTemplates } from '../../reports/propose-templates.ts';
import { type ResolvedScope, resolveScope } from '../../reports/scope.ts';
import { openReportStore, openSnapshotStore } from '../../storage/open.ts';
import type { ReportStore } from '../../storage/port.ts';
import { lineOf } from '../command-line.ts';
import { type FormatOptions, withFormats } from '../format-options.ts';
import { type CommonOptions, projectOf, withCatalog, withCommon, withProject } from '../options.ts';
import { dim, json, type Terminal } from '../output.ts';
import { openRooms, TERMINAL_ACTOR } from '../rooms.ts';
import { type Column, printRows, tableOf } from '../rows.ts';

type TemplateOptions = FormatOptions & { project?: string; period?: string };
type Asked = { store: ReportStore; scope: ResolvedScope; snapshots: LayoutSeen[]; project: string };

export function addTemplateCommand(program: Command, terminal: Terminal): void {
  const template = program
    .command('template')
    .description(
      'Templates: pages that count as one, by patterns such as /item/:id. Nothing stored changes.',
    );
  const overPeriod = (command: Command) =>
    withFormats(
      withProject(command).addOption(
        new Option('--period <period>', 'range of the counts').choices(PERIODS).default('90d'),
      ),
    );

  withCommon(
    overPeriod(template.command('list').description('Templates with the pages that they hold.')),
    'heat template list --project my-shop',
  ).action((options: TemplateOptions) =>
    withReports(options, async (asked) => {
      const { items: rows } = await listTemplates(asked.store, asked);
      const empty = `There is no template yet. Look for some: ${lineOf(options, `template propose --project ${asked.project}`)}`;
      await printRows(terminal, options, { columns: MERGES, rows, empty });
    }),
  );
  withCommon(
    overPeriod(
      template
        .command('preview')
        .description('What a template would merge. Saves nothing.')
        .argument('<pattern>', ':name is one segment, * part of one, ** any number of them'),
    ),
    'heat template preview /item/:id',
  ).action((pattern: string, options: TemplateOptions) =>
    withReports(options, async (asked) => {
      const next = withTemplate(asked.scope.pageRules, pattern);
      const preview = await previewMerges(asked.store, { ...asked, next });
      await printRows(terminal, options, {
        ...{ columns: MERGES, rows: preview.items, json: preview },
        empty: `No page of this range matches ${pattern}`,
        ...(preview.items.length > 0 && { words: () => previewWords(preview.items) }),
      });
    }),
  );
  withCommon(
    overPeriod(template.command('propose').description('Templates found in the paths that were seen.')),
    'heat template propose --period 30d',
  ).action((options: TemplateOptions) =>
    withReports(options, async (asked) => {
      const proposals = await proposeTemplates(asked.store, asked);
      await printRows(terminal, options, {
        ...{ columns: MERGES, rows: proposals.items, json: proposals },
        empty: 'No pages are alike enough for a template',
      });
      for (const pattern of proposals.refused)
        terminal.err(dim(`Not proposed: ${pattern}, its snapshots have different layouts\n`));
    }),
  );
  addChanges(template, terminal);
}

function addChanges(template: Command, terminal: Terminal): void {
  const answer = (options: CommonOptions, templates: string[], said: string) =>
    terminal.out(options.json ? json({ templates }) : `${said}\n`);
  withCommon(
    withProject(
      template
        .command('add')
        .description('Add a template. It holds for everything ever measured.')
        .argument('<pattern>', ':name is one segment, * part of one, ** any number of them'),
    ),
    "heat template add '/item/:id' --project my-shop",
  ).action((pattern: string, options: TemplateOptions) =>
    withCatalog(options, async (catalog) => {
      const { id } = await projectOf(catalog, options);
      const { pageRules } = await openRooms(catalog).projects.addTemplate(id, pattern, TERMINAL_ACTOR);
      answer(options, pageRules.templates, `Added ${pageRules.templates.at(-1)}`);
    }),
  );
  withCommon(
    withProject(
      template
        .command('remove')
        .description('Remove a template; its pages stand for themselves again.')
        .argument('<pattern>', 'its pattern'),
    ),
    "heat template remove '/item/:id'",
  ).action((pattern: string, options: TemplateOptions) =>
    withCatalog(options, async (catalog) => {
      const { id } = await projectOf(catalog, options);
      const { pageRules } = await openRooms(catalog).projects.removeTemplate(id, pattern, TERMINAL_ACTOR);
      answer(options, pageRules.templates, `Removed ${pattern}`);
    }),
  );
}

/** Opens the reports of the asked project, and what is known of its layouts; works while the server runs. */
async function withReports(options: TemplateOptions, work: (asked: Asked) => Promise<void>): Promise<void> {
  await withCatalog(options, async (catalog, dataDir) => {
    const { no: projectNo, id: project, timeZone, pageRules } = await projectOf(catalog, options);
    const scope = resolveScope({ period: options.period }, { projectNo, timeZone, pageRules }, Date.now());
    const store = await openReportStore(dataDir);
    const snapshotStore = await openSnapshotStore(dataDir, { readonly: true });
    try {
      const stored = await snapshotStore.list(projectNo, null, LIMITS.snapshotsPerProject);
      const snapshots = stored.map((snapshot) => ({ ...snapshot, page: snapshot.page.toString(36) }));
      await work({ store, scope, snapshots, project });
    } finally {
      await snapshotStore.close();
      await store.close();
    }
  });
}

const MERGES: readonly Column<PageMerge>[] = [
  { name: 'pattern', read: ({ path }) => path },
  { name: 'pages', read: ({ pages }) => pages, show: ({ pages }) => pages.toLocaleString('en') },
  {
    ...{ name: 'pageviews', read: ({ pageviews }) => pageviews },
    show: ({ pageviews }) => pageviews.toLocaleString('en'),
  },
  { name: 'clicks', read: ({ clicks }) => clicks, show: ({ clicks }) => clicks.toLocaleString('en') },
  { name: 'layouts', read: ({ layouts }) => layouts, show: ({ layouts }) => String(layouts || '') },
];

function previewWords(items: readonly PageMerge[]): string {
  const examples = items.flatMap((item) => item.examples);
  return `${tableOf(MERGES, items)}${examples.map(({ host, path }) => dim(`  ${host}${path}\n`)).join('')}`;
}
