// The npm package as somebody's project meets it: packed, installed into a fresh folder, type-checked, bundled, run.

import { expect, test } from 'bun:test';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildPackage } from './build-package.ts';
import manifest from './package.json' with { type: 'json' };

const MODULES = join(import.meta.dir, '../node_modules');

const RIGHT = `import { init, type Options, type Tracker } from '@heat/sdk';
const options: Options = {
  projectKey: 'hw_x',
  endpoint: 'https://heat.example',
  app: { name: 'shop', version: '1' },
  session: { persist: 'tab' },
  privacy: { consent: 'required', blockSelectors: ['.private'] },
  capture: { click: true },
};
const tracker: Tracker = init(options);
tracker.identify('user-17', { plan: 'pro' });
tracker.track('signed up', { plan: 'pro', seats: 3, tags: ['a'] });
tracker.optIn();
const sent: Promise<void> = tracker.flush();
export { sent };
`;
const WRONG = `import { init } from '@heat/sdk';
// @ts-expect-error the key is missing
init({});
// @ts-expect-error no such option
init({ projectKey: 'hw_x', sampleing: 1 });
// @ts-expect-error no such value
init({ projectKey: 'hw_x', privacy: { consent: 'maybe' } });
// @ts-expect-error functions do not travel
init({ projectKey: 'hw_x' }).track('x', { fn: () => 1 });
`;

test('the package is packed, installed, type-checked, bundled and run in a fresh project', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'heat-package-'));
  try {
    const installed = join(folder, 'node_modules/@heat/sdk');
    await buildPackage(installed);

    const packed = Bun.spawnSync(['npm', 'pack', '--dry-run', '--json', '--offline'], { cwd: installed });
    const listing = JSON.parse(packed.stdout.toString()) as unknown;
    expect(JSON.stringify(listing)).toContain(`"version":"${manifest.version}"`);
    const files = [...JSON.stringify(listing).matchAll(/"path":"([^"]+)"/g)].map(
      ([, path]) => path as string,
    );
    expect(files.sort()).toEqual(['LICENSE', 'README.md', 'index.d.ts', 'index.js', 'package.json']);

    const types = await Bun.file(join(installed, 'index.d.ts')).text();
    expect(types).not.toMatch(/from ['"]|\/src\/|\.ts['"]/);
    expect(types.split('\n').length).toBeLessThan(300);

    await Bun.write(join(folder, 'right.ts'), RIGHT);
    await Bun.write(join(folder, 'wrong.ts'), WRONG);
    for (const moduleResolution of ['nodenext', 'bundler']) {
      const module = moduleResolution === 'bundler' ? 'preserve' : 'nodenext';
      await Bun.write(
        join(folder, 'tsconfig.json'),
        JSON.stringify({
          compilerOptions: {
            strict: true,
            noEmit: true,
            module,
            moduleResolution,
            lib: ['es2022', 'dom'],
            types: [],
          },
          files: ['right.ts', 'wrong.ts'],
        }),
      );
      await Bun.write(join(folder, 'package.json'), '{"type":"module"}');
      const checked = Bun.spawnSync([join(MODULES, '.bin/tsc'), '-p', folder]);
      expect(checked.stdout.toString()).toBe('');
      expect(checked.exitCode).toBe(0);
    }

    const { outputs } = await Bun.build({
      entrypoints: [join(folder, 'right.ts')],
      target: 'browser',
      minify: true,
    });
    expect(await outputs[0]?.text()).toContain('sendBeacon');

    // On a server, where such code is rendered too, it does nothing and says nothing.
    await Bun.write(
      join(folder, 'server.js'),
      (await Bun.file(join(folder, 'right.ts')).text()).replace(
        /, type \w+|: (Options|Tracker|Promise<void>)/g,
        '',
      ),
    );
    const ran = Bun.spawnSync(['node', join(folder, 'server.js')]);
    expect([ran.exitCode, ran.stdout.toString(), ran.stderr.toString()]).toEqual([0, '', '']);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}, 60_000);
