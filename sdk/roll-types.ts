// Makes one declaration file of many: what an entry exports and whatever those declarations name. For the npm package,
// whose users must not see how our folders lie. Reads tsc's output, which is formatted; no general tool.

import { join } from 'node:path';

type Declaration = { name: string; text: string; words: Set<string> };

/**
 * Declares the exports of `module` (a .ts file) in one text. Throws with the compiler's messages when it does not
 * compile, and when two files declare one name differently.
 */
export async function rollTypes(module: string, temporary: string): Promise<string> {
  const config = join(temporary, 'tsconfig.json');
  await Bun.write(
    config,
    JSON.stringify({
      extends: join(import.meta.dir, 'tsconfig.json'),
      compilerOptions: {
        noEmit: false,
        declaration: true,
        emitDeclarationOnly: true,
        rootDir: join(import.meta.dir, '..'),
        outDir: join(temporary, 'types'),
        typeRoots: [join(import.meta.dir, '../node_modules/@types')],
      },
      include: [],
      files: [module],
    }),
  );
  const compiler = join(import.meta.dir, '../node_modules/.bin/tsc');
  const { exitCode, stdout } = Bun.spawnSync([compiler, '-p', config]);
  if (exitCode !== 0) throw new Error(`Cannot declare ${module}:\n${stdout}`);
  const texts: string[] = [];
  for await (const path of new Bun.Glob('**/*.d.ts').scan(join(temporary, 'types')))
    texts.push(await Bun.file(join(temporary, 'types', path)).text());
  const entry = texts.find((text) => text.includes('declare function init(')) ?? '';
  return roll(texts.flatMap(declarationsOf), exportsOf(entry));
}

function roll(all: Declaration[], exported: string[]): string {
  const byName = new Map<string, Declaration>();
  const ambiguous = new Set<string>();
  for (const one of all) {
    if (byName.has(one.name) && byName.get(one.name)?.text !== one.text) ambiguous.add(one.name);
    byName.set(one.name, one);
  }
  const needed = new Set<string>();
  const visit = (name: string) => {
    const found = byName.get(name);
    if (!found || needed.has(name)) return;
    if (ambiguous.has(name)) throw new Error(`Two declarations of ${name}: give one of them another name`);
    needed.add(name);
    for (const word of found.words) visit(word);
  };
  for (const name of exported) visit(name);
  const texts = [...needed].map((name) => {
    const { text } = byName.get(name) as Declaration;
    return exported.includes(name)
      ? text
      : text.replace(/^export (?!declare)/m, '').replace(/^export declare/m, 'declare');
  });
  return `${texts.join('\n')}\nexport {};\n`;
}

/** Top-level declarations begin at the first column and carry their comment. */
function declarationsOf(text: string): Declaration[] {
  const found: Declaration[] = [];
  const pattern =
    /(?:^\/\*\*(?:(?!\*\/)[\s\S])*\*\/\n)?^(?:export )?(?:declare )?(?:type|interface|function|const|class) (\w+)[^\n]*(?:\n[ }][^\n]*)*/gm;
  for (const [whole, name] of text.matchAll(pattern)) {
    const code = whole.replace(/\/\*[\s\S]*?\*\//g, '');
    found.push({ name: name as string, text: whole, words: new Set(code.match(/\b[A-Z]\w*/g)) });
  }
  return found;
}

function exportsOf(entry: string): string[] {
  const listed = [...entry.matchAll(/^export (?:type )?\{([^}]*)\}/gm)].flatMap(([, names]) =>
    (names ?? '').split(',').map((name) => name.trim()),
  );
  return [...listed.filter(Boolean), ...declarationsOf(entry).map(({ name }) => name)];
}
