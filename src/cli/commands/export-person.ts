// heat export person: everything that is stored of a visitor or a user, to standard output or a file.

import type { Command } from 'commander';
import { openRecordingsReader } from '../../replay-rooms.ts';
import { exportPerson, PERSON_FORMATS } from '../../reports/personal-data.ts';
import { type FormatOptions, readFormat, withFormats } from '../format-options.ts';
import { projectOf, withCatalog, withCommon, withProject } from '../options.ts';
import { dim, type Terminal } from '../output.ts';
import { openReports } from '../reports.ts';
import { openRooms, TERMINAL_ACTOR } from '../rooms.ts';
import { pour } from '../sink.ts';
import { type PersonOptions, readSubject, storedOf, withPerson } from './person.ts';

export function addPersonExport(command: Command, terminal: Terminal): void {
  withCommon(
    withFormats(
      withPerson(
        withProject(
          command
            .command('person')
            .description(
              'Everything that is stored of a visitor or a user: sessions, events, recordings. For who asks for his data.',
            ),
        ),
      ),
      PERSON_FORMATS,
    ),
    'heat export person --project my-shop --user jane@shop.example -o jane.json',
  ).action((options: PersonOptions & FormatOptions) =>
    withCatalog(options, async (catalog, dataDir) => {
      const format = readFormat(options, PERSON_FORMATS);
      const subject = readSubject(options);
      const project = await projectOf(catalog, options);
      await storedOf(options, project, subject);
      const store = await openReports(options);
      const recordings = await openRecordingsReader(dataDir);
      try {
        await openRooms(catalog).forgettings.noteExport(project, subject, TERMINAL_ACTOR);
        const asked = { projectNo: project.no, project: project.id, subject, nowMs: Date.now(), format };
        await pour(exportPerson({ store, readChunks: recordings.read }, asked), options.output);
        if (options.output !== undefined) terminal.err(dim(`Wrote ${options.output}\n`));
      } finally {
        await recordings.close();
        await store.close();
      }
    }),
  );
}
