// Completion for fish, with what each command and option is for.

import { allCommands, type CommandNode, type Takes } from './command-tree.ts';
import { valueCases } from './value-cases.ts';

/** A script to be sourced, or to lie in fish's folder of completions. */
export function fishCompletion(tree: CommandNode): string {
  const commands = allCommands(tree);
  const subs = casesOf(commands, ({ commands }) => commands.flatMap(({ name, says }) => [name, says]));
  const flags = casesOf(commands, ({ options }) =>
    options.flatMap(({ names, says }) => names.flatMap((name) => [name, says])),
  );
  const valued = commands
    .map(({ place, options }) => ({ place, names: options.flatMap((one) => (one.takes ? one.names : [])) }))
    .filter(({ names }) => names.length > 0)
    .map(({ place, names }) => `    case ${quote(place)}\n      printf '%s\\n' ${names.join(' ')}`);
  const takes = valueCases(commands).map(
    ({ place, option, takes }) => `    case ${pattern(place, option)}\n      ${listing(takes)}`,
  );
  return `# fish completion of heat. Now: heat completion fish | source
# For good: heat completion fish > ~/.config/fish/completions/heat.fish
function __heat_subs
  switch $argv[1]
${subs.join('\n')}
  end
end
function __heat_flags
  switch $argv[1]
${flags.join('\n')}
  end
end
function __heat_valued
  switch $argv[1]
${valued.join('\n')}
  end
end
function __heat_takes
  set -l current $argv[2]
  switch $argv[1]
${takes.join('\n')}
  end
end
function __heat_candidates
  set -l place heat
  set -l flag ''
  for word in (commandline -opc)[2..-1]
    if test -n "$flag"
      set flag ''
    else if contains -- $word (__heat_valued $place)
      set flag $word
    else if contains -- $word (__heat_subs $place | string replace -r '\\t.*' '')
      set place "$place $word"
    end
  end
  set -l current (commandline -ct)
  set -l subs (__heat_subs $place)
  if test -n "$flag"
    __heat_takes "$place $flag" "$current"
  else if string match -q -- '--*=*' "$current"
    set -l parts (string split -m 1 = -- "$current")
    printf "$parts[1]=%s\\n" (__heat_takes "$place $parts[1]" "$parts[2]")
  else if string match -q -- '-*' "$current"
    __heat_flags $place
  else if test (count $subs) -gt 0
    printf '%s\\n' $subs
  else
    __heat_takes $place "$current"
  end
end
complete -c heat -f -a '(__heat_candidates)'
`;
}

/** Cases that print `word<tab>what it is` for each pair. */
function casesOf(commands: readonly CommandNode[], pairs: (node: CommandNode) => string[]): string[] {
  return commands
    .map((node) => ({ place: node.place, words: pairs(node) }))
    .filter(({ words }) => words.length > 0)
    .map(
      ({ place, words }) =>
        `    case ${quote(place)}\n      printf '%s\\t%s\\n' ${words.map(quote).join(' ')}`,
    );
}

function pattern(place: string | null, option: string | null): string {
  return quote(place === null ? `* ${option}` : option === null ? place : `${place} ${option}`);
}

function listing(takes: Takes): string {
  if (takes.kind === 'words') return `printf '%s\\n' ${takes.words.map(quote).join(' ')}`;
  return takes.kind === 'file' ? '__fish_complete_path $current' : '__fish_complete_directories $current';
}

/** In fish's single quotes. */
function quote(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
