// Writes what the executable says of itself: the list of what is inside (SBOM) and the terms of each part.

import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { packed } from '../sdk/build-tracker.ts';
import { bundledPackages } from './bundled.ts';
import { browserLicences, licenceTexts } from './licences.ts';
import { sbomOf } from './sbom.ts';

/** The texts, the same for the same sources. */
export type Supply = {
  sbom: string;
  licences: string;
  /** Of what browsers are sent. */
  browserLicences: string;
};

/** Throws for a package without licence or hash. */
export async function describeSupply(): Promise<Supply> {
  const bundled = await bundledPackages();
  const sent = [...bundled].filter(([, parts]) => parts.some((part) => part !== 'server'));
  return {
    sbom: `${JSON.stringify(sbomOf(bundled), null, 2)}\n`,
    licences: licenceTexts([...bundled.keys()]),
    browserLicences: browserLicences(sent.map(([place]) => place)),
  };
}

/** Puts sbom.json.gz and licenses.txt.gz into `dir`, which is made anew, for the executable. */
export async function writeSupply(dir: string, { sbom, licences }: Supply): Promise<void> {
  await rm(dir, { recursive: true, force: true });
  await mkdir(dir, { recursive: true });
  for (const [name, text] of Object.entries({ 'sbom.json': sbom, 'licenses.txt': licences }))
    await Bun.write(join(dir, `${name}.gz`), packed(new TextEncoder().encode(text)));
}
