// What the API under /api/v1 answers, shared by server, dashboard and terminal.
// Instants are UTC milliseconds, durations milliseconds, shares 0…1 unless a name ends in Pct (0…100).

import type { ElementDescriptor, PageBox } from './element.ts';
import type { Device, EventType } from './event-types.ts';
import type { Friction } from './friction.ts';
import type { HeatmapKind } from './kinds.ts';
import type { MapLayout } from './layouts.ts';
import type { Role } from './members.ts';
import type { ProjectSettings } from './project-settings.ts';
import type { Similarity } from './similarity.ts';
import type { Json } from './wire.ts';

// ---------- accounts ----------

export type UserView = { id: string; email: string; name: string; owner: boolean; createdAtMs: number };
/** Answer of sign-up, sign-in and sign-in by link; the same call sets the dashboard's cookie. */
export type SignedIn = { user: UserView; token: string; expiresAtMs: number };
/** GET /setup: whether the installation still waits for its owner, and whom the cookie has signed in. Public. */
export type SetupState = { needsOwner: boolean; version: string; user: UserView | null };

/** Every account of the installation, oldest first; LIMITS.users at most. */
export type UsersAnswer = Page<UserView>;
/** `url` opens the dashboard with the one-time token behind the `#`; shown this once. */
export type PasswordLinkCreated = { url: string; expiresAtMs: number };
/** Whose password a link sets, told to whoever holds it. */
export type PasswordLinkFor = { email: string };

// ---------- projects ----------

export type ProjectView = {
  /** Stable and readable: `my-shop`. */
  id: string;
  name: string;
  /** Allowed origins; empty means any. `https://*.example.com` allows subdomains. */
  origins: string[];
  /** IANA zone that its reports use unless asked otherwise. */
  timeZone: string;
  createdAtMs: number;
  /** Public by nature: it stands in the page's source. Shown to those who may administer the project. */
  writeKey: string;
  /** Replaced ones that still let in, what ends first standing first; for the same people. */
  oldWriteKeys: OldWriteKey[];
  /** What the caller may do in it; API keys count as what their scope allows. */
  role: Role;
  /**
   * Of the newest applied event: server time where it came by itself, its own to 15 minutes where it was imported; null
   * when there is none.
   */
  lastEventAtMs: number | null;
  /** Server time of the newest event that came from a page or a server by itself, or null when none ever did. */
  lastHeardAtMs: number | null;
  settings: ProjectSettings;
  /** Only sessions that began then or later are shown one by one: until then it kept to sums. 0 when it never did. */
  followsFromMs: number;
};
export type ProjectCreated = { project: ProjectView; apiKey: string; snippet: string };
export type SnippetView = {
  html: string;
  module: string;
  /** The tag with a hash of the script; to be renewed with every upgrade of heat. Absent when the tracker is not built. */
  integrity?: string;
};

export const KEY_SCOPES = ['read', 'write', 'admin'] as const;
export type KeyScope = (typeof KEY_SCOPES)[number];
export type KeyView = {
  id: string;
  name: string;
  scope: KeyScope;
  /** What may be shown of it, e.g. `heat_r_4fz9k2…`. */
  prefix: string;
  /** Addresses and CIDR ranges it may be used from; empty means any. */
  addresses: string[];
  /** Requests a minute it may be used for; null means what every key may. */
  perMinute: number | null;
  createdAtMs: number;
  expiresAtMs: number | null;
  lastUsedAtMs: number | null;
  revokedAtMs: number | null;
};
/** Requests of a key on one day of UTC (`2026-11-21`); `refused` of them got nothing. */
export type KeyUsage = { keyId: string; day: string; requests: number; refused: number };
/** A write key that was replaced and still lets in. */
export type OldWriteKey = { writeKey: string; replacedAtMs: number; expiresAtMs: number };
export type KeyCreated = { key: KeyView; secret: string };

// ---------- lists ----------

export type Page<T> = { items: T[]; total: number; nextCursor: string | null };

// ---------- the question ----------

export const PERIODS = ['1h', '24h', '7d', '30d', '90d', '12mo', 'today', 'yesterday'] as const;
export type Period = (typeof PERIODS)[number];

/** The scope that a report answered, resolved: widened to whole quarter-hours. */
export type ScopeView = { fromMs: number; toMs: number; timeZone: string; period: Period | null };

// ---------- overview ----------

export type OverviewMetrics = {
  visitors: number;
  sessions: number;
  pageviews: number;
  events: number;
  clicks: number;
  /** Share of sessions with a single pageview and no custom event, 0…1; null without sessions. */
  bounceRate: number | null;
  /** Median and mean of session durations in ms; null without sessions. */
  medianDurationMs: number | null;
  meanDurationMs: number | null;
  rageClicks: number;
  deadClicks: number;
};
export const INTERVALS = ['hour', 'day', 'week', 'month'] as const;
export type Interval = (typeof INTERVALS)[number];
/** One slot of time; `label` is its start in the scope's zone, `2026-11-21` or `2026-11-21T14:00`. */
export type OverviewBucket = {
  startMs: number;
  label: string;
  visitors: number;
  sessions: number;
  pageviews: number;
  events: number;
  clicks: number;
};
export type BreakdownRow = { value: string; sessions: number; visitors: number; share: number };
/** Breakdowns that the overview carries, at most 10 rows each, most sessions first. */
export const OVERVIEW_BREAKDOWNS = ['source', 'entry', 'country', 'device', 'browser', 'os'] as const;
export type OverviewBreakdown = (typeof OVERVIEW_BREAKDOWNS)[number];
export type OverviewAnswer = {
  scope: ScopeView;
  interval: Interval;
  totals: OverviewMetrics;
  /** With `compare=previous` the same for the same stretch of the calendar before, moved by whole hours, days, weeks or months. */
  previous: OverviewMetrics | null;
  series: OverviewBucket[];
  breakdowns: Record<OverviewBreakdown, BreakdownRow[]>;
};

// ---------- pages and heatmap ----------

export type PageRow = {
  /** Opaque page id. */
  page: string;
  host: string;
  path: string;
  title: string;
  pageviews: number;
  clicks: number;
  rage: number;
  dead: number;
  lastAtMs: number;
  /** Set when the row stands for several pages: a template, or a path that others count as. `path` is its pattern then. */
  group?: PageGroupView;
};
/** What a row of several pages is made of. */
export type PageGroupView = {
  /** Stored pages in it (in a list: those with events in the scope). */
  pages: number;
  isTemplate: boolean;
  /** The one with most pageviews in the scope: its snapshot and its boxes stand for all. */
  lead: { page: string; host: string; path: string };
};

export type HeatmapElement = {
  element: string;
  /** Readable name made from the descriptor: `button#buy`, `a → /pricing`. */
  label: string;
  descriptor: ElementDescriptor;
  count: number;
  /** Share of all plotted and unplotted clicks of the kind, 0…1. */
  share: number;
  /** [bin, count]; bin = row * OFFSET_BINS + column inside the element's box. */
  bins: [bin: number, count: number][];
};
export type HeatmapPoints = [x: number, y: number, count: number][];
/** A box that the tracker saw last, in px of a page that was `docW` wide. */
export type WireframeBox = {
  element: string;
  label: string;
  tag: string;
  box: PageBox;
  docW: number;
  docH: number;
  /** Sections are the large blocks of the page, the rest are things that were clicked. */
  isSection: boolean;
  seenAtMs: number;
};
export type HeatmapAnswer = {
  scope: ScopeView;
  /**
   * `move` counts rests of the pointer (or, asked so, their ms) in cells, and has no elements. `scroll` counts pageviews:
   * cells are as wide as the page and hold those that got there, elements are sections and count who had them in view.
   */
  kind: HeatmapKind;
  /** Its counts are those of the list of pages: in range, without filters, device and bots. */
  page: PageRow;
  device: Device | null;
  elements: HeatmapElement[];
  /** Page grid: x is the left edge as a share of the page's width 0…1, y the top edge in px; cells are `cell` wide and high. */
  points: HeatmapPoints;
  /**
   * The same cells, but only the clicks that no element's bin holds: drawn beside `elements` so that nothing is
   * counted twice. Absent from servers that cannot tell them apart.
   */
  loose?: HeatmapPoints;
  cell: { width: number; heightPx: number };
  wireframe: { docW: number; docH: number; boxes: WireframeBox[] };
  meta: {
    /** Clicks of the kind in scope = `onElements` + `withoutElement`. */
    total: number;
    onElements: number;
    withoutElement: number;
    /** Clicks that have no usable page coordinate and stand in no cell. */
    ignored: number;
    /** Elements and cells left out because the answer is bounded. */
    omittedElements: number;
    omittedCells: number;
    /** Median viewport of the newest LIMITS.heatmapViews clicks, px; null when nothing was clicked. */
    viewportW: number | null;
    viewportH: number | null;
    /**
     * The layout of most of these clicks, by the widths of their windows: the boxes are of it, unless none was seen there.
     * Of a kind that nobody did, of the page's clicks. Null without any.
     */
    layout: MapLayout | null;
    /** The same clicks by viewport height, for the fold: [height px rounded up to 100, clicks]. */
    folds: [heightPx: number, clicks: number][];
  };
};

// ---------- snapshots ----------

/** A stored snapshot of a page, without its content. */
export type SnapshotView = {
  id: string;
  /** Opaque page id, as in PageRow. */
  page: string;
  url: string;
  title: string;
  device: Device;
  /** Window in which it was taken and size of the page in it, CSS px. */
  viewportW: number;
  viewportH: number;
  docW: number;
  docH: number;
  /** The same for pages of the same structure, whatever they say. */
  layoutHash: string;
  nodes: number;
  /** As stored. */
  bytes: number;
  createdAtMs: number;
  /** Taken by a visitor's browser with all text masked; one of the owner's takes its place. */
  isMasked: boolean;
};
/** Answer of POST /snapshots. */
export type SnapshotTaken = { snapshot: SnapshotView };
/** Opens the owner's page with a part of the tracker: takes its snapshot, or shows its maps there. */
export type PageLink = { url: string; expiresAtMs: number };

// ---------- segments ----------

/** Filters kept under a name; `filters` are `dimension:op:value`. */
export type SegmentView = {
  id: string;
  name: string;
  filters: string[];
  createdBy: string;
  createdAtMs: number;
  updatedAtMs: number;
};

// ---------- sessions ----------

/** Orders of the list of sessions; equal ones stand newest first. */
export const SESSION_SORTS = ['newest', 'friction', 'longest'] as const;
export type SessionSort = (typeof SESSION_SORTS)[number];

export type SessionRowView = {
  /** Opaque; goes into GET …/sessions/:sid, and what events call `sessionId`. */
  id: string;
  /** The id that the tracker chose; several rows share it when the session was cut after an idle gap. */
  clientSessionId: string;
  part: number;
  visitor: string;
  userId: string | null;
  startedAtMs: number;
  endedAtMs: number;
  durationMs: number;
  pageviews: number;
  events: number;
  clicks: number;
  rage: number;
  dead: number;
  errors: number;
  errorClicks: number;
  quickBacks: number;
  /** See contract/friction.ts. */
  friction: Friction;
  maxScrollPct: number | null;
  entry: string | null;
  exit: string | null;
  device: Device | null;
  browser: string | null;
  os: string | null;
  country: string | null;
  language: string | null;
  referrer: string | null;
  source: string | null;
  campaign: string | null;
  app: string | null;
  isBot: boolean;
  isLive: boolean;
};

/** The sessions right before and after one in a list, by their ids. */
export type NeighboursAnswer = { before: string | null; after: string | null };
/** Sessions that resemble one, most alike first, with what makes them so (contract/similarity.ts). */
export type SimilarAnswer = { items: { session: SessionRowView; similarity: Similarity }[] };
/** Values of a dimension in a scope, most sessions (of facts: occurrences) first; `label` names an element. */
export type ValuesAnswer = { items: { value: string; count: number; label: string }[] };

/** What the door refused of a project's requests and events, in memory since the start of the server. */
export type RefusalsAnswer = {
  /** When counting began, at most 24 hours ago. */
  sinceMs: number;
  /** Most often refused first. */
  items: {
    /** `wrong_origin`, `replaced_key`, `wrong_scope`, `rate_limited`, `no_valid_events`, … */
    code: string;
    /** Requests of the last 24 hours, to the hour. */
    count: number;
    lastAtMs: number;
    /** Host of the origin refused last, or null when the request named none. */
    lastHost: string | null;
  }[];
  /** Bad events of the last 24 hours; the good ones beside them were stored. */
  rejected: number;
  /** Events of the last 24 hours that were there already, as a tracker sends again what it heard no answer to. */
  duplicates: number;
};

export type JourneyEvent = {
  eventId: string;
  type: EventType;
  tsMs: number;
  /** Since the session's start. */
  atMs: number;
  receivedAtMs: number;
  page: string | null;
  host: string | null;
  path: string | null;
  title: string | null;
  /** Readable name of the element, for clicks and inputs. */
  label: string | null;
  element: string | null;
  /** Everything else the event carried, by the field names of the wire. */
  fields: { [key: string]: Json };
};
export type JourneyAnswer = {
  session: SessionRowView;
  traits: { [key: string]: Json } | null;
  device: {
    userAgent: string | null;
    platform: string | null;
    screenW: number | null;
    screenH: number | null;
  };
  events: JourneyEvent[];
  nextCursor: string | null;
};
