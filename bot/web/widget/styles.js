/**
 * The stylesheet of the launcher and of what all parts share; the rest is in panel_styles.js. Sizes in rem: look.js makes
 * them count from the font size that the visitor has set. What stands on :host is important, as nothing else beats the
 * rules of a page for its own elements.
 */

/** Nothing that the page says about all its elements comes in, neither directly nor by inheritance. */
export const WALLS = ":host { all: initial !important; direction: ltr !important; }";

export const CSS = `
:host {
  --ink: #1d2b30 !important;
  --ink-soft: #4d5f66 !important;
  --ground: #ffffff !important;
  --surface: #f4f7f8 !important;
  --line: #d3dde0 !important;
  --line-strong: #6d838a !important;
  --accent: #0b5566 !important;
  --accent-deep: #083f4c !important;
  --on-accent: #ffffff !important;
  --fill: var(--accent) !important;
  --fill-deep: var(--accent-deep) !important;
  --on-fill: var(--on-accent) !important;
  --visitor: #dcebee !important;
  --good: #1e6b43 !important;
  --good-ground: #ecf6f0 !important;
  --warn: #9c2f1f !important;
  --warn-ground: #fdf1ee !important;
  --mind: #6a4700 !important;
  --mind-ground: #fff2cf !important;
  --mind-line: #d9ad4a !important;
  --font: system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif !important;
  --round-tip: 0.25rem !important;
  --round-field: 0.5rem !important;
  --round-card: 0.75rem !important;
  --round-bubble: 1rem !important;
  --round-pill: 1.75rem !important;
  --space-0: 0.125rem !important;
  --space-1: 0.25rem !important;
  --space-2: 0.375rem !important;
  --space-3: 0.5rem !important;
  --space-4: 0.625rem !important;
  --space-5: 0.75rem !important;
  --space-6: 1rem !important;
  --space-7: 1.25rem !important;
  --touch: 2.75rem !important;
  --shadow: 0 0.5rem 2rem rgb(10 40 50 / 22%) !important;
  --left: auto !important;
  --right: 1.25rem !important;
  --visible-height: 100dvh !important;
  color-scheme: light !important;
  display: contents !important;
}
@media (prefers-color-scheme: dark) {
  :host {
    --ink: #e6eef0 !important;
    --ink-soft: #a9bac0 !important;
    --ground: #182226 !important;
    --surface: #11191c !important;
    --line: #38494f !important;
    --line-strong: #8aa0a7 !important;
    --accent: #7cc7d6 !important;
    --accent-deep: #a6dde8 !important;
    --on-accent: #08262d !important;
    --visitor: #1e4650 !important;
    --good: #8fd3ad !important;
    --good-ground: #1a332a !important;
    --warn: #f0a595 !important;
    --warn-ground: #3a2421 !important;
    --mind: #f3d48a !important;
    --mind-ground: #3b301a !important;
    --mind-line: #8c7133 !important;
    --shadow: 0 0.5rem 2rem rgb(0 0 0 / 60%) !important;
    color-scheme: dark !important;
  }
}
:host([position="links"]) { --left: 1.25rem !important; --right: auto !important; }
:host([hidden]), [hidden] { display: none !important; }
*, *::before, *::after { box-sizing: border-box; }
p, h2, h3, ul, ol, dl, dd { margin: 0; padding: 0; }
button, textarea { font: inherit; color: inherit; letter-spacing: inherit; }
button { cursor: pointer; }
button[disabled], button[aria-disabled="true"] { cursor: default; }
svg { width: 1.375rem; height: 1.375rem; flex: none; fill: none; stroke: currentcolor; stroke-width: 1.8; stroke-linecap: round; stroke-linejoin: round; }
a { color: var(--accent); text-underline-offset: 0.15em; text-decoration-thickness: 1px; }
a:hover { text-decoration-thickness: 2px; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.spoken { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }

.launcher, .panel, .confirm {
  font: 400 1rem/1.5 var(--font);
  letter-spacing: normal; text-align: start; color: var(--ink); -webkit-text-size-adjust: 100%;
}
.launcher {
  position: fixed; z-index: 2147483000;
  right: max(1.25rem, env(safe-area-inset-right)); bottom: max(1.25rem, env(safe-area-inset-bottom));
  display: flex; align-items: center; gap: var(--space-4); min-height: 3.25rem; max-width: calc(100vw - 2rem); padding: var(--space-4) var(--space-7) var(--space-4) var(--space-6);
  border: 2px solid var(--ground); border-radius: var(--round-pill); background: var(--fill); color: var(--on-fill); font-weight: 600; box-shadow: var(--shadow);
}
:host([position="links"]) .launcher { right: auto; left: max(1.25rem, env(safe-area-inset-left)); }
.launcher:hover { background: var(--fill-deep); }
.unread { padding: var(--space-0) var(--space-4); border-radius: var(--round-bubble); background: var(--on-fill); color: var(--fill); font-size: 0.8125rem; }

:host([ganzseitig]) { display: block !important; height: 100% !important; }
:host([ganzseitig]) .launcher { display: none; }
@media (forced-colors: active) { .launcher { border: 1px solid; } }
@media print { .launcher { display: none; } }
`;
