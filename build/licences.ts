// The licences of what is in the executable, and their texts, which most of them ask to be passed on.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './executable.ts';
import { folderOf, lockedPackage } from './lockfile.ts';

const RULE = '='.repeat(80);
/** Packages that are published without their terms; the texts lie in notices/, taken from their repositories. */
const KEPT: Readonly<Record<string, string>> = {
  bun: 'bun.txt',
  'drizzle-orm': 'drizzle-orm.txt',
  '@rrweb/record': 'rrweb.txt',
  '@rrweb/replay': 'rrweb.txt',
  '@rrweb/types': 'rrweb.txt',
  '@rrweb/utils': 'rrweb.txt',
  rrdom: 'rrweb.txt',
  rrweb: 'rrweb.txt',
  'rrweb-snapshot': 'rrweb.txt',
};

/** The SPDX expression that the installed package names. Throws when it names none. */
export function licenceOf(place: string): string {
  const { license } = JSON.parse(readFileSync(join(root, folderOf(place), 'package.json'), 'utf8')) as {
    license?: unknown;
  };
  if (typeof license !== 'string' || license === '') throw new Error(`Package "${place}" names no licence`);
  return license;
}

/** Name, version, licence and text of each package at these places, and of the runtime: for who runs heat. */
export function licenceTexts(places: readonly string[]): string {
  const sections = ['bun', ...places].map((place) => {
    const { name, version } = lockedPackage(place);
    return section(`${name} ${version}`, place);
  });
  return `What heat is made of beside its own code, with the terms of each.\n\n${sections.join('\n')}`;
}

/** The same of what browsers are sent, for everybody, so without versions: they are nobody's business out there. */
export function browserLicences(places: readonly string[]): string {
  const sections = places.map((place) => section(lockedPackage(place).name, place));
  return `What the scripts of this address are made of beside heat's own code, with the terms of each.\n\n${sections.join('\n')}`;
}

function section(title: string, place: string): string {
  return `${RULE}\n${title} · ${licenceOf(place)}\n${RULE}\n\n${textOf(place).trim()}\n`;
}

/** From the package, or from what is kept of those that come without. */
function textOf(place: string): string {
  const folder = join(root, folderOf(place));
  const own = readdirSync(folder).find((name) => /^(licen[cs]e|copying)(\.(md|txt))?$/i.test(name));
  if (own) return readFileSync(join(folder, own), 'utf8');
  const kept = KEPT[lockedPackage(place).name];
  if (kept) return readFileSync(join(import.meta.dir, 'notices', kept), 'utf8');
  throw new Error(`Package "${place}" comes without its licence: put the text into build/notices`);
}
