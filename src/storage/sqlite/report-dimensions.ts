// What the dimensions of contract/dimensions.ts are in SQL, on `sessions s`: columns and measures of the session row, and
// where facts of a session stand. How they are compared is in report-filters.ts.

import type { FactDimension, NumberDimension, SplitDimension } from '../../contract/dimensions.ts';
import { DEVICE_CODES, DEVICES } from '../../contract/event-types.ts';
import { FRICTION_MOST, FRICTION_PART_NAMES, FRICTION_PARTS } from '../../contract/friction.ts';
import { UNSEEN_VIEW } from '../port-kinds.ts';

const FRICTION_COLUMNS = {
  rage: 's.rage',
  errorClicks: 's.error_clicks',
  dead: 's.dead',
  quickBacks: 's.quick_backs',
  errors: 's.errors',
};
/** frictionOf() of a session row. */
export const FRICTION_SCORE = `min(${FRICTION_MOST}, ${FRICTION_PART_NAMES.map((part) => {
  const { points, most } = FRICTION_PARTS[part];
  return `min(${most}, ${points} * ${FRICTION_COLUMNS[part]})`;
}).join(' + ')})`;

export const TEXT_COLUMNS: Record<SplitDimension, string> = {
  source: 's.source',
  medium: 's.medium',
  referrer: 's.referrer',
  utm_source: 's.utm_source',
  utm_medium: 's.utm_medium',
  utm_campaign: 's.utm_campaign',
  utm_term: 's.utm_term',
  utm_content: 's.utm_content',
  entry: '(select path from pages where project_no = s.project_no and page = s.entry_page)',
  exit: '(select path from pages where project_no = s.project_no and page = s.exit_page)',
  country: 's.country',
  language: 's.language',
  device: `case s.device ${DEVICES.map((name) => `when ${DEVICE_CODES[name]} then '${name}'`).join(' ')} end`,
  browser: 's.browser',
  os: 's.os',
  screen: "s.screen_w || 'x' || s.screen_h",
  app: 's.app_name',
  app_version: 's.app_version',
  env: 's.app_env',
  visitor: 's.visitor',
  user: 's.user_id',
};

/** Measures of the session row, and how many of them make one of the filter's unit. */
export const NUMBERS: Record<Exclude<NumberDimension, 'value'>, { sql: string; each: number }> = {
  duration: { sql: 's.ended_at_ms - s.started_at_ms', each: 1000 },
  pageviews: { sql: 's.pageviews', each: 1 },
  events: { sql: 's.events', each: 1 },
  clicks: { sql: 's.clicks', each: 1 },
  friction: { sql: FRICTION_SCORE, each: 1 },
  rage: { sql: 's.rage', each: 1 },
  dead: { sql: 's.dead', each: 1 },
  error_clicks: { sql: 's.error_clicks', each: 1 },
  errors: { sql: 's.errors', each: 1 },
  quick_backs: { sql: 's.quick_backs', each: 1 },
};

/** Whether the session is not its visitor's first. */
export const IS_RETURNING = `
    s.started_at_ms > (
      select first_at_ms
      from visitors
      where project_no = s.project_no
        and visitor = s.visitor
    )`;

/** Rows of the session that each state one fact, its text being `value`. */
export type Fact = {
  tables: string;
  where: string;
  value: string;
  params: string[];
  /** A sooner way to ask for one whole value: the project's number and the value are its parameters. */
  whole?: { tables: string; sql: string };
};

// SQLite would at times rather read all custom events of the project.
const CUSTOMS = {
  tables: 'customs x indexed by customs_by_session',
  where: `x.project_no = s.project_no
        and x.session = s.session
        and x.part = s.part`,
  params: [],
};

export const FACTS: Record<Exclude<FactDimension, 'element'>, Fact> = {
  page: {
    // A session's few views each look up their path: that is sooner done than to search all paths first.
    tables: `views v
        cross join pages p
          on p.project_no = v.project_no
          and p.page = v.page`,
    where: `v.project_no = s.project_no
        and v.session = s.session
        and v.part = s.part
        and v.event_id <> '${UNSEEN_VIEW.eventId}'`,
    value: 'p.path',
    params: [],
    whole: {
      tables: 'views v',
      sql: 'v.page in (select page from pages where project_no = ? and path = ?)',
    },
  },
  event: { ...CUSTOMS, value: 'x.name' },
  category: { ...CUSTOMS, value: 'x.category' },
};

/** Custom events with a value. */
export const EVENT_VALUE: Fact = { ...CUSTOMS, value: 'x.value' };

/** Properties of custom events; one that is null says nothing. `number` is null for what is none. */
export function propFact(key: string): Fact & { number: string } {
  return {
    tables: `${CUSTOMS.tables}
        cross join json_each(x.props) own`,
    where: `${CUSTOMS.where}
        and own.key = ?
        and own.type <> 'null'`,
    value: "case when own.type in ('true', 'false') then own.type else cast(own.value as text) end",
    number: "case when own.type in ('integer', 'real') then own.value end",
    params: [key],
  };
}
