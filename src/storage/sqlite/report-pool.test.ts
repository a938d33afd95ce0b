import { eventsFile } from '../../../test/support/events-file.ts';
import { describeReports } from '../conformance/report-suite.ts';

const spawnWorker = () => new Worker(new URL('../../query-worker.ts', import.meta.url));

describeReports('SQLite', () => eventsFile());
describeReports('SQLite in query workers', () => eventsFile([], { spawnWorker }));
