/** This tab's earlier conversation: shown again, or why it cannot be. */

import { renderNotice } from "./messages.js";
import { TEXTS } from "./texts.js";

export class Resumption {
  /** onLost hears that there is no conversation any more, onFailure takes the error of a conversation that did not come. */
  constructor({ conversation, delivery, log, onLost, onFailure }) {
    Object.assign(this, { conversation, delivery, log, onLost, onFailure });
    this.isOutstanding = false;
  }

  /** Show the conversation, then send what was waiting when the page was left. */
  async resume() {
    if (this.conversation.id !== null) await this.restore();
    this.delivery.resume();
  }

  /** Try now what did not come before, as when the connection is back. */
  wake() {
    if (this.isOutstanding) this.resume();
    else this.delivery.wake();
  }

  /** Nothing is to be shown any more: the visitor has begun anew. */
  drop() {
    this.isOutstanding = false;
  }

  /** Another tab has deleted the conversation; what was not sent yet may begin a new one. */
  explainRemoval() {
    this.onLost();
    this.log.append(renderNotice(TEXTS.removedElsewhere));
    this.delivery.hold();
    this.delivery.resume();
  }

  async restore() {
    this.log.restart();
    this.isOutstanding = false;
    try {
      await this.conversation.restore();
    } catch (error) {
      this.onFailure(error, () => this.explainLoss(error));
    }
  }

  explainLoss(error) {
    if (error.isGone) {
      this.onLost();
      this.log.append(renderNotice(TEXTS.historyGone));
      this.delivery.hold();
      return;
    }
    this.isOutstanding = true;
    const again = { title: TEXTS.reload, run: () => this.resume() };
    this.log.append(renderNotice(TEXTS.historyFailed, again));
  }
}
