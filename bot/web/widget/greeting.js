/** What stands in the chat before the first message: local, nothing is sent or stored for it. */

import { element, spoken } from "./elements.js";
import { renderMarkdown } from "./markdown.js";
import { TEXTS } from "./texts.js";
import { findExamples } from "./topics.js";

/**
 * Render the greeting with example questions; privacy is the address of the privacy notice, welcome the page's own
 * first words, topic the slug of what the page is about, each if there is any. What the assistant is stands always.
 */
export function renderGreeting({ privacy, welcome, topic, onExample }) {
  const examples = findExamples(topic).map((question) =>
    element("button", { type: "button", onclick: () => onExample(question) }, question),
  );
  return element(
    "article",
    { class: "message greeting", "data-from": "bot" },
    spoken(`${TEXTS.author.bot}: `),
    element("div", { class: "bubble" }, renderMarkdown(`${welcome || TEXTS.greeting}\n\n${TEXTS.disclosure}`)),
    element("p", { class: "examples-title" }, TEXTS.examplesTitle),
    element("div", { class: "choices" }, ...examples),
    element("p", { class: "privacy" }, `${TEXTS.privacy} `, renderPrivacyLink(privacy)),
  );
}

function renderPrivacyLink(address) {
  if (!address || !/^https?:$/.test(new URL(address, document.baseURI).protocol)) return "";
  return element("a", { href: address, target: "_blank", rel: "noopener" }, TEXTS.privacyLink, spoken(TEXTS.newWindow));
}
