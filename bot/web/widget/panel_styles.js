/** The stylesheet of the chat behind the launcher; styles.js says in what its sizes count. */

export const PANEL_CSS = `
.panel {
  position: fixed; z-index: 2147483000; inset: auto var(--right) 1.25rem var(--left); margin: 0; padding: 0; overflow: hidden;
  width: 26.5rem; max-width: calc(100vw - 2.5rem); height: min(46rem, calc(100dvh - 2.5rem)); max-height: none;
  border: 1px solid var(--line); border-radius: var(--round-bubble); background: var(--ground); box-shadow: var(--shadow);
}
.panel[open] { display: flex; flex-direction: column; animation: arrive 160ms ease-out; }
.panel::backdrop { background: var(--ground); }
@keyframes arrive { from { opacity: 0; transform: translateY(0.75rem); } }

.head { display: flex; align-items: center; gap: var(--space-1); padding: var(--space-5) var(--space-4) var(--space-5) var(--space-7); background: var(--surface); border-bottom: 1px solid var(--line); }
.titles { flex: 1; min-width: 0; }
h2 { font-size: 1.0625rem; line-height: 1.3; font-weight: 650; }
h2:focus { outline: none; }
#subtitle { font-size: 0.8125rem; line-height: 1.35; color: var(--ink-soft); }
.tool { display: grid; place-items: center; width: var(--touch); height: var(--touch); border: 0; border-radius: var(--round-field); background: none; color: var(--ink-soft); }
.tool:hover, .tool[aria-expanded="true"] { background: var(--line); color: var(--ink); }
.tool path { stroke-width: 2; }
.menu-frame { position: relative; }
.menu-frame .tool path { stroke-width: 3.5; }
.menu {
  position: absolute; z-index: 2; right: 0; top: calc(100% + 0.25rem); list-style: none; width: max-content; max-width: min(18rem, 80vw);
  padding: var(--space-2); border: 1px solid var(--line); border-radius: var(--round-card); background: var(--ground); box-shadow: var(--shadow);
}
.menu button { width: 100%; min-height: var(--touch); padding: var(--space-3) var(--space-6); border: 0; border-radius: var(--round-field); background: none; text-align: start; }
.menu button:not([disabled]):hover { background: var(--surface); }
.menu button[disabled] { color: var(--ink-soft); opacity: 0.65; }
.menu [aria-pressed]::before { content: ""; display: inline-block; box-sizing: border-box; width: 1rem; height: 1rem; margin-inline-end: var(--space-3); border: 2px solid currentcolor; border-radius: var(--round-tip); vertical-align: -0.125em; }
.menu [aria-pressed="true"]::before { border-width: 0.5rem; }
.menu [data-name="remove"]:not([disabled]) { color: var(--warn); }

.scroller { position: relative; flex: 1; min-height: 0; overflow: hidden auto; overscroll-behavior: contain; padding: var(--space-6) var(--space-6) var(--space-5); }
.scroller:focus-visible { outline-offset: -3px; }
.log, .past, .part { display: flex; flex-direction: column; gap: var(--space-6); }
.past:empty { display: none; }
.earlier { display: block; margin: 0 auto var(--space-6); }
.message { display: flex; flex-direction: column; align-items: flex-start; gap: var(--space-3); min-width: 0; overflow-wrap: anywhere; }
.message > * { max-width: 100%; }
.part { contain-intrinsic-height: auto 10rem; }
@supports (overflow-clip-margin: var(--space-6)) { /* without it, focus rings would be cut off */
  .part.settled { content-visibility: auto; overflow-clip-margin: var(--space-6); }
}
.bubble {
  padding: var(--space-5) var(--space-6); border: 1px solid transparent; border-radius: var(--round-tip) var(--round-bubble) var(--round-bubble) var(--round-bubble); background: var(--surface);
  hyphens: auto; hyphenate-limit-chars: 12 5 5;
}
.bubble > * + *, .card-text > * + * { margin-top: var(--space-4); }
.bubble ul, .bubble ol, .card-text ul, .card-text ol { padding-inline-start: var(--space-7); }
.bubble li + li { margin-top: var(--space-1); }
.bubble li::marker { color: var(--ink-soft); }
[data-from="visitor"] { align-items: flex-end; }
[data-from="visitor"] .bubble { max-width: 86%; border-radius: var(--round-bubble) var(--round-bubble) var(--round-tip) var(--round-bubble); background: var(--visitor); white-space: pre-wrap; unicode-bidi: isolate; hyphens: manual; }
[data-from="person"] .bubble { border-color: var(--accent); background: var(--ground); }
.author { font-size: 0.8125rem; font-weight: 600; color: var(--accent); }
[data-kind="form"] .bubble { border-radius: var(--round-tip) var(--round-bubble) var(--round-bubble) var(--round-tip); border-left: 4px solid var(--accent); }
[data-kind="handoff"] .bubble { border-radius: var(--round-tip) var(--round-bubble) var(--round-bubble) var(--round-tip); border-left: 4px solid var(--good); background: var(--good-ground); }
[data-kind="handoff"] strong { display: inline-block; }
[data-kind="notice"] .bubble { border-color: var(--line); border-radius: var(--round-field); background: none; color: var(--ink-soft); font-size: 0.9375rem; }
.table { overflow-x: auto; max-width: 100%; }
table { border-collapse: collapse; font-size: 0.875rem; line-height: 1.4; hyphens: manual; }
th, td { min-width: 6.5rem; padding: var(--space-2) var(--space-3); border-bottom: 1px solid var(--line); text-align: start; vertical-align: top; overflow-wrap: break-word; }
tbody th { min-width: 4.5rem; font-weight: 600; color: var(--ink-soft); }
[data-invalid] .bubble { border-left-color: var(--warn) !important; background: var(--warn-ground); }
.invalid { color: var(--warn); }
.source { padding-top: var(--space-3); border-top: 1px solid var(--line); font-size: 0.8125rem; line-height: 1.45; color: var(--ink-soft); }

.cards { list-style: none; display: grid; gap: var(--space-4); width: 100%; }
.card { padding: var(--space-5) var(--space-6); border: 1px solid var(--line); border-radius: var(--round-card); background: var(--ground); }
.card-head { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: var(--space-1) var(--space-5); font-size: 0.8125rem; }
.card-type { font-weight: 600; color: var(--accent); }
.sample { padding: 0 var(--space-3); border: 1px solid var(--mind-line); border-radius: var(--round-bubble); background: var(--mind-ground); color: var(--mind); font-size: 0.75rem; font-weight: 600; line-height: 1.6; }
h3 { margin-top: var(--space-0); font-size: 1rem; line-height: 1.35; font-weight: 650; hyphens: auto; hyphenate-limit-chars: 12 5 5; }
.card-text { margin-top: var(--space-2); font-size: 0.9375rem; line-height: 1.45; }
dl { display: grid; gap: var(--space-1); margin-top: var(--space-4); padding-top: var(--space-4); border-top: 1px solid var(--line); font-size: 0.875rem; line-height: 1.45; }
dl div { display: grid; grid-template-columns: minmax(5.5rem, 26%) 1fr; gap: var(--space-5); }
dt { color: var(--ink-soft); }
.card-link { margin-top: var(--space-4); font-size: 0.9375rem; font-weight: 600; }

.choices { display: flex; flex-wrap: wrap; gap: var(--space-3); }
.choices button, .action {
  min-height: var(--touch); padding: var(--space-3) var(--space-6); border: 1px solid var(--accent); border-radius: var(--round-pill); background: var(--ground);
  color: var(--accent); text-align: start; line-height: 1.35; max-width: 100%; overflow-wrap: anywhere;
}
.choices button:not([aria-disabled="true"]):hover, .action:hover { background: var(--visitor); color: var(--accent-deep); }
.choices button[aria-disabled="true"] { border-color: var(--line); color: var(--ink-soft); }
.action.strong { background: var(--warn); border-color: var(--warn); color: var(--ground); }
.action.strong:hover { background: var(--ink); border-color: var(--ink); color: var(--ground); }

.tools { display: flex; flex-wrap: wrap; align-items: flex-start; gap: 0 var(--space-6); }
.passing-on { display: flex; flex-wrap: wrap; gap: 0 var(--space-1); margin-inline-start: calc(-1 * var(--space-3)); }
.quiet { display: inline-flex; align-items: center; gap: var(--space-2); min-height: var(--touch); padding: var(--space-1) var(--space-3); border: 0; border-radius: var(--round-field); background: none; color: var(--ink-soft); font-size: 0.8125rem; text-decoration: none; text-align: start; }
.quiet:hover { background: var(--surface); color: var(--ink); text-decoration: underline; }
.quiet svg { width: 1.125rem; height: 1.125rem; }
.comment { flex-basis: 100%; display: grid; justify-items: start; gap: var(--space-3); color: var(--ink); font-size: 0.9375rem; }
.comment p { color: var(--ink-soft); font-size: 0.8125rem; }
.comment label { display: grid; gap: var(--space-1); width: 100%; }
.comment textarea { width: 100%; max-height: none; padding: var(--space-3) var(--space-5); border: 1px solid var(--line-strong); border-radius: var(--round-card); resize: vertical; }
.comment textarea:focus-visible { outline: 3px solid var(--accent); }
.rating { display: flex; flex-wrap: wrap; align-items: center; gap: var(--space-1); font-size: 0.8125rem; color: var(--ink-soft); }
.thumb { display: grid; place-items: center; width: var(--touch); height: var(--touch); border: 1px solid transparent; border-radius: var(--round-field); background: none; }
.thumb:hover { background: var(--surface); color: var(--ink); }
.thumb[aria-pressed="true"] { border-color: var(--accent); color: var(--accent); }
.thumb svg { width: 1.125rem; height: 1.125rem; }

.unsent .bubble { border: 1px dashed var(--line-strong); }
.fate { display: grid; justify-items: start; gap: var(--space-3); padding: var(--space-5) var(--space-6); border-left: 4px solid var(--line-strong); border-radius: var(--round-tip) var(--round-card) var(--round-card) var(--round-tip); background: var(--surface); font-size: 0.9375rem; }
.fate.problem { border-color: var(--warn); background: var(--warn-ground); }
.fate strong { color: var(--warn); }
.receipt { display: flex; align-items: center; gap: var(--space-1); font-size: 0.8125rem; color: var(--ink-soft); }
.receipt svg { width: 1rem; height: 1rem; }

.greeting .choices { flex-direction: column; align-items: flex-start; gap: var(--space-2); }
.examples-title { font-size: 0.875rem; font-weight: 600; }
.privacy { font-size: 0.8125rem; line-height: 1.45; color: var(--ink-soft); }

.typing { display: inline-flex; align-items: center; gap: var(--space-5); margin-top: var(--space-6); padding: var(--space-5) var(--space-6); border-radius: var(--round-tip) var(--round-bubble) var(--round-bubble) var(--round-bubble); background: var(--surface); color: var(--ink-soft); font-size: 0.9375rem; }
.dots { display: flex; gap: var(--space-2); padding: var(--space-2) 0; }
.dots i { width: 0.4375rem; height: 0.4375rem; border-radius: 50%; background: var(--ink-soft); animation: breathe 1.2s infinite ease-in-out; }
.dots i:nth-child(2) { animation-delay: 0.15s; }
.dots i:nth-child(3) { animation-delay: 0.3s; }
@keyframes breathe { 0%, 60%, 100% { opacity: 0.3; } 30% { opacity: 1; } }

.person-bar { display: flex; flex-wrap: wrap; align-items: center; gap: 0 var(--space-3); padding: 0 max(var(--space-5), env(safe-area-inset-right)) 0 max(var(--space-5), env(safe-area-inset-left)); border-top: 1px solid var(--line); background: var(--ground); font-size: 0.8125rem; color: var(--ink-soft); }
.person-bar .quiet { color: var(--accent); font-weight: 600; }
.person-bar p { padding: var(--space-3); }
.person-bar[data-state="person"] { background: var(--accent); color: var(--on-accent); font-weight: 600; }
.person-bar + .composer { border-top: 0; padding-top: var(--space-2); }
.composer { padding: var(--space-5) max(var(--space-5), env(safe-area-inset-right)) max(var(--space-5), env(safe-area-inset-bottom)) max(var(--space-5), env(safe-area-inset-left)); border-top: 1px solid var(--line); background: var(--ground); }
.field { display: flex; align-items: flex-end; gap: var(--space-2); padding: var(--space-1); border: 1px solid var(--line-strong); border-radius: var(--round-pill); }
.field:focus-within { border-color: var(--accent); box-shadow: 0 0 0 1px var(--accent); }
textarea { flex: 1; min-width: 0; max-height: 8.5rem; padding: var(--space-4) var(--space-3) var(--space-4) var(--space-6); border: 0; outline: none; resize: none; background: none; line-height: 1.5; overflow-wrap: anywhere; }
textarea:focus-visible { outline: none; }
textarea::placeholder { color: var(--ink-soft); opacity: 1; }
.send { display: grid; place-items: center; flex: none; width: var(--touch); height: var(--touch); border: 0; border-radius: 50%; background: var(--fill); color: var(--on-fill); }
.send:not([aria-disabled="true"]):hover { background: var(--fill-deep); }
.send[aria-disabled="true"] { background: var(--line); color: var(--ink-soft); }
.counter { padding: var(--space-2) var(--space-5) 0; font-size: 0.8125rem; color: var(--ink-soft); text-align: end; }
.counter.over { color: var(--warn); font-weight: 600; }

.confirm { width: 24rem; max-width: calc(100vw - 2rem); padding: var(--space-7); border: 1px solid var(--line); border-radius: var(--round-bubble); background: var(--ground); box-shadow: var(--shadow); }
.confirm::backdrop { background: rgb(10 30 36 / 45%); }
.confirm .choices { justify-content: flex-end; margin-top: var(--space-7); }

@media (max-width: 640px), (max-height: 480px) {
  .panel { inset: 0 0 auto 0; width: 100%; max-width: none; height: var(--visible-height); border: 0; border-radius: 0; }
  .head { padding-top: max(var(--space-3), env(safe-area-inset-top)); padding-bottom: var(--space-3); }
}
:host([ganzseitig]) .panel { position: relative; z-index: auto; inset: auto; width: 100%; max-width: none; height: 100%; border: 0; border-radius: 0; box-shadow: none; animation: none; }
@media (max-height: 320px) {
  #subtitle, .person-bar[data-state="bot"], .person-bar[data-state="closed"] { display: none; }
  .head, .composer { padding-block: var(--space-1); }
}
@media (prefers-reduced-motion: reduce) {
  .panel[open], .dots i { animation: none; }
  .dots i { opacity: 0.7; }
}
@media (forced-colors: active) {
  .bubble, .send, .tool, .typing { border: 1px solid; }
}
`;
