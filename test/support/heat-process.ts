// Drives the built executable the way an operator does: in a folder of its own, over its command line and HTTP.

import { existsSync } from 'node:fs';
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const BINARY = join(import.meta.dir, '..', '..', 'dist', 'heat');

export type Ran = { code: number; stdout: string; stderr: string };
export type Serving = {
  url: string;
  pid: number;
  /** Standard output so far. */
  stdout: () => string;
  stderr: () => string;
  /** Sends the signal and resolves with the exit code. */
  stop: (signal?: NodeJS.Signals) => Promise<number>;
  exited: Promise<number>;
};
export type HeatFolder = {
  dir: string;
  run: (args: readonly string[], options?: { stdin?: string; env?: Record<string, string> }) => Promise<Ran>;
  serve: (
    args?: readonly string[],
    options?: { command?: string; env?: Record<string, string> },
  ) => Promise<Serving>;
  /** Ends what still serves from it, and takes the folder away. */
  remove: () => Promise<void>;
};

/** Copies the executable, alone, into an empty folder. */
export async function makeHeatFolder(): Promise<HeatFolder> {
  if (!existsSync(BINARY))
    throw new Error('dist/heat is missing: run `bun build.ts` first (bun run check does)');
  const dir = await mkdtemp(join(tmpdir(), 'heat-'));
  await copyFile(BINARY, join(dir, 'heat'));
  const begun: Promise<Serving>[] = [];
  return {
    dir,
    run: (args, options = {}) => run(dir, args, options),
    serve(args = [], options = {}) {
      const serving = serve(dir, args, options);
      begun.push(serving);
      return serving;
    },
    async remove() {
      await Promise.allSettled(begun.map(async (serving) => (await serving).stop('SIGKILL')));
      await rm(dir, { recursive: true, force: true });
    },
  };
}

/** Only what a program needs from our own environment, so that a developer's HEAT_* cannot change a test. */
function cleanEnv(extra: Record<string, string> = {}): Record<string, string> {
  return { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '', NO_COLOR: '1', ...extra };
}

async function run(
  dir: string,
  args: readonly string[],
  options: { stdin?: string; env?: Record<string, string> },
): Promise<Ran> {
  const child = Bun.spawn([join(dir, 'heat'), ...args], {
    cwd: dir,
    env: cleanEnv(options.env),
    stdin: new TextEncoder().encode(options.stdin ?? ''),
    stdout: 'pipe',
    stderr: 'pipe',
  });
  const [stdout, stderr, code] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
    child.exited,
  ]);
  return { code, stdout, stderr };
}

async function serve(
  dir: string,
  args: readonly string[],
  options: { command?: string; env?: Record<string, string> },
): Promise<Serving> {
  const child = Bun.spawn(
    [join(dir, 'heat'), options.command ?? 'serve', '--port', '0', '--host', '127.0.0.1', ...args],
    {
      cwd: dir,
      env: cleanEnv(options.env),
      stdin: 'ignore',
      stdout: 'pipe',
      stderr: 'pipe',
    },
  );
  const out = collect(child.stdout);
  const err = collect(child.stderr);
  const url = await Promise.race([
    out.waitFor(/running at (http:\/\/[^\s]+)/).then((match) => match[1] ?? ''),
    child.exited.then((code) => {
      throw new Error(`heat exited with ${code} before it was running:\n${out.text()}\n${err.text()}`);
    }),
  ]);
  return {
    url: url.replace('0.0.0.0', '127.0.0.1'),
    pid: child.pid,
    stdout: out.text,
    stderr: err.text,
    exited: child.exited,
    stop: (signal = 'SIGTERM') => {
      child.kill(signal);
      return child.exited;
    },
  };
}

function collect(stream: ReadableStream<Uint8Array>): {
  text: () => string;
  waitFor: (pattern: RegExp) => Promise<RegExpExecArray>;
} {
  let text = '';
  let check = () => {};
  (async () => {
    const decoder = new TextDecoder();
    for await (const chunk of stream) {
      text += decoder.decode(chunk, { stream: true });
      check();
    }
  })();
  return {
    text: () => text,
    waitFor: (pattern) =>
      new Promise((resolve) => {
        check = () => {
          const match = pattern.exec(text);
          if (match) resolve(match);
        };
        check();
      }),
  };
}

/** Asks again until `probe` gives something, at most `withinMs`: long enough for a slow and busy machine. */
export async function eventually<T>(
  probe: () => Promise<T | null | undefined | false>,
  withinMs = 30_000,
): Promise<T> {
  const deadline = performance.now() + withinMs;
  for (;;) {
    const found = await probe();
    if (found) return found;
    if (performance.now() > deadline) throw new Error(`Did not happen within ${withinMs} ms`);
    await Bun.sleep(20);
  }
}

export type ProjectAdded = {
  id: string;
  writeKey: string;
  apiKey: string;
  snippet: string;
  origins: string[];
};

/** `heat project add` through the terminal. */
export async function addProject(
  heat: HeatFolder,
  name: string,
  origins: readonly string[] = [],
): Promise<ProjectAdded> {
  const ran = await heat.run([
    'project',
    'add',
    name,
    '--json',
    ...origins.flatMap((origin) => ['--origin', origin]),
  ]);
  if (ran.code !== 0) throw new Error(`project add failed: ${ran.stderr}`);
  return JSON.parse(ran.stdout) as ProjectAdded;
}
