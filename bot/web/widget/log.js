/** The message log with its typing indicator; it decides what is scrolled into view and what is read aloud. */

import { element } from "./elements.js";
import { TEXTS } from "./texts.js";

const SLOW_AFTER = 4000;
const PERSON_TYPES_FOR = 6000;
const MOST_SHOWN = 150;
const STEP = 100;
const AT_ONCE = 10; // messages in one frame: no task of the browser gets long, even on a slow phone

export class Log {
  constructor() {
    this.build();
    this.restart();
  }

  /** Add messages at the end, before what waits for being sent; who reads earlier ones is not disturbed. */
  append(...nodes) {
    const { isReadingEarlier } = this;
    const queued = this.messages.querySelector(":scope > .queued");
    if (queued) queued.before(...nodes);
    else this.messages.append(...nodes);
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
    this.wanted = 0;
    this.past.replaceChildren();
    this.messages.replaceChildren(this.past, ...nodes);
    this.showHidden();
    this.place(0);
  }

  /** Fill in earlier messages without reading them aloud; renderings are functions that each return a node. */
  fill(renderings) {
    this.hidden = [...renderings];
    this.latestTurn = null;
    this.showEarlier();
    this.scrollToLatest();
  }

  /** Show a hundred more of the earlier messages, a few in each frame. */
  showEarlier() {
    const isAtWork = this.wanted > 0;
    this.wanted += STEP;
    if (!isAtWork) this.showSome();
  }

  showSome() {
    const count = Math.min(this.wanted, AT_ONCE, this.hidden.length);
    if (count > 0) this.prepend(this.hidden.splice(-count).map((render) => render()));
    this.wanted = this.hidden.length ? this.wanted - count : 0;
    if (!this.hidden.length && this.earlier.matches(":focus")) this.node.focus({ preventScroll: true });
    this.showHidden();
    if (this.wanted > 0) requestAnimationFrame(() => this.showSome());
  }

  /** Put messages before all others; what is in view stays where it is. */
  prepend(nodes) {
    const { scrollHeight, scrollTop } = this.node;
    const part = element("div", { class: "part" }, ...nodes);
    this.past.prepend(part);
    const growth = this.node.scrollHeight - scrollHeight;
    this.node.scrollTop = scrollTop + growth;
    this.placedAt += growth;
    afterPainting(() => this.settle(part));
  }

  /** From now on the browser may leave a part out of its work while it is far from what is in view. */
  settle(part) {
    if (!this.node.clientHeight) return; // the browser must know their height, so that nothing jumps
    part.classList.add("settled");
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

  /** Tell whether anything was said, now or before. */
  get hasBegun() {
    return this.latestTurn !== null || this.past.hasChildNodes();
  }

  /** Tell whether the visitor has scrolled up from where the log stood by itself; nobody reads a chat that is closed. */
  get isReadingEarlier() {
    return this.node.clientHeight > 0 && this.node.scrollTop < this.placedAt - 40;
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
    const shown = [...this.messages.querySelectorAll(".message")];
    if (shown.length <= MOST_SHOWN) return;
    const kept = shown.findIndex((node) => node.matches(".queued, .unsent, :focus-within"));
    const oldest = shown.slice(0, Math.min(shown.length - STEP, kept < 0 ? shown.length : kept));
    for (const node of oldest) node.remove();
    this.tidyUp();
    this.hidden.push(...oldest.map((node) => () => node));
    this.wanted = 0; // or they would come back at once
    this.showHidden();
  }

  tidyUp() {
    for (const part of [...this.past.children]) if (!part.hasChildNodes()) part.remove();
    this.past.firstElementChild?.classList.remove("settled"); // it may have got shorter
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

/** Run something as soon as the page has been laid out and painted once more. */
function afterPainting(run) {
  requestAnimationFrame(() => requestAnimationFrame(run));
}
