// heat export person: everything that is stored of a visitor or a user, to standard output or a file.

import type { Command } from 'commander';
import { HeatError } from '../../lib/errors.ts';
import { openRecordingsReader } from '../../replay-rooms.ts';
import { exportPerson, PERSON_FORMATS, type PersonFormat } from '../../reports/personal-data.ts';
import { type CommonOptions, projectOf, withCatalog, withCommon } from '../options.ts';
import { openReports } from '../reports.ts';
import { openRooms, TERMINAL_ACTOR } from '../rooms.ts';
import { openSink } from '../sink.ts';
import { readSubject } from './forget.ts';

type PersonOptions = CommonOptions & {
  project?: string;
  visitor?: string;
  user?: string;
  format: string;
  output?: string;
};

export function addPersonExport(command: Command): void {
  withCommon(
    command
      .command('person')
      .description(
        'Everything that is stored of a visitor or a user: sessions, events, recordings. For who asks for his data.',
      )
      .option('--project <id>', 'project id (may be left out when there is only one)')
      .option('--visitor <id>', 'as sessions name him: c:…, d:…, s:…, u:…')
      .option('--user <id>', 'as the site told identify(), with the browsers that only this user has used')
      .option('--format <format>', PERSON_FORMATS.join(', '), 'json')
      .option('-o, --output <file>', 'write to a file instead of standard output'),
    'heat export person --project my-shop --user jane@shop.example -o jane.json',
  ).action((options: PersonOptions) =>
    withCatalog(options, async (catalog, dataDir) => {
      const project = await projectOf(catalog, options.project);
      const subject = readSubject(options);
      const format = readFormat(options.format);
      const store = await openReports(options);
      const recordings = await openRecordingsReader(dataDir);
      const sink = openSink(options.output);
      try {
        await openRooms(catalog).forgettings.noteExport(project, subject, TERMINAL_ACTOR);
        const asked = { projectNo: project.no, project: project.id, subject, nowMs: Date.now(), format };
        const deps = { store, readChunks: recordings.read };
        for await (const piece of exportPerson(deps, asked)) await sink.write(piece);
      } finally {
        await sink.close();
        await recordings.close();
        await store.close();
      }
    }),
  );
}

function readFormat(wanted: string): PersonFormat {
  const format = PERSON_FORMATS.find((one) => one === wanted);
  if (format) return format;
  throw new HeatError({
    kind: 'invalid',
    message: `Cannot export a person as "${wanted}"`,
    hint: `Formats: ${PERSON_FORMATS.join(', ')}`,
  });
}
