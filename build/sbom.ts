// What is in the executable and what builds it, as a CycloneDX 1.6 document. The same sources give the same bytes: no
// time and no random number is in it.

import { createHash } from 'node:crypto';
import manifest from '../package.json' with { type: 'json' };
import type { Part } from './bundled.ts';
import { licenceOf } from './licences.ts';
import { type LockedPackage, lockedPackage, withNeeds } from './lockfile.ts';

/** The runtime inside the executable; it also builds it. */
const RUNTIME = 'bun';
/** Packages that make the shipped files and leave nothing of themselves in them. */
export const BUILDERS = ['terser'];

type Component = {
  type: 'application' | 'library' | 'platform';
  'bom-ref': string;
  name: string;
  group?: string;
  version: string;
  /** `required`: in the executable. `excluded`: builds it. */
  scope?: 'required' | 'excluded';
  purl?: string;
  hashes?: { alg: 'SHA-512'; content: string }[];
  licenses?: ({ license: { id: string } } | { expression: string })[];
  properties?: { name: string; value: string }[];
};
export type Sbom = {
  $schema: string;
  bomFormat: 'CycloneDX';
  specVersion: '1.6';
  serialNumber: string;
  version: 1;
  metadata: {
    lifecycles: { phase: 'build' }[];
    tools: { components: Component[] };
    component: Component;
  };
  components: Component[];
  dependencies: { ref: string; dependsOn: string[] }[];
};

/** The document for these bundled packages, by place. */
export function sbomOf(bundled: ReadonlyMap<string, readonly Part[]>): Sbom {
  const builders = [...withNeeds(BUILDERS)].filter((place) => !bundled.has(place)).sort();
  const inside = [...bundled.keys()].map(lockedPackage);
  const building = builders.map(lockedPackage);
  const runtime = lockedPackage(RUNTIME);
  const own = ownComponent();
  const components = [
    { ...componentOf(runtime, 'required'), type: 'platform' as const },
    ...inside.map((found) => ({
      ...componentOf(found, 'required'),
      properties: (bundled.get(found.place) ?? []).map((value) => ({ name: 'heat:part', value })),
    })),
    ...building.map((found) => componentOf(found, 'excluded')),
  ];
  const listed = new Set([...bundled.keys(), ...builders]);
  const dependencies = [
    { ref: own['bom-ref'], dependsOn: [runtime, ...inside].map(refOf).sort() },
    { ref: refOf(runtime), dependsOn: [] },
    ...[...inside, ...building].map((found) => ({
      ref: refOf(found),
      dependsOn: found.needs
        .filter((place) => listed.has(place))
        .map((place) => refOf(lockedPackage(place)))
        .sort(),
    })),
  ];
  const tools = {
    components: [{ ...componentOf(runtime), type: 'application' as const, 'bom-ref': 'tool:bun' }],
  };
  return {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    serialNumber: `urn:uuid:${uuidOf(JSON.stringify([own, components]))}`,
    version: 1,
    metadata: { lifecycles: [{ phase: 'build' }], tools, component: own },
    components,
    dependencies,
  };
}

function ownComponent(): Component {
  const { name, version, license } = manifest;
  return {
    type: 'application',
    'bom-ref': `${name}@${version}`,
    name,
    version,
    licenses: [{ license: { id: license } }],
  };
}

function componentOf(found: LockedPackage, scope?: 'required' | 'excluded'): Component {
  const [name = '', group] = found.name.split('/').reverse();
  const id = licenceOf(found.place);
  return {
    type: 'library',
    'bom-ref': refOf(found),
    name,
    ...(group && { group }),
    version: found.version,
    ...(scope && { scope }),
    purl: refOf(found),
    hashes: [{ alg: 'SHA-512', content: Buffer.from(found.integrity.slice(7), 'base64').toString('hex') }],
    licenses: [/ (OR|AND|WITH) /.test(id) ? { expression: id } : { license: { id } }],
  };
}

/** A package's address in the form of purl. */
function refOf({ name, version }: LockedPackage): string {
  return `pkg:npm/${name.replace('@', '%40')}@${version}`;
}

/** A UUID of version 8, made from the text: another document has another one. */
function uuidOf(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  const variant = ((Number.parseInt(hex.charAt(16), 16) & 3) | 8).toString(16);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}
