// Browser, system, device class and bot-ness of a user agent, remembered because few agents make most batches.

import bowser from 'bowser';
import { isbot } from 'isbot';
import type { Device } from '../contract/event-types.ts';
import { LIMITS } from '../contract/limits.ts';
import type { ClientHints } from '../journal/record.ts';
import { BoundedCache } from './bounded-cache.ts';

export type Agent = {
  browser: string | null;
  /** Major version. */
  browserVersion: string | null;
  os: string | null;
  /** Null when the agent does not tell. */
  device: Device | null;
  isBot: boolean;
};

const DEVICE_OF_PLATFORM = new Map<string, Device>([
  ['desktop', 'desktop'],
  ['tablet', 'tablet'],
  ['mobile', 'mobile'],
  ['tv', 'desktop'],
]);
const UNKNOWN: Agent = { browser: null, browserVersion: null, os: null, device: null, isBot: false };

export type ParseAgent = (userAgent: string) => Agent;

/** A parser with its own bounded memory. */
export function createAgentParser(): ParseAgent {
  const known = new BoundedCache<string, Agent>(LIMITS.agentEntries);
  return (userAgent) => known.of(userAgent, parseAgent);
}

/** Reads one user agent; an empty or unreadable one is unknown, and not a bot. */
export function parseAgent(userAgent: string): Agent {
  if (userAgent === '') return UNKNOWN;
  const { browser, os, platform } = bowser.parse(userAgent);
  return {
    browser: browser.name || null,
    browserVersion: browser.version ? (browser.version.split('.')[0] ?? null) : null,
    os: os.name || null,
    device: DEVICE_OF_PLATFORM.get(platform.type ?? '') ?? null,
    isBot: isbot(userAgent),
  };
}

/**
 * The agent as client hints tell it apart: the browser where the agent has the name that all browsers made of Chromium
 * go by, or none; the system, which hints name where somebody asked for the desktop's page. The device class only where
 * the agent names none: sessions are cut by it, and not all requests of a session need have hints.
 */
export function withHints(agent: Agent, hints: ClientHints | undefined): Agent {
  if (!hints) return agent;
  const { browser = null, version = null, os = null, device = null } = hints;
  const isNamed = browser !== null && (agent.browser === null || agent.browser === 'Chrome');
  return {
    browser: isNamed ? browser : agent.browser,
    browserVersion: isNamed ? version : agent.browserVersion,
    os: os ?? agent.os,
    device: agent.device ?? device,
    isBot: agent.isBot,
  };
}
