// Finds or unpacks a Chromium and starts it for tests. Needs no package of the operating system.
// Not for production code, and no helper for what happens inside a page.

import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { chmod, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { brotliDecompress } from 'node:zlib';
import { type Browser, chromium } from 'playwright-core';

const MODULES = resolve(import.meta.dir, '../../node_modules');
const PACKED = join(MODULES, '@sparticuz/chromium');
const CACHE = join(MODULES, '.cache/heat-chromium');
/** How long one process waits for another to finish unpacking, in ms; unpacking itself takes some seconds. */
const UNPACK_WAIT_MS = 120_000;

/** A browser's own headless name would count as a bot; a context's override does not reach the beacons of closing tabs. */
const USER_AGENT =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/153.0.0.0 Safari/537.36';

const FLAGS = [
  `--user-agent=${USER_AGENT}`,
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // Pages may refer to the world; tests stay on this machine.
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1',
];

const unbrotli = promisify(brotliDecompress);

type Chromium = { executablePath: string; env: Record<string, string> };

/** What playwright adds, so that no page is ever restored as it was left. */
const KEEPS_NO_PAGES = '--disable-back-forward-cache';

/**
 * Starts a headless Chromium; the caller closes it. With `keepsPages` it may restore a page as it was left, where the
 * build can. Looks at HEAT_CHROMIUM, then /usr/bin/chromium, then
 * unpacks the build of @sparticuz/chromium once into node_modules/.cache (about 190 MB).
 * Rejects when HEAT_CHROMIUM names no file or the Chromium found does not start.
 */
export async function openBrowser({ keepsPages = false } = {}): Promise<Browser> {
  const found = await findChromium();
  const env: Record<string, string> = {};
  for (const [name, value] of Object.entries(process.env)) if (value !== undefined) env[name] = value;
  return chromium.launch({
    executablePath: found.executablePath,
    args: FLAGS,
    ignoreDefaultArgs: keepsPages ? [KEEPS_NO_PAGES] : [],
    env: { ...env, ...found.env },
    timeout: 60_000,
  });
}

async function findChromium(): Promise<Chromium> {
  const chosen = process.env.HEAT_CHROMIUM;
  if (chosen && !existsSync(chosen)) throw new Error(`Cannot start HEAT_CHROMIUM "${chosen}": no such file`);
  if (chosen) return { executablePath: chosen, env: {} };
  if (existsSync('/usr/bin/chromium')) return { executablePath: '/usr/bin/chromium', env: {} };
  return describe(await unpackedFolder());
}

function describe(folder: string): Chromium {
  const inherited = process.env.LD_LIBRARY_PATH;
  const libraries = join(folder, 'lib');
  return {
    executablePath: join(folder, 'chromium'),
    env: {
      LD_LIBRARY_PATH: inherited ? `${libraries}:${inherited}` : libraries,
      FONTCONFIG_PATH: folder,
      FONTCONFIG_FILE: join(folder, 'fonts.conf'),
      HOME: process.env.HOME ?? tmpdir(),
    },
  };
}

/** The folder appears by one rename, so whoever sees it sees all of it. */
async function unpackedFolder(): Promise<string> {
  const { version } = JSON.parse(readFileSync(join(PACKED, 'package.json'), 'utf8')) as { version: string };
  const folder = join(CACHE, version);
  if (existsSync(folder)) return folder;
  mkdirSync(CACHE, { recursive: true });
  const lock = join(CACHE, `${version}.lock`);
  const deadline = Date.now() + UNPACK_WAIT_MS;
  while (!takeLock(lock)) {
    if (Date.now() > deadline) throw new Error(`Cannot unpack Chromium: ${lock} is held for too long`);
    await Bun.sleep(100);
    if (existsSync(folder)) return folder;
  }
  try {
    if (!existsSync(folder)) await unpack(folder);
  } finally {
    rmSync(lock, { force: true });
  }
  return folder;
}

/** True when this process now holds the lock; a lock whose process has died is taken over. */
function takeLock(lock: string): boolean {
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' });
    return true;
  } catch {
    if (!isAlive(Number(readIfThere(lock)))) rmSync(lock, { force: true });
    return false;
  }
}

function readIfThere(path: string): string {
  try {
    return readFileSync(path, 'utf8') || String(process.pid);
  } catch {
    return String(process.pid);
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function unpack(folder: string): Promise<void> {
  const draft = `${folder}.${process.pid}.draft`;
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { recursive: true });
  const inflate = async (name: string) => unbrotli(await readFile(join(PACKED, 'bin', name)));
  await Promise.all([
    inflate('chromium.br').then((bytes) => writeFile(join(draft, 'chromium'), bytes)),
    inflate('al2023.tar.br').then((bytes) => new Bun.Archive(bytes).extract(draft)),
    inflate('fonts.tar.br').then((bytes) => new Bun.Archive(bytes).extract(draft)),
  ]);
  await chmod(join(draft, 'chromium'), 0o755);
  // The packed fonts.conf names the folders of the platform it was made for.
  const fonts = `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><dir>${join(folder, 'fonts')}</dir><cachedir>${join(folder, 'fonts-cache')}</cachedir></fontconfig>`;
  await writeFile(join(draft, 'fonts.conf'), fonts);
  try {
    renameSync(draft, folder);
  } catch (error) {
    if (!existsSync(folder)) throw error;
    rmSync(draft, { recursive: true, force: true });
  }
}
