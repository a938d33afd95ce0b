// What an engine hands to the catalog suite, and how the suite's parts declare their checks. Types only.

import type { Catalog } from '../port-catalog.ts';

export type OpenedCatalog = {
  catalog: Catalog;
  /** A second connection to the same data, as another process has it. */
  other: Catalog;
  close(): Promise<void>;
};
export type CatalogOpener = () => Promise<OpenedCatalog>;
export type CatalogCheck = (name: string, work: (opened: OpenedCatalog) => Promise<void>) => void;
