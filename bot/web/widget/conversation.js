/** One conversation with the assistant: its id, its state, its messages, and a person's messages as they come. */

import { forgetConversation, recallConversation, rememberConversation } from "./memory.js";

const PERSON_STATES = new Set(["waiting", "person"]);

export class Conversation {
  /** onMessages takes new messages in order and whether they are history, onState the new state. */
  constructor(client, { onMessages, onState }) {
    this.client = client;
    this.onMessages = onMessages;
    this.onState = onState;
    this.begin(recallConversation());
  }

  /** Send a message or a button; resolves to the number of messages that came back. */
  async send(turn) {
    const { run } = this;
    const answer = await this.client.sendTurn(this.id, turn).catch((error) => {
      if (error.status === 404 && run === this.run) this.forget();
      throw error;
    });
    if (run !== this.run) return 1; // deleted or begun anew meanwhile: this reply belongs to nobody
    this.transcript.push({ from: "visitor", text: turn.title ?? turn.message });
    this.id = answer.conversation;
    rememberConversation(this.id);
    return this.take(answer);
  }

  /** Fetch this tab's earlier conversation. */
  async restore() {
    this.begin(this.id);
    const history = await this.client.fetchHistory(this.id).catch((error) => {
      if (error.status === 404) this.forget();
      throw error;
    });
    this.take(history, true);
  }

  /** Delete the conversation on the server, then here. */
  async remove() {
    if (this.id) await this.client.deleteConversation(this.id).catch(ignoreGone);
    this.forget();
  }

  /** Forget the conversation here and begin anew. */
  forget() {
    forgetConversation();
    this.begin(null);
    this.onState(this.state);
  }

  /** Rate an answer with 1 or -1. */
  rate(message, rating) {
    return this.client.rateAnswer(this.id, message.id, rating);
  }

  /** Stop listening; restore() or the next answer listens again. */
  pause() {
    this.events?.close();
    this.events = null;
  }

  get isWithPerson() {
    return PERSON_STATES.has(this.state);
  }

  begin(id) {
    this.pause();
    this.run = Symbol("conversation");
    this.id = id;
    this.state = "bot";
    this.transcript = [];
    this.known = new Set();
  }

  take({ messages, state }, isHistory = false) {
    const fresh = (messages ?? []).filter((message) => !this.known.has(message.id));
    for (const message of fresh) if (message.id) this.known.add(message.id);
    this.transcript.push(...fresh);
    if (fresh.length) this.onMessages(fresh, isHistory);
    this.enter(state ?? this.state);
    return (messages ?? []).length;
  }

  enter(state) {
    if (state !== this.state) {
      this.state = state;
      this.onState(state);
    }
    if (!this.isWithPerson) this.pause();
    else if (!this.events) this.listen();
  }

  listen() {
    this.events = this.client.openEvents(this.id);
    this.events.addEventListener("message", (event) => {
      const message = JSON.parse(event.data);
      if (message.from !== "visitor") this.take({ messages: [message] });
    });
    this.events.addEventListener("state", (event) => this.enter(JSON.parse(event.data).state));
  }
}

function ignoreGone(error) {
  if (error.status !== 404) throw error;
}
