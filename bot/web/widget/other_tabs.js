/**
 * Other tabs of this browser that show the same conversation. Only who knows its id can hear them, and no words pass
 * between them: each asks the server.
 */

export class OtherTabs {
  /** onNews hears that something was said in another tab, onGone that the conversation was deleted there. */
  constructor({ onNews, onGone }) {
    this.react = { news: onNews, gone: onGone };
    this.id = null;
    this.channel = null;
  }

  /** Listen to the tabs that show this conversation. */
  follow(id) {
    if (this.id === id || !globalThis.BroadcastChannel) return;
    this.leave();
    this.id = id;
    this.channel = new BroadcastChannel(`tregks-chat ${id}`);
    this.channel.addEventListener("message", ({ data }) => this.react[data]?.());
  }

  tellNews() {
    this.channel?.postMessage("news");
  }

  tellGone() {
    this.channel?.postMessage("gone");
  }

  leave() {
    this.channel?.close();
    this.channel = null;
    this.id = null;
  }
}
