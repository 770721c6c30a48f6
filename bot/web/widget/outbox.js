/**
 * What the visitor said and the server has not answered yet. Sent in order, one at a time, again and again until it is
 * taken; kept for this tab, so that a reload loses nothing.
 */

import { ChatError } from "./client.js";
import { recallQueue, rememberQueue } from "./memory.js";

const FIRST_PAUSE = 1_000;
const LONGEST_PAUSE = 60_000;

/**
 * @typedef {object} Turn what the visitor said: message, or a button's payload and title
 * @property {string} clientId the same at each try, so that the server takes it once
 * @property {string} opens the secret of the conversation that it begins where there is none
 * @property {string} [origin] what was pressed: while its turn waits, pressing it again says nothing more
 * @property {boolean} [isTried] it may have arrived
 * @property {boolean} [isStuck] its conversation is gone, and the visitor has to decide
 */

export class Outbox {
  /**
   * send takes a turn and resolves to its answer; onChange hears of every change, onAnswered takes turn and answer,
   * onRefused turn and ChatError.
   */
  constructor({ send, onChange, onAnswered, onRefused }) {
    Object.assign(this, { send, onChange, onAnswered, onRefused });
    this.begin(recallQueue());
  }

  get isSending() {
    return this.sent !== null;
  }

  /** Tell whether a turn of this origin has no answer yet. */
  holds(origin) {
    return origin !== undefined && this.turns.some((turn) => turn.origin === origin);
  }

  /** Queue a turn and send it as soon as its time has come. */
  add(turn) {
    this.turns.push({ ...turn, clientId: makeName(), opens: makeName() });
    this.keep();
    this.wake();
    this.onChange();
  }

  /** Try now, as when the connection is back; a server that asked for a pause gets it. */
  wake() {
    if (this.problem?.status !== 429) this.sendNext();
  }

  /** Take back a turn that is not on its way just now; false where it is. */
  withdraw(turn) {
    if (turn === this.sent) return false;
    this.drop(turn);
    if (!this.turns.length) this.rest();
    else if (turn.isStuck) this.turns[0].isStuck = true; // their conversation is gone as well
    this.keep();
    this.onChange();
    return true;
  }

  /** Go on in a new conversation, where a button of the old one is no more than its words. */
  goOn() {
    for (const turn of this.turns) {
      turn.isStuck = false;
      turn.message ??= turn.title;
      delete turn.payload;
    }
    this.sendNext();
  }

  /** Leave it to the visitor whether to go on: the conversation is gone. */
  hold() {
    if (!this.turns.length) return;
    this.turns[0].isStuck = true;
    this.keep();
    this.onChange();
  }

  /** Drop what the server has taken already, by the names of the turns. */
  settle(names) {
    for (const turn of this.turns.filter(({ clientId }) => names.has(clientId))) this.drop(turn);
  }

  /** Forget everything; an answer on its way is no longer waited for. */
  clear() {
    this.begin([]);
    this.keep();
    this.onChange();
  }

  /** Return what is true about a turn: null on its way, "queued", "waiting" for a better time, or "stuck". */
  fateOf(turn) {
    if (this.turns[0]?.isStuck) return "stuck";
    if (this.problem) return "waiting";
    return turn === this.sent ? null : "queued";
  }

  async sendNext() {
    const [turn] = this.turns;
    if (!turn || turn.isStuck || this.isSending) return;
    const { run } = this;
    clearTimeout(this.timer);
    this.sent = turn;
    turn.isTried = true;
    this.keep();
    this.onChange();
    const outcome = await this.send(turn).then((answer) => ({ answer }), (error) => ({ error }));
    if (run !== this.run) return;
    this.sent = null;
    this.problem = null;
    if (outcome.error) this.fail(turn, outcome.error);
    else this.finish(turn, outcome.answer);
    this.onChange();
    if (!this.problem) this.sendNext();
  }

  finish(turn, answer) {
    this.tries = 0;
    this.drop(turn);
    this.onAnswered(turn, answer);
  }

  fail(turn, error) {
    if (error instanceof ChatError && error.isTemporary) return this.tryLater(error);
    if (error.isGone) {
      turn.isStuck = true;
      return this.keep();
    }
    this.drop(turn);
    if (!(error instanceof ChatError)) throw error;
    return this.onRefused(turn, error);
  }

  tryLater(error) {
    this.problem = error;
    const pause = Math.min(FIRST_PAUSE * 2 ** this.tries, LONGEST_PAUSE) * (0.75 + Math.random() / 2);
    this.tries += 1;
    this.timer = setTimeout(() => this.sendNext(), Math.max(pause, error.retryAfter * 1000));
  }

  rest() {
    clearTimeout(this.timer);
    this.problem = null;
  }

  drop(turn) {
    this.turns = this.turns.filter((other) => other !== turn);
    this.keep();
  }

  keep() {
    rememberQueue(this.turns);
  }

  begin(turns) {
    this.rest();
    this.run = Symbol("queue");
    this.turns = turns;
    this.sent = null;
    this.tries = 0;
  }
}

/** Return a name that nothing else has; pages without a secure origin have no randomUUID. */
export function makeName() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
