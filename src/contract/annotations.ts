// What happened at a time, as the API answers it.

export type AnnotationView = {
  id: string;
  atMs: number;
  text: string;
  /** Who made it: `user:…`, `key:…` or `terminal`. */
  createdBy: string;
  createdAtMs: number;
};
