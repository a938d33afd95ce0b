// The list of what is inside, over the real lockfile and the real bundles.

import { describe, expect, test } from 'bun:test';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { bundledPackages } from './bundled.ts';
import { root } from './executable.ts';
import { folderOf, lockedPackage, placeOfFile, withNeeds } from './lockfile.ts';
import { type Sbom, sbomOf } from './sbom.ts';
import { describeSupply } from './supply.ts';

const bundled = await bundledPackages();
const { sbom: text, licences, browserLicences } = await describeSupply();
const sbom = JSON.parse(text) as Sbom;
const named = (name: string) => sbom.components.filter((component) => component.name === name);

describe('sbomOf()', () => {
  test('has what CycloneDX 1.6 asks for', () => {
    expect([sbom.bomFormat, sbom.specVersion, sbom.version]).toEqual(['CycloneDX', '1.6', 1]);
    expect(sbom.serialNumber).toMatch(
      /^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    );
    const refs = [sbom.metadata.component, ...sbom.components].map((component) => component['bom-ref']);
    expect(new Set(refs).size).toBe(refs.length);
    for (const component of sbom.components) {
      expect(['library', 'platform']).toContain(component.type);
      expect(component.name).not.toBe('');
      expect(component.version).toMatch(/^\d+\.\d+\.\d+/);
      expect(component.purl).toMatch(/^pkg:npm\/(%40[\w.-]+\/)?[\w.-]+@[\w.+-]+$/);
      expect(component.hashes).toEqual([
        { alg: 'SHA-512', content: expect.stringMatching(/^[0-9a-f]{128}$/) },
      ]);
      expect(component.licenses).toHaveLength(1);
      expect(component.scope).toMatch(/^(required|excluded)$/);
    }
    const known = new Set(refs);
    for (const { ref, dependsOn } of sbom.dependencies)
      for (const each of [ref, ...dependsOn]) expect(known).toContain(each);
    expect(sbom.dependencies.map(({ ref }) => ref).sort()).toEqual([...known].sort());
  });

  test('tells what is inside from what builds it, and leaves out what does neither', () => {
    expect(named('elysia')).toMatchObject([
      { scope: 'required', properties: [{ name: 'heat:part', value: 'server' }] },
    ]);
    expect(named('bun')).toMatchObject([{ type: 'platform', scope: 'required' }]);
    expect(named('lit-html')).toMatchObject([{ scope: 'required' }]);
    expect(named('terser')).toMatchObject([{ scope: 'excluded' }]);
    for (const name of ['playwright-core', 'typescript', 'biome', 'fast-check'])
      expect(named(name)).toEqual([]);
    // The recorder is published as a bundle that holds this one.
    expect(named('rrweb-snapshot')).toMatchObject([{ scope: 'required' }]);
    const [record] = named('record');
    expect([record?.group, record?.purl]).toEqual([
      '@rrweb',
      `pkg:npm/%40rrweb/record@${lockedPackage('@rrweb/record').version}`,
    ]);
  });

  test('lists every package that package.json names as a dependency', async () => {
    const { dependencies } = await Bun.file(join(root, 'package.json')).json();
    const refs = new Set(sbom.components.map(({ purl }) => purl));
    const missing = Object.entries(dependencies).filter(
      ([name, version]) => !refs.has(`pkg:npm/${name.replace('@', '%40')}@${version}`),
    );
    expect(missing).toEqual([]);
  });

  test('is the same for the same packages and another for others', () => {
    expect(sbomOf(bundled)).toEqual(sbom);
    const [first = ''] = bundled.keys();
    const fewer = new Map([...bundled].filter(([place]) => place !== first));
    expect(sbomOf(fewer).serialNumber).not.toBe(sbom.serialNumber);
  });
});

describe('licenceTexts()', () => {
  test('has the terms of everything inside', () => {
    for (const { group, name, version, scope } of sbom.components)
      if (scope === 'required')
        expect(licences).toContain(`\n${group ? `${group}/` : ''}${name} ${version} · `);
    expect(licences).toContain('Permission is hereby granted');
    expect(licences).toContain('Redistribution and use in source and binary forms');
    expect(licences).toContain('Apache License');
  });
});

describe('browserLicences()', () => {
  test('has the terms of what browsers are sent, and tells nobody a version or what the server runs on', () => {
    const titles = browserLicences.match(/^.+ · .+$/gm) ?? [];
    expect(titles).toContain('lit-html · BSD-3-Clause');
    expect(titles).toContain('@rrweb/record · MIT');
    expect(
      titles.filter((title) => /\d\.\d|elysia|commander|^bun /.test(title.replace(/ · .*/, ''))),
    ).toEqual([]);
  });
});

describe('what is locked', () => {
  test('package.json names exact versions and nothing else', async () => {
    const manifest = await Bun.file(join(root, 'package.json')).json();
    const wanted = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies });
    const loose = wanted.filter(([, spec]) => !/^(npm:[\w@/.-]+@)?\d+\.\d+\.\d+$/.test(String(spec)));
    expect(loose).toEqual([]);
    expect(manifest.scripts.setup).toContain('--frozen-lockfile');
  });

  test('what is installed is what is locked', async () => {
    for (const place of withNeeds([...bundled.keys()])) {
      const { name, version } = lockedPackage(place);
      const installed = await Bun.file(join(root, folderOf(place), 'package.json')).json();
      expect([installed.name, installed.version]).toEqual([name, version]);
    }
  });

  test('placeOfFile() finds the package of a file', () => {
    expect(placeOfFile('src/main.ts')).toBeNull();
    expect(placeOfFile('../x/node_modules/a/dist/b.js')).toBe('a');
    expect(placeOfFile('node_modules/a/node_modules/@s/b/c.js')).toBe('a/@s/b');
    expect(folderOf('a/@s/b')).toBe('node_modules/a/node_modules/@s/b');
  });

  test('every kept notice is used', () => {
    expect(readdirSync(join(import.meta.dir, 'notices')).sort()).toEqual([
      'bun.txt',
      'drizzle-orm.txt',
      'rrweb.txt',
    ]);
    expect(licences).toContain('SmartX');
  });
});
