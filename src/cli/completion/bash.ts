// Completion for bash; needs nothing else, also not the package bash-completion.

import { shellQuoted } from '../../lib/shell-word.ts';
import { allCommands, type CommandNode, type Takes } from './command-tree.ts';
import { casePattern, valueCases } from './value-cases.ts';

/** A script to be sourced. `flags` ends those that take a value with `=`. */
export function bashCompletion(tree: CommandNode): string {
  const commands = allCommands(tree);
  const at = commands.map(
    (node) =>
      `  ${shellQuoted(node.place)}) subs=${shellQuoted(node.commands.map(({ name }) => name).join(' '))} flags=${shellQuoted(flagsOf(node))} ;;`,
  );
  const takes = valueCases(commands).map(
    (one) => `  ${casePattern(one)}) takes=${shellQuoted(wordsOf(one.takes))} ;;`,
  );
  return `# bash completion of heat. Now: source <(heat completion bash)
# For good: heat completion bash > ~/.local/share/bash-completion/completions/heat
__heat_at() {
  case "$1" in
${at.join('\n')}
  esac
}
__heat_takes() {
  takes=
  case "$1" in
${takes.join('\n')}
  esac
}
_heat() {
  local current="\${COMP_WORDS[COMP_CWORD]}" place=heat flag= word subs flags takes i
  COMPREPLY=()
  __heat_at "$place"
  for ((i = 1; i < COMP_CWORD; i++)); do
    word="\${COMP_WORDS[i]}"
    if [[ $word == = ]]; then continue
    elif [[ -n $flag ]]; then flag=
    elif [[ " $flags " == *" $word= "* ]]; then flag="$word"
    elif [[ " $subs " == *" $word "* ]]; then place="$place $word"; __heat_at "$place"
    fi
  done
  [[ $current == = ]] && current=
  if [[ -n $flag ]]; then __heat_takes "$place $flag"
  elif [[ $current == -* ]]; then takes="\${flags//=/}"
  elif [[ -n $subs ]]; then takes="$subs"
  else __heat_takes "$place"
  fi
  local kind=-W
  [[ $takes == @file ]] && kind=-f
  [[ $takes == @folder ]] && kind=-d
  [[ $kind != -W ]] && compopt -o filenames 2>/dev/null
  while IFS= read -r word; do
    [[ -n $word ]] && COMPREPLY+=("$word")
  done < <(if [[ $kind == -W ]]; then compgen -W "$takes" -- "$current"; else compgen $kind -- "$current"; fi)
}
complete -F _heat heat
`;
}

function flagsOf({ options }: CommandNode): string {
  return options
    .flatMap(({ names, takes }) => names.map((name) => (takes === null ? name : `${name}=`)))
    .join(' ');
}

function wordsOf(takes: Takes): string {
  return takes.kind === 'words' ? takes.words.join(' ') : `@${takes.kind}`;
}
