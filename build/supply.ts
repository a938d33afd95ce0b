// Writes what the executable says of itself: the list of what is inside (SBOM) and the terms of each part.

import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { packed } from '../sdk/build-tracker.ts';
import { bundledPackages } from './bundled.ts';
import { licenceTexts } from './licences.ts';
import { sbomOf } from './sbom.ts';

/** Puts sbom.json.gz and licenses.txt.gz into `dir`, which is made anew. Throws for a package without licence or hash. */
export async function writeSupply(dir: string): Promise<void> {
  const { sbom, licences } = await describeSupply();
  await rm(dir, { recursive: true, force: true });
  await mkdir(dir, { recursive: true });
  for (const [name, text] of Object.entries({ 'sbom.json': sbom, 'licenses.txt': licences }))
    await Bun.write(join(dir, `${name}.gz`), packed(new TextEncoder().encode(text)));
}

/** Both texts, the same for the same sources. */
export async function describeSupply(): Promise<{ sbom: string; licences: string }> {
  const bundled = await bundledPackages();
  return {
    sbom: `${JSON.stringify(sbomOf(bundled), null, 2)}\n`,
    licences: licenceTexts([...bundled.keys()]),
  };
}
