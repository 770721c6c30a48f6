/** The conversation as a page of its own for the visitor's records: readable by everybody, printable, without a script. */

import { element } from "./elements.js";
import { isSafeAddress, renderMarkdown } from "./markdown.js";
import { writeSource } from "./plain_text.js";
import { TEXTS } from "./texts.js";

const CSS = `
body { max-width: 42rem; margin: 2rem auto; padding: 0 1rem; font: 1rem/1.5 system-ui, sans-serif; color: #1d2b30; background: #fff; overflow-wrap: anywhere; }
article { margin: 1.25rem 0; padding: 0 1rem; border-left: 4px solid #d3dde0; break-inside: avoid; }
article.visitor { border-color: #0b5566; }
h2 { margin: 0; font-size: 1rem; }
h3 { margin: 0.75rem 0 0; font-size: 1rem; }
h2 time, footer, .source { color: #4d5f66; font-size: 0.875rem; font-weight: 400; }
p, ul, ol, dl { margin: 0.5rem 0; }
.said { white-space: pre-wrap; }
table { border-collapse: collapse; }
th, td { padding: 0.25rem 0.5rem; border: 1px solid #7d9299; text-align: start; vertical-align: top; }
@media print { body { margin: 0; max-width: none; } }
`;

/** Write all messages as an HTML page. */
export function writeTranscript(messages, title, now = new Date()) {
  const page = document.implementation.createHTMLDocument(`${title}: ${TEXTS.transcript.title}`);
  page.documentElement.lang = "de";
  const viewport = element("meta", { name: "viewport", content: "width=device-width, initial-scale=1" });
  page.head.prepend(element("meta", { charset: "utf-8" }), viewport);
  page.body.append(
    element("header", {}, element("h1", {}, `${title}: ${TEXTS.transcript.title}`), element("p", {}, TEXTS.transcript.saved(formatTime(now)))),
    element("main", {}, ...messages.map(renderMessage)),
    element("footer", {}, element("p", {}, TEXTS.transcript.note)),
  );
  for (const hint of page.querySelectorAll(".spoken, caption")) hint.remove();
  // as text, for the policy of the page that the chat is on would hold for a node
  const html = page.documentElement.outerHTML.replace("</head>", `<style>${CSS}</style></head>`);
  return `<!doctype html>\n${html}\n`;
}

/** Hand a page to the browser as a download. */
export function downloadPage(html, name) {
  const address = URL.createObjectURL(new Blob([html], { type: "text/html;charset=utf-8" }));
  element("a", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 1000);
}

function renderMessage(message) {
  const { from, at } = message;
  const author = from === "person" ? TEXTS.personAuthor(message.name) : TEXTS.author[from] ?? TEXTS.author.bot;
  const time = at && element("time", { datetime: at }, ` ${formatTime(new Date(at))}`);
  return element("article", { class: from }, element("h2", {}, author, time || null), ...renderContent(message));
}

function renderContent({ from, text, cards = [], source }) {
  if (from === "visitor") return [element("p", { class: "said", dir: "auto" }, text)];
  return [
    renderMarkdown(text),
    ...cards.flatMap(renderCard),
    source ? element("p", { class: "source" }, writeSource(source)) : "",
  ];
}

function renderCard(card) {
  const facts = Object.entries(card.facts ?? {}).map(([name, value]) => element("li", {}, `${name}: ${value}`));
  return [
    element("h3", {}, card.sample ? `${card.title} (${TEXTS.sample})` : String(card.title ?? "")),
    renderMarkdown(card.text),
    facts.length ? element("ul", {}, ...facts) : "",
    isSafeAddress(card.url) ? element("p", {}, element("a", { href: card.url }, card.url)) : "",
  ];
}

function formatTime(time) {
  return time.toLocaleString("de-DE", { dateStyle: "long", timeStyle: "short" });
}
