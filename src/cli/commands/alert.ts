// heat alert add | list | test | pause | resume | remove: numbers that are watched, and the webhook that is told.

import { type Command, Option } from 'commander';
import { createAlertRoom } from '../../alert-rooms.ts';
import {
  ALERT_COMPARISONS,
  ALERT_METRIC_NAMES,
  ALERT_WINDOW_NAMES,
  type AlertComparison,
  type AlertMetric,
  type AlertTest,
  type AlertView,
  type AlertWindow,
} from '../../contract/alerts.ts';
import { systemClock } from '../../lib/clock.ts';
import { HeatError } from '../../lib/errors.ts';
import type { Alerts } from '../../projects/alerts.ts';
import type { Catalog } from '../../storage/port-catalog.ts';
import { type FormatOptions, withFormats } from '../format-options.ts';
import { collect, type ProjectOptions, projectOf, withCatalog, withCommon, withProject } from '../options.ts';
import { dim, facts, json, strong, type Terminal } from '../output.ts';
import { openReports } from '../reports.ts';
import { TERMINAL_ACTOR } from '../rooms.ts';
import { type Column, printRows } from '../rows.ts';
import { rulesOf } from '../settings.ts';
import { chosenGoal } from './goal.ts';

type AlertOptions = ProjectOptions & { webhookHosts?: string };
type AddOptions = AlertOptions & {
  metric: string;
  goal?: string;
  filter: string[];
  when: string;
  threshold: string;
  window: string;
  cooldown: string;
  url: string;
};
type Asked = { alerts: Alerts; catalog: Catalog; projectNo: number };

export function addAlertCommand(program: Command, terminal: Terminal): void {
  const alert = program
    .command('alert')
    .description('Alerts: numbers that are watched, and the webhook that is told.');
  addMaking(alert, terminal);
  withCommon(
    withFormats(
      withProject(alert.command('list').description('List the alerts of a project and what they told last.')),
    ),
    'heat alert list --project my-shop',
  ).action((options: AlertOptions & FormatOptions) =>
    withAlerts(options, async ({ alerts, projectNo }) => {
      const rows = await alerts.list(projectNo);
      const empty = 'There is no alert yet. How to make one: heat alert add --help';
      await printRows(terminal, options, { columns: ALERTS, rows, empty });
    }),
  );
  withCommon(
    withProject(
      alert.command('test <alert>').description('Send the webhook of an alert now, marked as a test.'),
    ).option(
      '--webhook-hosts <list>',
      'hosts allowed without https and in private networks (HEAT_WEBHOOK_HOSTS)',
    ),
    'heat alert test "Sales stopped"',
  ).action((name: string, options: AlertOptions) =>
    withAlerts(options, async (asked) => {
      const { id } = await chosenAlert(asked, name);
      const tested = await asked.alerts.test({ projectNo: asked.projectNo, id }, TERMINAL_ACTOR);
      if (!tested.delivered) throw undelivered(tested);
      terminal.out(options.json ? json(tested) : `Delivered: ${tested.outcome}\n${readingWords(tested)}`);
    }),
  );
  addChanges(alert, terminal);
}

function addMaking(alert: Command, terminal: Terminal): void {
  withCommon(
    withProject(
      alert
        .command('add <name>')
        .description('Watch a number; the secret that signs messages is printed once.'),
    )
      .addOption(
        new Option('--metric <metric>', 'what is watched').choices(ALERT_METRIC_NAMES).makeOptionMandatory(),
      )
      .addOption(
        new Option(
          '--when <comparison>',
          'against the threshold; rises and falls in percent of the window before',
        )
          .choices(ALERT_COMPARISONS)
          .makeOptionMandatory(),
      )
      .requiredOption('--threshold <number>', "in the metric's unit (shares 0 to 1, ms)")
      .requiredOption('--url <url>', 'https address that is told')
      .addOption(
        new Option('--window <window>', 'time that is counted').choices(ALERT_WINDOW_NAMES).default('1h'),
      )
      .option('--cooldown <minutes>', 'from one message to the next, at least', '60')
      .option('--goal <goal>', "id or name of the goal of a goal's metric")
      .option('--filter <filter>', 'dimension:op:value, repeatable: which sessions count', collect, [])
      .option(
        '--webhook-hosts <list>',
        'hosts allowed without https and in private networks (HEAT_WEBHOOK_HOSTS)',
      ),
    'heat alert add "Sales stopped" --metric customs --filter event:is:purchase --when below --threshold 1 --window 6h --url https://hooks.example/heat',
  ).action((name: string, options: AddOptions) =>
    withAlerts(options, async ({ alerts, catalog, projectNo }) => {
      const goal =
        options.goal === undefined ? null : (await chosenGoal(catalog, projectNo, options.goal)).id;
      // What is none of the known words is refused by the room, which names them.
      const rule = {
        ...{ metric: options.metric as AlertMetric, goal, filters: options.filter },
        ...{ comparison: options.when as AlertComparison, threshold: numberOf(options.threshold) },
        ...{ window: options.window as AlertWindow, cooldownMinutes: numberOf(options.cooldown) },
      };
      const made = await alerts.create({ projectNo, name, url: options.url, rule }, TERMINAL_ACTOR);
      if (options.json) return terminal.out(json(made));
      terminal.out(
        facts([
          ['id', made.alert.id],
          ['name', strong(made.alert.name)],
          ['when', `${words(made.alert)} in ${made.alert.window}`],
          ['tells', made.alert.url],
          ['secret', `${made.secret}  ${dim('(shown only now)')}`],
        ]),
      );
    }),
  );
}

function addChanges(alert: Command, terminal: Terminal): void {
  const change = (verb: 'pause' | 'resume' | 'remove', about: string) =>
    withCommon(
      withProject(alert.command(`${verb} <alert>`).description(about)),
      `heat alert ${verb} "Sales stopped"`,
    ).action((name: string, options: AlertOptions) =>
      withAlerts(options, async (asked) => {
        const found = await chosenAlert(asked, name);
        const key = { projectNo: asked.projectNo, id: found.id };
        if (verb === 'remove') await asked.alerts.remove(key, TERMINAL_ACTOR);
        else await asked.alerts.update(key, { paused: verb === 'pause' }, TERMINAL_ACTOR);
        const said = { pause: 'Paused', resume: 'Resumed', remove: 'Removed' }[verb];
        terminal.out(options.json ? json(found) : `${said} ${found.name}\n`);
      }),
    );
  change('pause', 'Look at an alert no more until it is resumed.');
  change('resume', 'Look at an alert again, from now on.');
  change('remove', 'Remove an alert, named by its id or its name.');
}

/** Works while the server runs; messages go out from this process under its own rules. */
async function withAlerts(options: AlertOptions, work: (asked: Asked) => Promise<void>): Promise<void> {
  const rules = rulesOf(options);
  await withCatalog(options, async (catalog) => {
    const { no: projectNo } = await projectOf(catalog, options);
    const reports = await openReports(options);
    try {
      await work({
        alerts: createAlertRoom({ catalog, reports, clock: systemClock, rules }),
        ...{ catalog, projectNo },
      });
    } finally {
      await reports.close();
    }
  });
}

async function chosenAlert({ alerts, projectNo }: Asked, name: string): Promise<AlertView> {
  const all = await alerts.list(projectNo);
  const found = all.find(({ id }) => id === name) ?? all.find((one) => one.name === name);
  if (found) return found;
  const hint =
    all.length > 0
      ? `There are: ${all.map((one) => one.name).join(', ')}`
      : 'How to make one: heat alert add --help';
  throw new HeatError({ kind: 'not_found', message: `There is no alert "${name}"`, hint });
}

function numberOf(text: string): number {
  return text.trim() === '' ? Number.NaN : Number(text);
}

function undelivered({ outcome }: AlertTest): HeatError {
  return new HeatError({ kind: 'unavailable', message: `The webhook was not delivered: ${outcome}` });
}

const ALERTS: readonly Column<AlertView>[] = [
  { name: 'id', read: ({ id }) => id },
  { name: 'name', read: ({ name }) => name },
  { name: 'when', read: words },
  { name: 'window', read: ({ window }) => window },
  { name: 'state', read: stateOf },
  { name: 'told_last', read: lastOf },
];

function words({ metric, comparison, threshold }: AlertView): string {
  const isChange = comparison === 'rises' || comparison === 'falls';
  return `${metric} ${comparison} ${isChange ? `by ${threshold} %` : threshold}`;
}

function stateOf({ pausedAtMs, firedUntilMs }: AlertView): string {
  if (pausedAtMs !== null) return 'paused';
  return firedUntilMs === null ? 'never fired' : `fired ${new Date(firedUntilMs).toISOString()}`;
}

function lastOf({ deliveries: [last] }: AlertView): string {
  return last ? `${last.state}${last.outcome === null ? '' : `, ${last.outcome}`}` : '';
}

function readingWords({ reading }: AlertTest): string {
  const { fromMs, untilMs, value, changePct, holds } = reading;
  const span = `${new Date(fromMs).toISOString()} to ${new Date(untilMs).toISOString()}`;
  const change = changePct === null ? '' : `, ${changePct.toFixed(1)} % against the window before`;
  return dim(`${span}: ${value ?? 'nothing to measure'}${change}; it would ${holds ? '' : 'not '}fire.\n`);
}
