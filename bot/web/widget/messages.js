/** Messages as DOM nodes: what the visitor wrote, and what the assistant or a person answers. */

import { element, icon, spoken } from "./elements.js";
import { isSafeAddress, renderInline, renderLink, renderMarkdown } from "./markdown.js";
import { TEXTS, formatStand } from "./texts.js";

const RATED = new Set(["answer", "offers", "contact"]);

/** Render what the visitor said, exactly as written. */
export function renderTurn(text) {
  return element(
    "article",
    { class: "message", "data-from": "visitor" },
    spoken(`${TEXTS.author.visitor}: `),
    element("p", { class: "bubble", dir: "auto" }, text),
  );
}

/**
 * Render a message of the assistant or of a person; onButton takes the button, onRate the rating the visitor presses,
 * addressOf makes an address of a path on the gateway.
 */
export function renderMessage(message, { onButton, onRate, addressOf }) {
  const from = message.from === "person" ? "person" : "bot";
  return element(
    "article",
    { class: "message", "data-from": from, "data-kind": message.kind },
    from === "person" ? element("p", { class: "author" }, TEXTS.personAuthor(message.name)) : spoken(`${TEXTS.author.bot}: `),
    renderBubble(message),
    renderCards(message.cards ?? [], addressOf),
    renderButtons(message.buttons ?? [], onButton),
    message.id && RATED.has(message.kind) ? renderRating(onRate) : null,
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

/** Show below a visitor's message that it was not sent, why, and what to do; returns that part. */
export function markUnsent(turn, sentence, action) {
  turn.classList.add("unsent");
  const reason = element("p", {}, element("strong", {}, `${TEXTS.unsent}. `), renderInline(sentence));
  const problem = element("div", { class: "problem" }, reason, action && renderAction(action));
  turn.append(problem);
  return problem;
}

/** Take the mark of an unsent message away. */
export function clearUnsent(turn) {
  turn.classList.remove("unsent");
  turn.querySelector(".problem")?.remove();
}

/** Show below a visitor's message that it reached a person. */
export function markDelivered(turn) {
  turn.append(element("p", { class: "receipt" }, icon("check"), TEXTS.delivered));
}

/** Take the buttons of earlier form steps out of use; they stay readable and keep the focus. */
export function retireFormButtons(log) {
  for (const button of log.querySelectorAll("[data-kind=form] .choices button")) {
    button.setAttribute("aria-disabled", "true");
  }
}

function renderBubble({ text, source }) {
  if (!text && !source) return null;
  return element("div", { class: "bubble" }, renderMarkdown(text), source ? renderSource(source) : null);
}

function renderSource({ title, url, stand }) {
  const name = isSafeAddress(url) ? renderLink(url, title) : String(title ?? "");
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
    element("h3", {}, String(card.title ?? "")),
    card.text ? element("div", { class: "card-text" }, renderMarkdown(card.text)) : null,
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
  return element("dl", {}, ...rows);
}

function renderCardLink(title, address, label) {
  const link = renderLink(address, label);
  link.prepend(spoken(`${title}: `));
  return element("p", { class: "card-link" }, link);
}

function hostOf(address) {
  return new URL(address).hostname.replace(/^www\./, "");
}

function renderButtons(buttons, onButton) {
  if (!buttons.length) return null;
  const nodes = buttons.map((button) => {
    const press = ({ currentTarget }) => {
      if (currentTarget.getAttribute("aria-disabled") !== "true") onButton(button);
    };
    return element("button", { type: "button", onclick: press }, String(button.title ?? ""));
  });
  return element("div", { class: "choices" }, ...nodes);
}

function renderRating(onRate) {
  const thanks = element("span", { class: "thanks" });
  const thumbs = [
    renderThumb("up", TEXTS.helpfulYes, 1),
    renderThumb("down", TEXTS.helpfulNo, -1),
  ];
  for (const thumb of thumbs) {
    thumb.addEventListener("click", async () => {
      for (const other of thumbs) other.setAttribute("aria-pressed", String(other === thumb));
      const isSaved = await onRate(Number(thumb.value));
      if (!isSaved) thumb.setAttribute("aria-pressed", "false");
      thanks.textContent = isSaved ? TEXTS.thanks : TEXTS.thanksFailed;
    });
  }
  return element("div", { class: "rating" }, element("span", {}, TEXTS.helpful), ...thumbs, thanks);
}

function renderThumb(name, label, rating) {
  const attributes = { type: "button", class: "thumb", value: rating, "aria-label": label, "aria-pressed": "false" };
  return element("button", { ...attributes, title: label }, icon(name));
}

function renderAction({ title, run }) {
  return element("button", { type: "button", class: "action", onclick: run }, title);
}
