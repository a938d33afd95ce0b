// Every option that there is, read out of its type, with its attribute. For tests only.

import { join } from 'node:path';

const GROUPS = [
  ['', 'TopOptions'],
  ['session.', 'SessionOptions'],
  ['batch.', 'BatchOptions'],
  ['privacy.', 'PrivacyOptions'],
  ['capture.', 'CaptureOptions'],
] as const;

/** Names of the members of a type, at its own level. */
export function membersOf(text: string, type: string): string[] {
  const body = new RegExp(`type ${type} = (?:\\w+ & )?\\{\\n([\\s\\S]*?)\\n\\};`).exec(text)?.[1] ?? '';
  return [...body.matchAll(/^ {2}(\w+)\??[:(]/gm)].map(([, name]) => name as string);
}

/** `capture.move` and `data-move`, in the order of the types. */
export async function listOptions(): Promise<{ option: string; attribute: string }[]> {
  const text = await Bun.file(join(import.meta.dir, 'core/options.ts')).text();
  return GROUPS.flatMap(([group, type]) =>
    membersOf(text, type).map((name) => ({
      option: group + name,
      attribute:
        name === 'projectKey'
          ? 'data-project'
          : `data-${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`,
    })),
  );
}
