/** The message log with its typing indicator; it decides what is scrolled into view and what is read aloud. */

import { element } from "./elements.js";
import { TEXTS } from "./texts.js";

const SLOW_AFTER = 4000;
const PERSON_TYPES_FOR = 6000;

export class Log {
  constructor() {
    this.messages = element("div", { class: "log", role: "log", "aria-live": "polite", "aria-label": TEXTS.history });
    this.typingText = element("span");
    const dots = element("span", { class: "dots", "aria-hidden": "true" }, ...[1, 2, 3].map(() => element("i")));
    this.typing = element("div", { class: "typing", hidden: true }, dots, this.typingText);
    this.node = element(
      "div",
      { class: "scroller", tabindex: "0", role: "group", "aria-label": TEXTS.history },
      this.messages,
      element("div", { role: "status" }, this.typing),
    );
  }

  /** Add a message at the end. */
  append(node) {
    this.messages.append(node);
    this.scrollToLatest();
  }

  /** Add what the visitor says; what follows is read from here on. */
  appendTurn(node) {
    this.latestTurn = node;
    this.append(node);
  }

  /** Bring a part of the log into view, such as what to do about a message that was not sent. */
  readFrom(node) {
    this.latestTurn = node;
    this.scrollToLatest();
  }

  /** Start again with the given nodes. */
  restart(...nodes) {
    this.latestTurn = null;
    this.messages.replaceChildren(...nodes);
    this.node.scrollTop = 0;
  }

  /** Fill in earlier messages without reading them aloud. */
  async fillQuietly(fill) {
    this.messages.setAttribute("aria-live", "off");
    await fill();
    this.messages.setAttribute("aria-live", "polite");
    this.scrollToLatest();
  }

  /** Show that an answer is on its way, and after a while that it takes longer. */
  showTyping(isTyping) {
    clearTimeout(this.slowTimer);
    this.typing.hidden = !isTyping;
    this.typingText.className = "spoken";
    this.typingText.textContent = isTyping ? TEXTS.typing : "";
    if (isTyping) this.slowTimer = setTimeout(() => this.showSlowness(), SLOW_AFTER);
    this.scrollToLatest();
  }

  /** Show for a few seconds, or until something is said, that a person is writing. */
  showPersonTyping(name) {
    clearTimeout(this.slowTimer);
    this.typing.hidden = false;
    this.typingText.className = "";
    this.typingText.textContent = TEXTS.personTyping(name);
    this.slowTimer = setTimeout(() => this.showTyping(false), PERSON_TYPES_FOR);
    this.scrollToLatest();
  }

  showSlowness() {
    this.typingText.className = "";
    this.typingText.textContent = TEXTS.slow;
  }

  /** Scroll to the end, but never past the visitor's last words: a long answer is read from its beginning. */
  scrollToLatest() {
    const end = this.node.scrollHeight - this.node.clientHeight;
    const start = this.latestTurn ? this.latestTurn.offsetTop - 12 : end;
    this.node.scrollTop = Math.min(start, end);
  }
}
