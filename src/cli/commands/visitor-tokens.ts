// heat project tokens: whether a project asks for tokens of its site's own sign-in, and whose.

import { type Command, Option } from 'commander';
import { readSettings } from '../../contract/project-settings.ts';
import { TOKEN_MODES, type TokenMode, type VisitorTokens } from '../../contract/visitor-tokens.ts';
import { type CommonOptions, projectOf, withCatalog, withCommon } from '../options.ts';
import { facts, json, strong, type Terminal } from '../output.ts';
import { openRooms, TERMINAL_ACTOR } from '../rooms.ts';
import { rulesOf } from '../settings.ts';

type TokenOptions = CommonOptions & { mode?: TokenMode; issuer?: string; audience?: string; jwks?: string };

export function addVisitorTokenCommand(project: Command, terminal: Terminal): void {
  withCommon(
    project
      .command('tokens')
      .description(
        "Ask for tokens of your site's own sign-in, which name your users. Without options: shows what is set.",
      )
      .argument('<id>', 'id of the project')
      .addOption(
        new Option(
          '--mode <mode>',
          'key: not looked at · both: checked when there is one · jwt: needed',
        ).choices(TOKEN_MODES),
      )
      .option('--issuer <text>', 'what "iss" has to be')
      .option('--audience <text>', 'what "aud" has to be')
      .option('--jwks <address or set>', 'https address of the public keys, or the key set itself as JSON'),
    'heat project tokens my-shop --mode both --issuer https://id.example --audience heat --jwks https://id.example/.well-known/jwks.json',
  ).action((id: string, options: TokenOptions) =>
    withCatalog(options, async (catalog) => {
      const found = await projectOf(catalog, { ...options, project: id });
      const { visitorTokens: before } = readSettings(found.settings);
      const { mode = before.mode, issuer = before.issuer } = options;
      const { audience = before.audience, jwks = before.jwks } = options;
      const wanted = { mode, issuer, audience, jwks };
      const isSame = JSON.stringify(wanted) === JSON.stringify(before);
      if (isSame) return show(terminal, { id: found.id, tokens: before }, options);
      const change = { settings: { visitorTokens: wanted } };
      const { settings } = await openRooms(catalog, rulesOf(options)).projects.update(
        found.id,
        change,
        TERMINAL_ACTOR,
      );
      show(terminal, { id: found.id, tokens: readSettings(settings).visitorTokens }, options);
    }),
  );
}

function show(
  terminal: Terminal,
  { id, tokens }: { id: string; tokens: VisitorTokens },
  options: CommonOptions,
): void {
  const { mode, issuer, audience, jwks } = tokens;
  terminal.out(
    options.json
      ? json({ id, ...tokens })
      : facts([
          ['id', strong(id)],
          ['mode', mode],
          ['issuer', issuer || 'none'],
          ['audience', audience || 'none'],
          ['keys', jwks || 'none'],
        ]),
  );
}
