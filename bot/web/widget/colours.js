/**
 * An accent colour of the page's own, made readable: as ground of buttons it is used as given, with black or white on
 * it; as text and lines it is darkened or lightened until it reaches the contrast that WCAG 2.2 AA asks for.
 */

const READABLE = 4.5; // contrast of text, WCAG 1.4.3
const STEP = 0.02;
const TINT = 0.14; // share of the accent in the ground of the visitor's words
const DEEPER = 0.18; // how far a button moves under the pointer

const BLACK = [0, 0, 0];
const WHITE = [255, 255, 255];

// what accents stand on besides their own tint: --ground and --surface of styles.js
export const THEMES = {
  light: { grounds: ["#ffffff", "#f4f7f8"], towards: BLACK },
  dark: { grounds: ["#182226", "#11191c"], towards: WHITE },
};

/** Return a stylesheet with the colours that follow from an accent such as #0b5566; empty for anything else. */
export function writeAccent(text) {
  const colour = readColour(text);
  if (!colour) return "";
  const [light, dark] = [THEMES.light, THEMES.dark].map((theme) => writeRule(shade(colour, theme)));
  return `${light}\n@media (prefers-color-scheme: dark) { ${dark} }`;
}

/** Read #rgb or #rrggbb as three numbers up to 255; null for anything else. */
export function readColour(text) {
  const digits = /^#?([\da-f]{3}|[\da-f]{6})$/i.exec(String(text ?? "").trim())?.[1];
  if (!digits) return null;
  const size = digits.length / 3;
  return [0, 1, 2].map((i) => parseInt(digits.slice(i * size, (i + 1) * size).padEnd(2, digits[i * size]), 16));
}

/** Return the contrast of two colours by WCAG, 1 to 21. */
export function contrast(one, other) {
  const [high, low] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (high + 0.05) / (low + 0.05);
}

/** Return the custom properties of styles.js that an accent changes, as colours. */
export function shade(accent, { grounds, towards }) {
  const [ground, surface] = grounds.map(readColour);
  const visitor = mix(ground, accent, TINT);
  const onFill = contrast(accent, WHITE) >= READABLE ? WHITE : pickReadable(accent);
  const readable = moveUntilReadable(accent, [ground, surface, visitor], towards);
  return {
    fill: accent,
    "on-fill": onFill,
    "fill-deep": mix(accent, onFill === WHITE ? BLACK : WHITE, DEEPER),
    accent: readable,
    "accent-deep": mix(readable, towards, DEEPER),
    visitor,
  };
}

function pickReadable(ground) {
  return contrast(ground, WHITE) > contrast(ground, BLACK) ? WHITE : BLACK;
}

function moveUntilReadable(colour, grounds, towards) {
  const isReadable = (one) => grounds.every((ground) => contrast(one, ground) >= READABLE);
  let share = 0;
  while (share < 1 && !isReadable(mix(colour, towards, share))) share += STEP;
  return mix(colour, towards, Math.min(share, 1));
}

function mix(one, other, share) {
  return one.map((value, i) => Math.round(value + (other[i] - value) * share));
}

function luminance(colour) {
  const [red, green, blue] = colour
    .map((value) => value / 255)
    .map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function writeRule(colours) {
  const lines = Object.entries(colours).map(([name, colour]) => `--${name}: rgb(${colour.join(" ")}) !important;`);
  return `:host { ${lines.join(" ")} }`;
}
