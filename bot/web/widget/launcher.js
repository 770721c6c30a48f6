/** The button that opens the chat: all that is built before somebody needs more. */

import { element, icon } from "./elements.js";
import { TEXTS } from "./texts.js";

export class Launcher {
  /** onLaunch is called when the visitor wants to open the chat. */
  constructor(onLaunch) {
    this.label = element("span", { class: "launcher-label" }, TEXTS.launcher);
    this.unread = element("span", { class: "unread", hidden: true });
    const attributes = { type: "button", class: "launcher", lang: TEXTS.lang, "aria-haspopup": "dialog", onclick: onLaunch };
    this.node = element("button", attributes, icon("chat"), this.label, this.unread);
  }

  /** Say what the button does. */
  say(text) {
    this.label.textContent = text;
  }

  showUnread(count) {
    this.unread.hidden = count === 0;
    this.unread.textContent = count ? TEXTS.unread(count) : "";
  }
}
