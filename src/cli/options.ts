// Options that many commands share, and the stores they open.

import { existsSync } from 'node:fs';
import type { Command } from 'commander';
import { plural } from '../contract/plural.ts';
import { dataPaths } from '../lib/data-directory.ts';
import { HeatError } from '../lib/errors.ts';
import { findServer, migrate, openCatalog } from '../storage/open.ts';
import type { Catalog, ProjectRow } from '../storage/port-catalog.ts';
import { lineOf } from './command-line.ts';
import { settingsOf, withConfigOption } from './settings.ts';

export type CommonOptions = { data?: string; config?: string; json?: boolean };

/** Adds --data, --config and --json and an example to a command's help. */
export function withCommon(command: Command, example: string): Command {
  return withConfigOption(command.option('--data <dir>', 'data directory (HEAT_DATA, default ./heat-data)'))
    .option('--json', 'answer as JSON, errors too')
    .addHelpText('after', `\nExample:\n  ${example}\n`);
}

/** The data directory by the same rules as `heat serve`. */
export function dataDirOf(options: CommonOptions): string {
  return settingsOf(options).dataDir;
}

/**
 * The address that snippets point to: the flag --url, the setting public-url, what the server running on `dataDir` was
 * told, or this machine at that server's port, else at the configured one.
 */
export function publicUrlOf(
  options: CommonOptions & { url?: string },
  dataDir: string,
): { url: string; isLocal: boolean } {
  const config = settingsOf(options);
  const { url: flag } = options;
  if (flag !== undefined && !/^https?:\/\/[^/]+\/?$/.test(flag)) {
    throw new HeatError({
      kind: 'invalid',
      message: `Cannot use --url "${flag}"`,
      hint: 'An address without a path, like https://heat.example.com',
    });
  }
  const server = findServer(dataDir);
  const url = flag?.replace(/\/$/, '') ?? config.publicUrl ?? server?.publicUrl ?? null;
  return { url: url ?? server?.url ?? `http://localhost:${config.port}`, isLocal: url === null };
}

/** Said beside a snippet that only this machine can load. */
export const LOCAL_SNIPPET_NOTE =
  'The snippet names this machine. For visitors elsewhere: heat snippet --url https://your-heat.example (or set public-url)\n';

/** Opens an existing catalog, runs `work`, closes it. Throws `not_found` when there is no heat data, rather than make some. */
export function withCatalog<T>(
  options: CommonOptions,
  work: (catalog: Catalog, dataDir: string) => Promise<T>,
): Promise<T> {
  refuseNoData(options);
  return withNewCatalog(options, work);
}

/** Throws `not_found` (no_data) where heat has never been. */
export function refuseNoData(options: CommonOptions): void {
  const dataDir = dataDirOf(options);
  const { catalog, restoring } = dataPaths(dataDir);
  // A restore that was cut short is named by what opens the files.
  if (!existsSync(catalog) && !existsSync(restoring)) {
    throw new HeatError({
      kind: 'not_found',
      code: 'no_data',
      message: `There is no heat data in "${dataDir}"`,
      hint: `Name the folder that heat serve uses with --data, or make a first project: ${lineOf(options, FIRST_PROJECT)}`,
    });
  }
}

/** The same for commands that may be somebody's first: makes the data directory when it is missing. */
export async function withNewCatalog<T>(
  options: CommonOptions,
  work: (catalog: Catalog, dataDir: string) => Promise<T>,
): Promise<T> {
  const dataDir = dataDirOf(options);
  await migrate(dataDir);
  const catalog = await openCatalog(dataDir);
  try {
    return await work(catalog, dataDir);
  } finally {
    await catalog.close();
  }
}

export type ProjectOptions = CommonOptions & { project?: string };

/** Adds --project. */
export function withProject(command: Command): Command {
  return command.option('--project <id>', 'project (may be left out when there is only one)');
}

/** The project of --project; with a single project it may be left out. Throws `not_found` with the known ids. */
export async function projectOf(catalog: Catalog, options: ProjectOptions): Promise<ProjectRow> {
  const projects = await catalog.listProjects();
  const { project: id } = options;
  const [only] = projects;
  if (id === undefined && only && projects.length === 1) return only;
  const found = projects.find((project) => project.id === id);
  if (found) return found;
  const known = projects.map((project) => project.id);
  if (id === undefined && known.length > 0) {
    throw new HeatError({
      kind: 'invalid',
      code: 'no_project_named',
      message: `Which project? There are ${known.length}`,
      hint: `--project ${known.join(' | ')}`,
    });
  }
  throw new HeatError({
    kind: 'not_found',
    code: 'no_project',
    message: id === undefined ? 'There is no project yet' : `Cannot find project "${id}"`,
    hint:
      known.length === 0
        ? `Make one: ${lineOf(options, FIRST_PROJECT)}`
        : `There ${plural(known.length, 'is', 'are')}: ${known.join(', ')}`,
  });
}

export const FIRST_PROJECT = 'project add "My shop"';

/** Collects a repeatable option. */
export function collect(value: string, before: string[] = []): string[] {
  return [...before, value];
}
