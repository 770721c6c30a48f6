/** What the visitor says on its way: shown at once, sent in order, each with what is true about it. */

import { TEXTS } from "./texts.js";
import { Outbox } from "./outbox.js";
import { markDelivered, noteFate, renderTurn } from "./turns.js";

export class Delivery {
  /**
   * onNotice takes a sentence for the log, onFailure takes a ChatError for the page, onChange hears of every change.
   */
  constructor({ conversation, log, composer, onNotice, onFailure, onChange }) {
    Object.assign(this, { conversation, log, composer, onNotice, onFailure, onChange });
    this.nodes = new Map();
    this.outbox = new Outbox({
      send: (turn) => this.send(turn),
      onChange: () => this.show(),
      onAnswered: (turn, count) => this.finish(turn, count),
      onRefused: (turn, error) => this.giveBack(turn, error),
    });
  }

  /** Tell whether something that the visitor said has no answer yet. */
  get isBusy() {
    return this.outbox.turns.length > 0;
  }

  /** Tell whether the assistant is at work on an answer. */
  get isAwaited() {
    return this.outbox.isSending && !this.outbox.problem && this.conversation.state !== "person";
  }

  /** Show and send what the visitor says: {message} or {payload, title}, and what was pressed for it as origin. */
  say(turn) {
    if (!this.outbox.holds(turn.origin)) this.outbox.add(turn);
  }

  /** Show again what was waiting when the page was left, unless the server has it, and send it. */
  resume() {
    this.outbox.settle(this.conversation.known);
    this.nodes.clear();
    this.show();
    this.outbox.wake();
  }

  /** Try now, as when the connection is back. */
  wake() {
    this.outbox.wake();
  }

  /** Leave it to the visitor whether what waits is said in a new conversation. */
  hold() {
    this.outbox.hold();
  }

  /** Forget what is on its way. */
  clear() {
    this.nodes.clear();
    this.outbox.clear();
  }

  async send(turn) {
    try {
      return await this.conversation.send(turn);
    } catch (error) {
      this.onFailure(error);
      throw error;
    }
  }

  finish(turn, count) {
    const node = this.release(turn);
    this.log.readFrom(node);
    if (count > 0) return;
    if (this.conversation.isWithPerson) markDelivered(node);
    else this.onNotice(TEXTS.noAnswer);
  }

  /** A message that the server will never take is the visitor's again. */
  giveBack(turn, error) {
    const node = this.release(turn);
    noteFate(node, { tone: "problem", lead: TEXTS.unsent, sentence: error.message });
    if (turn.payload === undefined) this.composer.giveBack(turn.message);
    this.log.readFrom(node.querySelector(".fate"));
  }

  withdraw(turn) {
    if (!this.outbox.withdraw(turn)) return;
    this.release(turn).remove();
    if (turn.payload === undefined) this.composer.text = [turn.message, this.composer.text].filter(Boolean).join("\n");
    this.composer.focus();
    if (turn.isTried && navigator.onLine) this.onNotice(TEXTS.withdrawnLate);
  }

  /** Bring the log into line with the outbox. */
  show() {
    for (const turn of this.outbox.turns) this.showTurn(turn);
    this.log.showTyping(this.isAwaited);
    this.onChange();
  }

  showTurn(turn) {
    const fate = this.outbox.fateOf(turn);
    const isFirst = turn === this.outbox.turns[0];
    const node = this.nodes.get(turn) ?? this.add(turn);
    node.classList.toggle("queued", !isFirst);
    const before = node.dataset.fate;
    noteFate(node, fate && this.describe(turn, fate, isFirst));
    if (isFirst && before !== node.dataset.fate) this.log.readFrom(node.querySelector(".fate") ?? node);
  }

  add(turn) {
    const node = renderTurn(turn.title ?? turn.message);
    this.nodes.set(turn, node);
    this.log.appendTurn(node);
    return node;
  }

  describe(turn, fate, isFirst) {
    const withdraw = { title: TEXTS.withdraw, run: () => this.withdraw(turn) };
    if (fate === "queued") return { tone: "waiting", sentence: TEXTS.queued, actions: [withdraw] };
    if (!isFirst) return { tone: "waiting", sentence: TEXTS.sentAfter, actions: [withdraw] };
    if (fate === "stuck") {
      const actions = [{ title: TEXTS.goOn, run: () => this.goOn() }, withdraw];
      return { tone: "problem", lead: TEXTS.unsent, sentence: TEXTS.errors.gone, actions };
    }
    const { problem } = this.outbox;
    const retry = { title: TEXTS.retry, run: () => this.retry() };
    const actions = problem.status === 429 ? [withdraw] : [retry, withdraw];
    return { tone: "problem", lead: TEXTS.notYetSent, sentence: explainWaiting(problem), actions };
  }

  retry() {
    this.composer.focus();
    this.outbox.wake();
  }

  goOn() {
    this.composer.focus();
    this.outbox.goOn();
  }

  release(turn) {
    const node = this.nodes.get(turn);
    this.nodes.delete(turn);
    node.classList.remove("queued");
    noteFate(node, null);
    return node;
  }
}

/** Say why a message waits and when it is sent. */
function explainWaiting(error) {
  if (error.status === 429) return TEXTS.waiting.busy(error.retryAfter);
  const { offline, unreachable, timeout, missing, unavailable } = TEXTS.waiting;
  return { offline: navigator.onLine ? unreachable : offline, timeout, missing }[error.code] ?? unavailable;
}
