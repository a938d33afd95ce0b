// The commands, options and values that heat takes, as data: read from commander, so that no list of them is kept twice.

import type { Argument, Command, Option } from 'commander';
import { firstSentence } from '../help.ts';

/** What an option or an argument takes: some words, a path, or what nobody can guess. */
export type Takes = { kind: 'words'; words: readonly string[] } | { kind: 'file' | 'folder' | 'text' };

/** `takes` null: a switch. */
export type OptionNode = { names: readonly string[]; says: string; takes: Takes | null };

/** `place` is how it is called, `heat project add`; `takes` what its arguments are. */
export type CommandNode = {
  place: string;
  name: string;
  says: string;
  commands: readonly CommandNode[];
  options: readonly OptionNode[];
  takes: Takes;
};

/** The tree below a command, in the order and to the extent of its help. */
export function commandTree(command: Command, parent = ''): CommandNode {
  const place = parent === '' ? command.name() : `${parent} ${command.name()}`;
  const help = command.createHelp();
  const [argument] = command.registeredArguments;
  return {
    place,
    name: command.name(),
    says: shortly(command.description()),
    commands: help.visibleCommands(command).map((child) => commandTree(child, place)),
    options: help.visibleOptions(command).map(optionNode),
    takes: argument ? takesOf(argument, argument.name()) : { kind: 'text' },
  };
}

/** The node and all below it. */
export function allCommands(node: CommandNode): CommandNode[] {
  return [node, ...node.commands.flatMap(allCommands)];
}

function optionNode(option: Option): OptionNode {
  const placeholder = /[<[](.+)[>\]]/.exec(option.flags)?.[1];
  return {
    names: [option.long, option.short].filter((name) => name !== undefined && name !== null),
    says: shortly(option.description),
    takes: placeholder === undefined ? null : takesOf(option, placeholder),
  };
}

/** Values come from `choices()`, or from the placeholder: `<on|off>`, `<file>`, `<dir>`. */
function takesOf({ argChoices }: Option | Argument, placeholder: string): Takes {
  if (argChoices && argChoices.length > 0) return { kind: 'words', words: argChoices };
  if (placeholder.includes('|')) return { kind: 'words', words: placeholder.split('|') };
  if (/^(file|files|path)$/.test(placeholder)) return { kind: 'file' };
  if (/^(dir|folder|backup)$/.test(placeholder)) return { kind: 'folder' };
  return { kind: 'text' };
}

/** Short enough for a menu, without the default that --help tells in brackets at the end. */
function shortly(text: string): string {
  const short = firstSentence(text)
    .replace(/ \([^()]*\)$/, '')
    .replace(/\.$/, '');
  return short.length > 80 ? `${short.slice(0, 79)}…` : short;
}
