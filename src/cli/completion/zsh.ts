// Completion for zsh, with what each command and option is for.

import { shellQuoted } from '../../lib/shell-word.ts';
import { allCommands, type CommandNode, type Takes } from './command-tree.ts';
import { casePattern, valueCases } from './value-cases.ts';

/** A script to be sourced after compinit, or to lie as `_heat` in a folder of $fpath. */
export function zshCompletion(tree: CommandNode): string {
  const commands = allCommands(tree);
  const at = commands.map(
    (node) => `  (${shellQuoted(node.place)})
    subs=(${node.commands.map(({ name, says }) => described(name, says)).join(' ')})
    flags=(${node.options.flatMap(({ names, says }) => names.map((name) => described(name, says))).join(' ')})
    valued=(${node.options.flatMap(({ names, takes }) => (takes === null ? [] : names)).join(' ')}) ;;`,
  );
  const takes = valueCases(commands).map((one) => `  (${casePattern(one)}) takes=(${wordsOf(one.takes)}) ;;`);
  return `#compdef heat
# zsh completion of heat. Now, after compinit: source <(heat completion zsh)
# For good: heat completion zsh > _heat, in a folder that $fpath names
__heat_at() {
  case $1 in
${at.join('\n')}
  esac
}
__heat_takes() {
  takes=()
  case $1 in
${takes.join('\n')}
  esac
}
_heat() {
  local place=heat flag= word i
  local -a subs names flags valued takes
  __heat_at $place
  names=(\${subs%%:*})
  for ((i = 2; i < CURRENT; i++)); do
    word=$words[i]
    if [[ -n $flag ]]; then flag=
    elif (( \${valued[(Ie)$word]} )); then flag=$word
    elif (( \${names[(Ie)$word]} )); then place="$place $word"; __heat_at $place; names=(\${subs%%:*})
    fi
  done
  if [[ -z $flag && $words[CURRENT] == --*=* ]]; then
    flag=\${words[CURRENT]%%=*}
    compset -P '*='
  fi
  if [[ -n $flag ]]; then __heat_takes "$place $flag"
  elif [[ $words[CURRENT] == -* ]]; then _describe -o option flags; return
  elif (( $#subs )); then _describe command subs; return
  else __heat_takes $place
  fi
  case $takes[1] in
  ('') return 1 ;;
  (@file) _files ;;
  (@folder) _files -/ ;;
  (*) compadd -a takes ;;
  esac
}
if [[ $funcstack[1] == _heat ]]; then _heat "$@"; else compdef _heat heat; fi
`;
}

/** `name:what it is`, as _describe reads it. */
function described(name: string, says: string): string {
  return shellQuoted(says === '' ? name : `${name}:${says.replaceAll('\\', '\\\\').replaceAll(':', '\\:')}`);
}

function wordsOf(takes: Takes): string {
  return takes.kind === 'words' ? takes.words.map(shellQuoted).join(' ') : `@${takes.kind}`;
}
