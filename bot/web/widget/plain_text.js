/** Answers as plain text, to be copied or mailed: with source, date and addresses. */

import { TEXTS, formatStand } from "./texts.js";

/** Write an answer as plain text; addressOf makes an address of a path on the gateway. */
export function writeAnswer({ text, cards = [], source, references = [] }, addressOf) {
  const page = references[0]?.type === "faq" ? addressOf(`/faq/${references[0].slug}`) : "";
  const parts = [stripMarks(text), ...cards.map((card) => writeCard(card, addressOf)), source && writeSource(source), page];
  return parts.filter(Boolean).join("\n\n");
}

/** Write where an answer comes from and how old it is. */
export function writeSource({ title, url, stand }) {
  return TEXTS.source + [title, stand && TEXTS.stand + formatStand(stand), url].filter(Boolean).join(" · ");
}

/** Take the marks of bold text, tables and links away; the address of a link follows its words. */
export function stripMarks(text) {
  return String(text ?? "")
    .replaceAll("**", "")
    .replace(/^\|[\s|:-]+\|\n/gm, "")
    .replace(/\[([^\[\]]+)\]\(([^\s()]+)\)/g, "$1 ($2)");
}

function writeCard(card, addressOf) {
  const facts = Object.entries(card.facts ?? {}).map(([name, value]) => `${name}: ${value}`);
  const title = card.sample ? `${card.title} (${TEXTS.sample})` : card.title;
  return [title, stripMarks(card.text), ...facts, card.page && addressOf(card.page), card.url].filter(Boolean).join("\n");
}
