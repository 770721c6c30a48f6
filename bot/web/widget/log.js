/** The message log with its typing indicator; it decides what is scrolled into view and what is read aloud. */

import { element } from "./elements.js";
import { TEXTS } from "./texts.js";

const SLOW_AFTER = 4000;
const PERSON_TYPES_FOR = 6000;
const MOST_SHOWN = 150;
const STEP = 100;

export class Log {
  constructor() {
    this.build();
    this.restart();
  }

  /** Add a message at the end, before what waits for being sent; who reads earlier ones is not disturbed. */
  append(node) {
    const { isReadingEarlier } = this;
    this.messages.insertBefore(node, this.messages.querySelector(":scope > .queued"));
    if (isReadingEarlier) return;
    this.hideOldest();
    this.scrollToLatest();
  }

  /** Add what the visitor says; what follows is read from here on. */
  appendTurn(node) {
    this.latestTurn = node;
    this.messages.append(node);
    this.hideOldest();
    this.scrollToLatest();
  }

  /** Bring a part of the log into view, such as what to do about a message that was not sent. */
  readFrom(node) {
    this.latestTurn = node;
    this.scrollToLatest();
  }

  /** Start again with the given nodes. */
  restart(...nodes) {
    this.latestTurn = null;
    this.hidden = [];
    this.past.replaceChildren();
    this.messages.replaceChildren(this.past, ...nodes);
    this.showHidden();
    this.place(0);
  }

  /** Fill in earlier messages without reading them aloud; renderings are functions that each return a node. */
  fill(renderings) {
    this.hidden = renderings.slice(0, -STEP);
    this.past.append(...renderings.slice(-STEP).map((render) => render()));
    this.latestTurn = null;
    this.showHidden();
    this.scrollToLatest();
  }

  /** Show a hundred more of the earlier messages; what is in view stays where it is. */
  showEarlier() {
    const fromEnd = this.node.scrollHeight - this.node.scrollTop;
    this.past.prepend(...this.hidden.splice(-STEP).map((render) => render()));
    if (!this.hidden.length && this.earlier.matches(":focus")) this.node.focus({ preventScroll: true });
    this.showHidden();
    this.place(this.node.scrollHeight - fromEnd);
  }

  /** Show that an answer is on its way, and after a while that it takes longer. */
  showTyping(isTyping) {
    if (isTyping === this.isTyping) return;
    this.setTyping(isTyping, { text: isTyping ? TEXTS.typing : "", isSpokenOnly: true });
    if (isTyping) this.typingTimer = setTimeout(() => this.showSlowness(), SLOW_AFTER);
  }

  /** Show for a few seconds, or until something is said, that a person is writing. */
  showPersonTyping(name) {
    this.setTyping("person", { text: TEXTS.personTyping(name) });
    this.typingTimer = setTimeout(() => this.showTyping(false), PERSON_TYPES_FOR);
  }

  /** Scroll to the end, but never past the visitor's last words: a long answer is read from its beginning. */
  scrollToLatest() {
    const end = this.node.scrollHeight - this.node.clientHeight;
    const start = this.latestTurn ? this.latestTurn.offsetTop - 12 : end;
    this.place(Math.min(start, end));
  }

  /** Tell whether the visitor has scrolled up from where the log stood by itself. */
  get isReadingEarlier() {
    return this.node.scrollTop < this.placedAt - 40;
  }

  place(position) {
    this.node.scrollTop = position;
    this.placedAt = this.node.scrollTop;
  }

  showSlowness() {
    this.setTyping(true, { text: TEXTS.slow });
  }

  setTyping(isTyping, { text, isSpokenOnly = false }) {
    const { isReadingEarlier } = this;
    clearTimeout(this.typingTimer);
    this.isTyping = isTyping;
    this.typing.hidden = !isTyping;
    this.typingText.className = isSpokenOnly ? "spoken" : "";
    if (this.typingText.textContent !== text) this.typingText.textContent = text; // said once
    if (!isReadingEarlier) this.scrollToLatest();
  }

  /** Take the oldest messages out of the page; they can be shown again. */
  hideOldest() {
    const shown = [...this.past.children, ...this.messages.children].filter((node) => node !== this.past);
    if (shown.length <= MOST_SHOWN) return;
    const kept = shown.findIndex((node) => node.matches(".queued, .unsent, :focus-within"));
    const oldest = shown.slice(0, Math.min(shown.length - STEP, kept < 0 ? shown.length : kept));
    for (const node of oldest) node.remove();
    this.hidden.push(...oldest.map((node) => () => node));
    this.showHidden();
  }

  showHidden() {
    this.earlier.hidden = this.hidden.length === 0;
  }

  build() {
    this.past = element("div", { class: "past", "aria-live": "off" });
    this.messages = element("div", { class: "log", role: "log", "aria-live": "polite", "aria-label": TEXTS.history });
    this.earlier = element("button", { type: "button", class: "action earlier", onclick: () => this.showEarlier() }, TEXTS.earlier);
    this.typingText = element("span");
    const dots = element("span", { class: "dots", "aria-hidden": "true" }, ...[1, 2, 3].map(() => element("i")));
    this.typing = element("div", { class: "typing", hidden: true }, dots, this.typingText);
    this.node = element(
      "div",
      { class: "scroller", tabindex: "0", role: "group", "aria-label": TEXTS.history },
      this.earlier,
      this.messages,
      element("div", { role: "status" }, this.typing),
    );
  }
}
