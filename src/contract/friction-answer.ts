// What GET /api/v1/projects/:id/friction answers: the elements that give people most trouble, with evidence.

import type { ScopeView } from './api.ts';
import type { ElementDescriptor } from './element.ts';
import type { Device } from './event-types.ts';
import type { MuteKind } from './muted-element.ts';

export const TROUBLES = ['rage', 'errors', 'dead'] as const;
export type Trouble = (typeof TROUBLES)[number];

export type FrictionItem = {
  page: { page: string; host: string; path: string };
  element: string;
  label: string;
  descriptor: ElementDescriptor;
  /** All its clicks on the page, and those that went wrong; a click may count under several. 0 where muted. */
  clicks: number;
  rage: number;
  errors: number;
  dead: number;
  /** What the list is sorted by: points of contract/friction.ts for each click that went wrong, without their caps. */
  points: number;
  /** Sessions in which it went wrong and the newest of them, of the newest LIMITS.frictionEvidence such clicks. */
  sessions: number;
  examples: { session: string; tsMs: number; trouble: Trouble[] }[];
  muted: MuteKind[];
};

export type FrictionAnswer = {
  scope: ScopeView;
  device: Device | null;
  /** Most points first. */
  items: FrictionItem[];
  /** Elements with trouble in all, and pages that were left out because others had more trouble. */
  total: number;
  omittedPages: number;
};
