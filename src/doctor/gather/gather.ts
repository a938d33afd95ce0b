// Gathers all facts, one area after the other: what the disk says, what the server says, what the web says.

import type { Clock } from '../../lib/clock.ts';
import { version } from '../../lib/version.ts';
import type { Facts } from '../facts.ts';
import { gatherDataDirectory } from './data-directory.ts';
import { gatherBackups, gatherDataFiles } from './data-files.ts';
import { gatherIpDatabase } from './ip-database.ts';
import { withCatalogFacts, withLastEvents } from './projects.ts';
import { gatherAddress, gatherServer } from './server.ts';
import { gatherSite } from './site.ts';

export type Question = {
  dataDir: string;
  /** Public address as it is configured here; that of the running server goes before it. */
  publicUrl: string | null;
  /** IP database as it is configured here; that of the running server goes before it. */
  ipDatabase: string | null;
  /** Folder of backups, null for the one in the data directory. */
  backups: string | null;
  /** Address of a page to look at. */
  site: string | null;
  clock: Clock;
};

/** Never throws for what it finds; only for a page's address that is none. */
export async function gatherFacts(question: Question): Promise<Facts> {
  const { dataDir, publicUrl, backups, site, clock } = question;
  const data = gatherDataDirectory(dataDir);
  const isReadable = data.state === 'there' || data.state === 'readonly';
  return withCatalogFacts(dataDir, clock, async (catalog) => {
    const files = isReadable
      ? await gatherDataFiles(dataDir, { clock, known: catalog?.known ?? null })
      : null;
    const server = isReadable ? await gatherServer(dataDir, catalog?.hasOwner ?? null) : null;
    const url = server?.told?.publicUrl ?? publicUrl;
    const address = url !== null && server?.state === 'held' ? await gatherAddress(url, server) : null;
    const ownOrigins = [url, server?.url ?? null].flatMap((own) => (own === null ? [] : [own]));
    const ownerOf = catalog?.ownerOf ?? (async () => 'unknown' as const);
    return {
      nowMs: clock.nowMs(),
      version,
      data,
      files,
      backups: isReadable ? gatherBackups(dataDir, backups) : null,
      server,
      address,
      ipDatabase: gatherIpDatabase(question.ipDatabase, server?.told ?? null),
      projects: catalog && withLastEvents(catalog.projects, files?.stored ?? null),
      site: site === null ? null : await gatherSite({ page: site, ownOrigins, clock, ownerOf }),
    };
  });
}
