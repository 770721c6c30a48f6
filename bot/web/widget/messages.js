/** Messages of the assistant, of a person and of the widget itself as DOM nodes. */

import { renderAnswerTools } from "./answer_tools.js";
import { element, spoken } from "./elements.js";
import { isSafeAddress, renderInline, renderLink, renderMarkdown } from "./markdown.js";
import { TEXTS, formatStand } from "./texts.js";
import { markLanguage } from "./wishes.js";

const RATED = new Set(["answer", "offers", "contact"]);

/**
 * Render a message of the assistant or of a person; onButton takes the button, onRate rating and comment,
 * addressOf makes an address of a path on the gateway.
 */
export function renderMessage(message, { onButton, onRate, addressOf }) {
  const from = message.from === "person" ? "person" : "bot";
  return element(
    "article",
    { class: "message", "data-from": from, "data-kind": message.kind, "data-invalid": Boolean(message.invalid) },
    from === "person" ? element("p", { class: "author" }, TEXTS.personAuthor(message.name)) : spoken(`${TEXTS.author.bot}: `),
    renderBubble(message),
    renderCards(message.cards ?? [], addressOf),
    renderButtons(message, onButton),
    message.id && from === "bot" && RATED.has(message.kind) ? renderAnswerTools(message, { onRate, addressOf }) : null,
  );
}

/** Render a sentence of the widget itself, with an action if there is something to do. */
export function renderNotice(sentence, action) {
  return element(
    "article",
    { class: "message", "data-from": "widget", "data-kind": "notice" },
    element("div", { class: "bubble" }, renderMarkdown(sentence), action && renderAction(action)),
  );
}

/** Take the buttons of earlier form steps out of use; they stay readable and keep the focus. */
export function retireFormButtons(log) {
  for (const button of log.querySelectorAll("[data-kind=form] .choices button")) {
    button.setAttribute("aria-disabled", "true");
  }
}

function renderBubble({ text, source, invalid, lang, from }) {
  if (!text && !source) return null;
  const content = element("div", from === "person" ? {} : markLanguage(lang), renderMarkdown(text));
  if (invalid) content.firstElementChild.prepend(element("strong", { class: "invalid" }, TEXTS.invalid));
  return element("div", { class: "bubble" }, content, source ? renderSource(source) : null);
}

function renderSource({ title, url, stand }) {
  const name = element("span", markLanguage(), isSafeAddress(url) ? renderLink(url, title) : String(title ?? ""));
  const date = stand ? ` · ${TEXTS.stand}${formatStand(stand)}` : "";
  return element("p", { class: "source" }, TEXTS.source, name, date);
}

function renderCards(cards, addressOf) {
  if (!cards.length) return null;
  return element("ul", { class: "cards" }, ...cards.map((card) => element("li", {}, renderCard(card, addressOf))));
}

function renderCard(card, addressOf) {
  const kind = TEXTS.cardType[card.type];
  return element(
    "div",
    { class: "card" },
    element(
      "p",
      { class: "card-head" },
      kind ? element("span", { class: "card-type" }, kind) : null,
      card.sample ? element("span", { class: "sample" }, TEXTS.sample) : null,
    ),
    element("h3", markLanguage(), String(card.title ?? "")),
    card.text ? element("div", { class: "card-text", ...markLanguage() }, renderMarkdown(card.text)) : null,
    renderFacts(Object.entries(card.facts ?? {})),
    card.page ? renderCardLink(card.title, addressOf(card.page), TEXTS.cardPage) : null,
    isSafeAddress(card.url) ? renderCardLink(card.title, card.url, TEXTS.cardLink(hostOf(card.url))) : null,
  );
}

function renderFacts(facts) {
  if (!facts.length) return null;
  const rows = facts.map(([name, value]) =>
    element("div", {}, element("dt", {}, name), element("dd", {}, renderInline(String(value)))),
  );
  return element("dl", markLanguage(), ...rows);
}

function renderCardLink(title, address, label) {
  const link = renderLink(address, label);
  link.prepend(spoken(`${title}: `));
  return element("p", { class: "card-link" }, link);
}

function hostOf(address) {
  return new URL(address).hostname.replace(/^www\./, "");
}

function renderButtons({ buttons, lang }, onButton) {
  if (!buttons?.length) return null;
  const nodes = buttons.map((button) => {
    const press = ({ currentTarget }) => {
      if (currentTarget.getAttribute("aria-disabled") !== "true") onButton(button);
    };
    const attributes = { type: "button", onclick: press, ...markLanguage(button.lang ?? lang) };
    return element("button", attributes, String(button.title ?? ""));
  });
  return element("div", { class: "choices" }, ...nodes);
}

function renderAction({ title, run }) {
  return element("button", { type: "button", class: "action", onclick: run }, title);
}
