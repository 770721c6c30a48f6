/**
 * The dialog: opening, closing, focus. On phones and at high zoom the dialog is modal and fills the screen, so
 * that the browser itself keeps the focus inside; otherwise it stands beside the page and the page stays usable.
 */

import { element, icon } from "./elements.js";
import { TEXTS } from "./texts.js";

const PHONE = matchMedia("(max-width: 640px), (max-height: 480px)");

/** Tell whether a chat beside the page would cover it here. */
export function coversScreen() {
  return PHONE.matches;
}

export class Panel {
  /**
   * launcher is the node that is there while the dialog is closed; onRetreat is called for Escape and the back gesture,
   * onClose for the close button. With isPage the chat is the page itself instead of something beside it: always open,
   * and no dialog.
   */
  constructor({ launcher, menu, body, isPage, onRetreat, onClose }) {
    this.launcher = launcher;
    this.isPage = isPage;
    this.build(menu, body);
    this.closeButton.addEventListener("click", onClose);
    this.node.addEventListener("close", () => !this.isOpen && onClose()); // not when adapt() has opened it again
    this.node.addEventListener("keydown", (event) => event.key === "Escape" && stop(event, onRetreat));
    this.node.addEventListener("cancel", (event) => event.target === this.node && stop(event, onRetreat));
  }

  get isOpen() {
    return this.node.hasAttribute("open");
  }

  get fillsScreen() {
    return coversScreen() && !this.isPage;
  }

  /** Show the dialog without taking the focus from the page. */
  open() {
    this.launcher.hidden = true;
    this.isModal = this.fillsScreen;
    if (this.isModal) this.node.showModal();
    else this.node.setAttribute("open", ""); // show() would take the focus
    this.fitVisibleArea();
  }

  /** Hide the dialog; opener gets the focus if it was inside. */
  close(opener) {
    const hadFocus = this.node.matches(":focus-within");
    this.node.close();
    this.launcher.hidden = false;
    if (hadFocus) (opener?.isConnected ? opener : this.launcher).focus();
  }

  /** Change between beside the page and full screen when the window does. */
  adapt() {
    if (!this.isOpen || this.isModal === this.fillsScreen) return;
    const focused = this.node.getRootNode().activeElement;
    this.node.close();
    this.open();
    focused?.focus();
  }

  /** Follow the window as long as the signal lasts. */
  follow(signal) {
    PHONE.addEventListener("change", () => this.adapt(), { signal });
    globalThis.visualViewport?.addEventListener("resize", () => this.fitVisibleArea(), { signal });
  }

  /** Keep the input line above the keyboard of a phone. */
  fitVisibleArea() {
    const { height, scale } = globalThis.visualViewport ?? { height: innerHeight, scale: 1 };
    if (scale === 1) this.node.style.setProperty("--visible-height", `${height}px`);
  }

  build(menu, body) {
    this.title = element("h2", { id: "title", tabindex: "-1" });
    this.subtitle = element("p", { id: "subtitle" }, TEXTS.subtitle.bot);
    const closing = { type: "button", class: "tool", "aria-label": TEXTS.close, hidden: this.isPage };
    this.closeButton = element("button", closing, icon("close"));
    this.node = element(
      this.isPage ? "section" : "dialog",
      { class: "panel", lang: TEXTS.lang, "aria-labelledby": "title", "aria-describedby": "subtitle" },
      element("div", { class: "head" }, element("div", { class: "titles" }, this.title, this.subtitle), menu, this.closeButton),
      ...body,
    );
  }
}

function stop(event, react) {
  event.preventDefault();
  event.stopPropagation();
  react();
}
