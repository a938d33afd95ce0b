// Whether this session is recorded. The recorder itself is a part of its own, loaded for sessions that are.

import type { Core } from '../core/core.ts';
import { fnv1a } from '../core/hash.ts';
import type { ReplayOptions } from '../core/options.ts';
import type { ReplayHost } from '../replay/host.ts';

export function captureReplay(core: Core): void {
  const { replay } = core._settings;
  const asked: ReplayOptions =
    typeof replay === 'object' ? replay : { enabled: !!replay, sampleRate: Number(replay) };
  const { enabled, sampleRate = 1 } = asked;
  const settle = core._settle;
  let isLoaded = false;

  if (!enabled) return;
  const host: ReplayHost = {
    session: '',
    isOn: () => core._isOn,
    token: () => core._token,
    settings: core._settings,
    pack: core._pack,
  };
  const look = () => {
    const { id } = core._waiting[core._waiting.length - 1]?._frame.session ?? {};
    if (!id) return;
    // The same for every page and tab of a session.
    host.session = fnv1a(`replay ${id}`) / 2 ** 32 < sampleRate ? id : '';
    host.onSession?.();
    if (isLoaded || !host.session) return;
    isLoaded = true;
    core._load('replay', host);
  };
  look();
  // Events learn their session when they are framed.
  core._settle = (occasion) => {
    const before = core._waiting.length;
    settle(occasion);
    if (core._waiting.length > before) look();
  };
}
