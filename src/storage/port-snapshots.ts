// The snapshots' port: pages as their owners took them. Kept apart from events: few, large, and never counted.
// Same rules for engines as in port.ts.

import type { Device } from '../contract/event-types.ts';

export type SnapshotRow = {
  id: string;
  projectNo: number;
  /** Page id, as in the events. */
  page: number;
  url: string;
  title: string;
  device: Device;
  /** CSS px. */
  viewportW: number;
  viewportH: number;
  docW: number;
  docH: number;
  layoutHash: string;
  nodes: number;
  createdAtMs: number;
  /** A visitor's browser took it, with all text masked. */
  isMasked: boolean;
};
export type StoredSnapshot = SnapshotRow & { bytes: number };
/** How many may stay: of one page and device class, and of one project. */
export type SnapshotBounds = { perPage: number; perProject: number };

export interface SnapshotStore {
  /**
   * Stores a snapshot in place of an earlier one of the same page, device class, width and layout, and drops the
   * oldest beyond the bounds, masked ones first. One of the owner's takes the place of all masked ones of its page and
   * device class; a masked one of nothing that is the owner's. One transaction; on disk when it resolves. `body` is
   * opaque bytes.
   */
  add(row: SnapshotRow, body: Uint8Array, bounds: SnapshotBounds): Promise<void>;
  /** Newest first; of one page, or of the whole project when `page` is null. */
  list(projectNo: number, page: number | null, limit: number): Promise<StoredSnapshot[]>;
  /** The body, or null when the project has no such snapshot. */
  read(projectNo: number, id: string): Promise<Uint8Array<ArrayBuffer> | null>;
  /** Throws `not_found`. */
  remove(projectNo: number, id: string): Promise<void>;
  /** Everything of a project that is gone. */
  removeProject(projectNo: number): Promise<void>;
  close(): Promise<void>;
}
