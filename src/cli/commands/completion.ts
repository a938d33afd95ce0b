// heat completion bash | zsh | fish: a script that lets the shell complete heat's commands, options and values.

import { Argument, type Command } from 'commander';
import { bashCompletion } from '../completion/bash.ts';
import { type CommandNode, commandTree } from '../completion/command-tree.ts';
import { fishCompletion } from '../completion/fish.ts';
import { zshCompletion } from '../completion/zsh.ts';
import type { Terminal } from '../output.ts';

const SHELLS = ['bash', 'zsh', 'fish'] as const;
type Shell = (typeof SHELLS)[number];

const SCRIPTS: { readonly [S in Shell]: (tree: CommandNode) => string } = {
  bash: bashCompletion,
  zsh: zshCompletion,
  fish: fishCompletion,
};

export function addCompletionCommand(program: Command, terminal: Terminal): void {
  program
    .command('completion')
    .description('Print a script that completes commands, options and their values in your shell.')
    .addArgument(new Argument('<shell>', 'your shell').choices(SHELLS))
    .addHelpText(
      'after',
      '\nExample:\n  source <(heat completion bash)\n  source <(heat completion zsh)\n  heat completion fish | source\n',
    )
    .action((shell: Shell) => terminal.out(SCRIPTS[shell](commandTree(program))));
}
