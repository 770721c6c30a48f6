/** The conversation as a text file for the visitor's own records. */

import { element } from "./elements.js";
import { TEXTS, formatStand } from "./texts.js";

/** Write all messages as plain text with sources. */
export function writeTranscript(messages, title, now = new Date()) {
  const date = now.toLocaleString("de-DE", { dateStyle: "long", timeStyle: "short" });
  return [`${title}: Gespräch, gespeichert am ${date}`, ...messages.map(writeMessage)].join("\n\n") + "\n";
}

/** Hand a text to the browser as a download. */
export function downloadText(text, name) {
  const address = URL.createObjectURL(new Blob([text], { type: "text/plain;charset=utf-8" }));
  element("a", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 1000);
}

function writeMessage(message) {
  const author = TEXTS.author[message.from] ?? TEXTS.author.bot;
  const lines = [`${author}: ${plain(message.text)}`, ...(message.cards ?? []).map(writeCard)];
  if (message.source) {
    const { title, url, stand } = message.source;
    const parts = [title, url, stand && TEXTS.stand + formatStand(stand)];
    lines.push(TEXTS.source + parts.filter(Boolean).join(" · "));
  }
  return lines.join("\n");
}

function writeCard(card) {
  const facts = Object.entries(card.facts ?? {}).map(([name, value]) => `    ${name}: ${value}`);
  const title = card.sample ? `${card.title} (${TEXTS.sample})` : card.title;
  return [`  - ${title}`, card.text && `    ${plain(card.text)}`, ...facts, card.url && `    ${card.url}`]
    .filter(Boolean)
    .join("\n");
}

function plain(text) {
  return String(text ?? "").replaceAll("**", "");
}
