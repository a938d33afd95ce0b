// The overlay's styles, as text for a constructed sheet: policies that forbid inline styles do not mind it.

import { EMBER } from '../../src/contract/ember.ts';

const SCALE = EMBER.map(([at, colour]) => `${colour} ${at * 100}%`).join();

/** What is important inside of a shadow root cannot be undone from outside. */
export const SHEET = `:host{all:initial!important;position:fixed!important;inset:0!important;z-index:2147483647!important;pointer-events:none!important}
*{box-sizing:border-box}
[hidden]{display:none!important}
canvas{position:fixed;inset:0;width:100%;height:100%;opacity:.85}
.panel,.tip{font:500 13px/1.4 system-ui,sans-serif;font-variant-numeric:tabular-nums;color:rgb(34,29,26);background:white;border:1px solid rgb(216,208,200);border-radius:10px;box-shadow:0 6px 24px rgb(0 0 0/.22)}
.panel{position:fixed;left:50%;bottom:16px;translate:-50% 0;display:flex;flex-wrap:wrap;justify-content:center;align-items:center;gap:6px 10px;padding:8px 12px;width:max-content;max-width:calc(100vw - 16px);pointer-events:auto}
b{font-weight:700}
.panel>b{color:rgb(190,70,35)}
select,button{font:inherit;color:inherit;height:30px;padding:0 8px;background:rgb(247,244,240);border:1px solid rgb(216,208,200);border-radius:6px;cursor:pointer}
button{width:30px;padding:0;font-size:18px;line-height:1}
:focus-visible{outline:2px solid rgb(190,70,35);outline-offset:1px}
.end{white-space:nowrap}
i{margin:0 -4px;width:64px;height:8px;border-radius:4px;background:linear-gradient(90deg,${SCALE})}
.tip{position:fixed;left:0;top:0;padding:6px 10px;max-width:240px;overflow-wrap:anywhere}
.ring{position:fixed;left:0;top:0;border-radius:3px;outline:2px solid rgb(224,96,58)}`;
