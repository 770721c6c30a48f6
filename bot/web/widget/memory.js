/**
 * What the browser remembers, for this tab only and not before the visitor's first action: the conversation id, whether
 * the chat was open, what was said and not answered yet, and the switches for language and plain language.
 */

const CONVERSATION = "tregks-chat";
const OPEN = "tregks-chat-open";
const QUEUE = "tregks-chat-queue";

/** Return the id of this tab's conversation, or null. */
export function recallConversation() {
  return read(CONVERSATION);
}

/** Keep the id of this tab's conversation. */
export function rememberConversation(id) {
  write(CONVERSATION, id);
}

/** Return the turns of this tab that wait for an answer, oldest first. */
export function recallQueue() {
  try {
    return JSON.parse(read(QUEUE) ?? "[]");
  } catch {
    return []; // not of our writing
  }
}

/** Keep the turns that wait for an answer. */
export function rememberQueue(turns) {
  write(QUEUE, turns.length ? JSON.stringify(turns) : null);
}

/** Tell whether this tab has a conversation, or something that waits to begin one. */
export function hasEarlier() {
  return recallConversation() !== null || recallQueue().length > 0;
}

/** Return what the visitor has wished for by a switch ("plain", "language"), or null. */
export function recallWish(name) {
  return read(`tregks-chat-${name}`);
}

/** Keep a wish, or forget it with null. */
export function rememberWish(name, value) {
  write(`tregks-chat-${name}`, value);
}

/** Forget the conversation; what waits for an answer is kept. */
export function forgetConversation() {
  write(CONVERSATION, null);
  write(OPEN, null);
}

/** Tell whether the chat was open when the page was left. */
export function wasOpen() {
  return read(OPEN) === "1";
}

/** Keep whether the chat is open, but only when something was said. */
export function rememberOpen(isOpen) {
  if (recallConversation() || read(QUEUE)) write(OPEN, isOpen ? "1" : null);
}

function read(key) {
  try {
    return sessionStorage.getItem(key);
  } catch {
    return null; // storage is switched off: the conversation then ends with the page
  }
}

function write(key, value) {
  try {
    if (value === null) sessionStorage.removeItem(key);
    else sessionStorage.setItem(key, value);
  } catch {
    // see read()
  }
}
