/** How a conversation ends or is kept: begun anew, saved as a page, deleted for good. */

import { ChatError } from "./client.js";
import { renderNotice } from "./messages.js";
import { TEXTS } from "./texts.js";
import { downloadPage, writeTranscript } from "./transcript.js";

export class Ending {
  /** onBegin hears that a conversation begins anew, onRemoved that the old one is deleted, onFailure takes a ChatError. */
  constructor({ conversation, delivery, confirmation, menu, log, onBegin, onRemoved, onFailure }) {
    Object.assign(this, { conversation, delivery, confirmation, menu, log, onBegin, onRemoved, onFailure });
  }

  /** Begin anew; what would be lost is asked about before. */
  async restart() {
    const losses = [this.conversation.isWithPerson && TEXTS.confirmRestart, this.delivery.isBusy && TEXTS.confirmUnsent];
    const question = losses.filter(Boolean).join(" ");
    if (!question || (await this.confirm(question, "restart"))) this.beginAnew();
  }

  /** Hand the conversation to the browser as a page; nothing is sent for it. */
  download(title) {
    downloadPage(writeTranscript(this.conversation.transcript, title), "tregks-gespraech.html");
    this.menu.focus();
  }

  /** Delete the conversation after a question. */
  async remove() {
    if (await this.confirm(TEXTS.confirmRemove, "remove")) await this.removeForGood();
  }

  async removeForGood() {
    try {
      await this.conversation.remove();
    } catch (error) {
      this.explainFailure(error);
      return;
    }
    this.beginAnew();
    this.log.append(renderNotice(TEXTS.removed));
    this.onRemoved();
  }

  explainFailure(error) {
    if (!(error instanceof ChatError)) throw error;
    const again = { title: TEXTS.removeAgain, run: () => this.removeForGood() };
    this.log.append(renderNotice(TEXTS.notRemoved(error.message), again));
    this.onFailure(error);
  }

  async confirm(question, entry) {
    const isConfirmed = await this.confirmation.ask(question, TEXTS.menuEntries[entry]);
    if (!isConfirmed) this.menu.focus();
    return isConfirmed;
  }

  beginAnew() {
    this.delivery.clear();
    this.conversation.forget();
    this.onBegin();
  }
}
