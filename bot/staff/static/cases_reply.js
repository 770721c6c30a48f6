/** The field of a live conversation: sends without leaving the page, tells that somebody is typing, loses no text. */

const TYPING_EVERY = 3000; // milliseconds
const LOST = "Nicht gesendet. Ihr Text steht wieder da; bitte senden Sie noch einmal.";

export function startReply({ show }) {
  let queue = Promise.resolve();
  let toldAt = 0;

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.id !== "antwort" || !form.dataset.live || event.submitter?.hasAttribute("formaction")) return;
    event.preventDefault();
    const text = form.querySelector("#text");
    if (!text.value.trim()) return;
    const body = new URLSearchParams(new FormData(form));
    text.value = "";
    form.querySelector("#kennung").value = newKey();
    text.focus();
    queue = queue.then(() => send(form.action, body));
  });

  document.addEventListener("keydown", (event) => {
    const form = event.target.closest?.("#antwort");
    if (!form || event.target.id !== "text" || event.key !== "Enter" || event.isComposing) return;
    const isWanted = event.ctrlKey || event.metaKey || (form.dataset.live && !event.shiftKey);
    if (!isWanted) return;
    event.preventDefault();
    form.requestSubmit(form.querySelector("button.main"));
  });

  document.addEventListener("input", (event) => {
    const form = event.target.closest?.("#antwort");
    if (!form?.dataset.live || event.target.id !== "text" || Date.now() - toldAt < TYPING_EVERY) return;
    toldAt = Date.now();
    const body = new URLSearchParams({ csrf: form.elements.csrf.value });
    fetch(form.dataset.live, { method: "POST", body }).catch(() => {}); // nothing depends on its arrival
  });

  async function send(address, body) {
    let isSent = false;
    try {
      const response = await fetch(address, { method: "POST", body });
      isSent = response.ok;
      const isShown = show(await response.text());
      fail(isSent || isShown ? "" : LOST);
    } catch {
      fail(LOST);
    }
    if (!isSent) putBack(body);
  }

  /** Put a text back with its key: whatever became of it, it is taken once. */
  function putBack(body) {
    const text = document.querySelector("#text");
    if (!text) return;
    const isAlone = !text.value.trim() || text.value === body.get("text");
    text.value = isAlone ? body.get("text") : `${body.get("text")}\n${text.value}`;
    if (isAlone) document.querySelector("#kennung").value = body.get("kennung");
  }
}

function fail(message) {
  document.querySelector("[data-failure]").textContent = message;
}

function newKey() {
  return [...crypto.getRandomValues(new Uint8Array(12))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
