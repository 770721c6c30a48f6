/**
 * What the browser remembers: the conversation id and whether the chat was open, for this tab only,
 * and nothing before the visitor's first message was answered.
 */

const CONVERSATION = "tregks-chat";
const OPEN = "tregks-chat-open";

/** Return the id of this tab's conversation, or null. */
export function recallConversation() {
  return read(CONVERSATION);
}

/** Keep the id of this tab's conversation. */
export function rememberConversation(id) {
  write(CONVERSATION, id);
}

/** Forget everything. */
export function forgetConversation() {
  write(CONVERSATION, null);
  write(OPEN, null);
}

/** Tell whether the chat was open when the page was left. */
export function wasOpen() {
  return read(OPEN) === "1";
}

/** Keep whether the chat is open, but only when there is a conversation. */
export function rememberOpen(isOpen) {
  if (recallConversation()) write(OPEN, isOpen ? "1" : null);
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
