/** What comes from the server as messages in the log: news is announced to the page, history fills in quietly. */

import { renderMessage, retireFormButtons } from "./messages.js";
import { renderTurn } from "./turns.js";

export class Arrivals {
  /** say takes a turn, rate a message with rating and comment, announce each message that is news. */
  constructor({ conversation, log, say, rate, announce }) {
    Object.assign(this, { conversation, log, say, rate, announce });
  }

  /** Show what was said just now, here or in another tab. */
  show(messages) {
    retireFormButtons(this.log.messages);
    this.log.append(...this.prepare(messages).map((render) => render()));
    for (const message of messages) {
      if (message.from !== "visitor") this.announce(message);
    }
  }

  /** Show the history. */
  fillIn(messages) {
    this.log.fill(this.prepare(messages));
  }

  /** Return a function for each message that renders it; only the form step that is still open has buttons in use. */
  prepare(messages) {
    const lastTurn = messages.findLastIndex(({ from }) => from === "visitor");
    return messages.map((message, position) => () => {
      const node = this.render(message);
      if (position < lastTurn) retireFormButtons(node);
      return node;
    });
  }

  render(message) {
    if (message.from === "visitor") return renderTurn(message.text);
    const { client, run } = this.conversation;
    return renderMessage(message, {
      onButton: (button) => this.press(button, { origin: message.id, isOld: run !== this.conversation.run }),
      onRate: (rating, comment) => this.rate(message, rating, comment),
      addressOf: (path) => client.pageAddress(path),
    });
  }

  /** A button belongs to its conversation; when that is gone, its words are asked instead. */
  press({ payload, title }, { origin, isOld }) {
    this.say(isOld ? { message: title, origin } : { payload, title, origin });
  }
}
