// The house rules that a machine can check: who imports whom, where libraries live, how long files are.
// Reads import text (a bundler's scan would drop type-only imports).

import { describe, expect, test } from 'bun:test';
import { dirname, join, relative, resolve } from 'node:path';

const root = join(import.meta.dir, '..');

/** Room → rooms it may import. `lib` and `contract` are open to all of src; a room may always import itself. */
const ARROWS: Record<string, readonly string[]> = {
  'src/contract': [],
  'src/lib': ['src/contract'],
  'src/config': [],
  'src/journal': ['src/storage/port'],
  'src/ingest': ['src/journal', 'src/storage/port'],
  'src/apply': ['src/journal', 'src/storage/port'],
  'src/reports': ['src/storage/port'],
  'src/projects': ['src/storage/port'],
  'src/accounts': ['src/storage/port'],
  'src/replay': ['src/storage/port'],
  'src/jobs': [],
  'src/doctor': ['src/ingest', 'src/storage/open', 'src/storage/port'],
  'src/demo': ['src/ingest', 'src/storage/port'],
  'src/storage/port': [
    'src/storage/port-apply',
    'src/storage/port-counts',
    'src/storage/port-customs',
    'src/storage/port-elements',
    'src/storage/port-journal',
    'src/storage/port-kinds',
    'src/storage/port-live',
    'src/storage/port-metrics',
    'src/storage/port-pages',
    'src/storage/port-sessions',
    'src/storage/port-paths',
    'src/storage/port-personal',
    'src/storage/port-purges',
    'src/storage/port-recorded',
    'src/storage/port-scope',
    'src/storage/port-support',
  ],
  'src/storage/port-set-aside': [],
  'src/storage/port-inspection': [],
  'src/storage/port-support': ['src/storage/port-scope'],
  'src/storage/port-personal': ['src/storage/port-apply', 'src/storage/port-scope'],
  'src/storage/port-recorded': ['src/storage/port-apply', 'src/storage/port-scope'],
  'src/storage/port-apply': [
    'src/storage/port-counts',
    'src/storage/port-customs',
    'src/storage/port-journal',
    'src/storage/port-kinds',
    'src/storage/port-sessions',
  ],
  'src/storage/port-forgettings': [],
  'src/storage/port-purges': ['src/storage/port-scope'],
  'src/storage/port-forgetting': [
    'src/storage/port-apply',
    'src/storage/port-counts',
    'src/storage/port-kinds',
    'src/storage/port-scope',
  ],
  'src/storage/port-elements': [],
  'src/storage/port-journal': [],
  'src/storage/port-keys': [],
  'src/storage/port-members': [],
  'src/storage/port-goals': [],
  'src/storage/port-shares': [],
  'src/storage/port-sign-ins': [],
  'src/storage/port-catalog': [
    'src/storage/port',
    'src/storage/port-forgettings',
    'src/storage/port-goals',
    'src/storage/port-members',
    'src/storage/port-purges',
    'src/storage/port-shares',
    'src/storage/port-sign-ins',
    'src/storage/port-keys',
  ],
  'src/storage/port-snapshots': [],
  'src/storage/port-replays': [],
  'src/storage/port-kinds': [],
  'src/storage/port-counts': [],
  'src/storage/port-customs': [],
  'src/storage/port-sessions': [],
  'src/storage/port-live': [],
  'src/storage/port-paths': ['src/storage/port-scope'],
  'src/storage/port-pages': [],
  'src/storage/port-scope': [],
  'src/storage/port-metrics': ['src/storage/port-scope'],
  'src/storage/conformance': ['src/storage/port'],
  'src/storage/sqlite': ['src/storage/port', 'src/storage/conformance', 'src/journal'],
  'src/storage/open': ['src/storage/port', 'src/storage/sqlite'],
  'src/http': [
    'src/config',
    'src/ingest',
    'src/reports',
    'src/projects',
    'src/accounts',
    'src/replay',
    'src/journal',
    'src/storage/port',
  ],
  'src/catalog-rooms': ['src/accounts', 'src/projects', 'src/reports', 'src/storage/port'],
  'src/alert-rooms': ['src/jobs', 'src/projects', 'src/reports', 'src/storage/port'],
  'src/cli': [
    'src/alert-rooms',
    'src/catalog-rooms',
    'src/app',
    'src/import-door',
    'src/config',
    'src/reports',
    'src/projects',
    'src/accounts',
    'src/storage/port',
    'src/storage/open',
    'src/replay-rooms',
    'src/demo',
    'src/doctor',
  ],
  'src/app': [
    'src/alert-rooms',
    'src/catalog-rooms',
    'src/config',
    'src/forgetting',
    'src/http',
    'src/ingest',
    'src/jobs',
    'src/journal',
    'src/projects',
    'src/accounts',
    'src/replay',
    'src/reports',
    'src/apply',
    'src/storage/open',
    'src/storage/port',
    'src/workers',
    'src/replay-rooms',
  ],
  'src/forgetting': [
    'src/apply',
    'src/jobs',
    'src/journal',
    'src/replay-rooms',
    'src/reports',
    'src/storage/port',
    'src/workers',
  ],
  'src/import-door': ['src/app', 'src/config', 'src/ingest', 'src/storage/port'],
  'src/main': ['src/cli'],
  'src/workers': ['src/apply', 'src/storage/port'],
  'src/replay-rooms': [
    'src/apply',
    'src/projects',
    'src/replay',
    'src/recordings-thread',
    'src/reports',
    'src/storage/open',
  ],
  'src/recordings-thread': ['src/replay'],
  'src/replay-worker': ['src/replay', 'src/apply', 'src/storage/open', 'src/storage/port'],
  'src/apply-worker': ['src/apply', 'src/storage/open', 'src/storage/port'],
  'src/query-worker': ['src/storage/sqlite'],
  sdk: ['src/contract'],
  client: ['src/contract'],
};
const OPEN_TO_SRC = ['src/lib', 'src/contract'];

const LIBRARIES: Record<string, (path: string) => boolean> = {
  uplot: inRoom('client/charts'),
  elysia: inRoom('src/http'),
  '@elysiajs/': inRoom('src/http'),
  '@sinclair/typebox': inRoom('src/http'),
  'drizzle-orm': inRoom('src/storage/sqlite'),
  'bun:sqlite': inRoom('src/storage/sqlite'),
  commander: inRoom('src/cli'),
  kleur: inRoom('src/cli'),
  lit: inRoom('client'),
  '@rrweb/record': (path) => path === 'sdk/replay.ts',
  '@rrweb/replay': (path) => path === 'client/replay/full-player.ts',
  simpleheat: (path) => path === 'client/heatmap/heat-canvas.ts',
  uqr: (path) => path === 'client/elements/heat-qr-code.ts',
  jose: inRoom('src/ingest'),
  'mmdb-lib': (path) => /^src\/lib\/ip-database(-survey)?\.ts$/.test(path),
  isbot: inRoom('src/apply'),
  bowser: inRoom('src/apply'),
  terser: (path) => path === 'sdk/build-tracker.ts',
  acorn: (path) => path === 'sdk/size.test.ts',
};

const MAX_LINES = 400;

type SourceFile = { path: string; text: string; imports: string[] };

const files = await readSources();
const shipped = files.filter((file) => !isTest(file.path) && !/^(test|bench|demo|build)/.test(file.path));

describe('architecture', () => {
  test('every import between rooms follows the arrows', () => {
    const broken: string[] = [];
    for (const file of shipped) {
      const room = roomOf(file.path);
      if (!room) {
        broken.push(`${file.path} lies in no known room`);
        continue;
      }
      for (const specifier of file.imports.filter((name) => name.startsWith('.'))) {
        const target = relative(root, resolve(join(root, dirname(file.path)), specifier));
        const other = roomOf(target);
        const allowed = [
          ...(ARROWS[room] ?? []).flatMap(withTwin),
          ...(room.startsWith('src/') ? OPEN_TO_SRC : []),
        ];
        if (room === 'src/contract' && other !== room)
          broken.push(`${file.path} → ${target}: contract imports nothing`);
        else if (other !== room && !allowed.includes(other ?? '')) broken.push(`${file.path} → ${target}`);
      }
    }
    expect(broken).toEqual([]);
  });

  test('a third-party library lives in one room', () => {
    const broken: string[] = [];
    for (const file of shipped) {
      for (const specifier of file.imports.filter(
        (name) => !name.startsWith('.') && !name.startsWith('node:'),
      )) {
        const library = Object.keys(LIBRARIES).find(
          (name) => specifier === name || specifier.startsWith(name.endsWith('/') ? name : `${name}/`),
        );
        if (specifier === 'bun') continue;
        if (!library) broken.push(`${file.path} imports ${specifier}, which has no room`);
        else if (!LIBRARIES[library]?.(file.path))
          broken.push(`${file.path} imports ${specifier} outside its room`);
      }
    }
    expect(broken).toEqual([]);
  });

  test('no import cycles', () => {
    const graph = new Map<string, string[]>();
    for (const file of shipped) {
      const targets = file.imports
        .filter((name) => name.startsWith('.'))
        .map((name) => relative(root, resolve(join(root, dirname(file.path)), name)));
      graph.set(file.path, targets);
    }
    expect(findCycles(graph)).toEqual([]);
  });

  test('files stay readable', () => {
    const long = files
      .filter((file) => lineCount(file) > MAX_LINES)
      .map((file) => `${file.path}: ${lineCount(file)} lines`);
    expect(long).toEqual([]);
    const counts = shipped.map(lineCount).sort((a, b) => a - b);
    const nineOfTen = counts[Math.floor(counts.length * 0.9)] ?? 0;
    expect(nineOfTen).toBeLessThanOrEqual(250);
    expect(
      lineCount(files.find((file) => file.path === 'src/app.ts') ?? { path: '', text: '', imports: [] }),
    ).toBeLessThanOrEqual(150);
  });

  test('a file says in its first line what it is for', () => {
    const silent = shipped
      .filter((file) => !/^(#!.*\n)?(\/\/|\/\*)/.test(file.text))
      .map((file) => file.path);
    expect(silent).toEqual([]);
  });

  test('no file is named after nothing', () => {
    const vague = files
      .filter((file) => /(^|\/)(index|utils?|helpers?|common|manager|base)\.ts$/.test(file.path))
      .map((file) => file.path);
    expect(vague).toEqual([]);
  });

  test('nothing in the dashboard turns data into markup', () => {
    const dangerous = shipped
      .filter((file) => file.path.startsWith('client/'))
      .filter((file) =>
        /unsafeHTML|unsafeSVG|\.innerHTML|outerHTML|insertAdjacentHTML|srcdoc|document\.write|eval\(|new Function/.test(
          file.text,
        ),
      )
      .map((file) => file.path);
    expect(dangerous).toEqual([]);
  });
});

function inRoom(room: string): (path: string) => boolean {
  return (path) => path.startsWith(`${room}/`);
}

/** The longest room whose name starts the path: src/storage/port.ts → src/storage/port, src/http/routes/x.ts → src/http. */
function roomOf(path: string): string | null {
  const stem = path.replace(/\.ts$/, '');
  const matches = Object.keys(ARROWS).filter((room) => stem === room || stem.startsWith(`${room}/`));
  return matches.sort((a, b) => b.length - a.length)[0] ?? null;
}

/** The port is one seam in several files. */
function withTwin(room: string): string[] {
  const parts = Object.keys(ARROWS).filter((name) => name.startsWith('src/storage/port-'));
  return room === 'src/storage/port' ? [room, ...parts] : [room];
}

function isTest(path: string): boolean {
  // The conformance suites are what every engine's tests call.
  return path.endsWith('.test.ts') || path.startsWith('src/storage/conformance/');
}

function lineCount(file: SourceFile): number {
  return file.text.split('\n').length - 1;
}

async function readSources(): Promise<SourceFile[]> {
  const found: SourceFile[] = [];
  for (const pattern of [
    'src/**/*.ts',
    'sdk/**/*.ts',
    'client/**/*.ts',
    'test/**/*.ts',
    'bench/**/*.ts',
    'demo/**/*.ts',
    'build.ts',
    'build/**/*.ts',
  ]) {
    for (const path of new Bun.Glob(pattern).scanSync({ cwd: root })) {
      if (path.includes('node_modules') || path.endsWith('.d.ts')) continue;
      const text = await Bun.file(join(root, path)).text();
      found.push({ path, text, imports: importsOf(text) });
    }
  }
  return found;
}

function importsOf(text: string): string[] {
  const names: string[] = [];
  const pattern =
    /(?:^|\n)\s*(?:import|export)\s[^;'"]*?from\s*['"]([^'"]+)['"]|(?:^|\n)\s*import\s*['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]\s*\)/g;
  for (const match of text.matchAll(pattern)) names.push(match[1] ?? match[2] ?? match[3] ?? '');
  return names;
}

function findCycles(graph: Map<string, string[]>): string[] {
  const state = new Map<string, 'open' | 'done'>();
  const cycles: string[] = [];
  const visit = (node: string, trail: string[]): void => {
    if (state.get(node) === 'done') return;
    if (state.get(node) === 'open') {
      cycles.push([...trail.slice(trail.indexOf(node)), node].join(' → '));
      return;
    }
    state.set(node, 'open');
    for (const next of graph.get(node) ?? []) if (graph.has(next)) visit(next, [...trail, node]);
    state.set(node, 'done');
  };
  for (const node of graph.keys()) visit(node, []);
  return cycles;
}
