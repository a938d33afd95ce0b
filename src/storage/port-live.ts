// What a live view begins with. The method is in port.ts.

/** Sessions with an event since then whose last one was not leaving; bots are left out. */
export type ActiveQuery = { projectNo: number; sinceMs: number; limit: number };
export type ActiveSession = {
  session: number;
  part: number;
  visitor: string;
  /** The page it is on, as far as its pageviews tell. */
  page: number | null;
  path: string | null;
  lastAtMs: number;
};
