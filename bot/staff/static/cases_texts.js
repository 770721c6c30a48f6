/** Search texts beside the field of a reply and insert them at the cursor, without leaving the page. */

const PAUSE = 300; // milliseconds without a key before the search begins

export function startTexts() {
  let timer = 0;
  let latest;

  document.addEventListener("input", (event) => {
    if (event.target.id !== "bausteinsuche") return;
    clearTimeout(timer);
    timer = setTimeout(() => search(event.target.form), PAUSE);
  });

  document.addEventListener("toggle", (event) => {
    const place = event.target.querySelector?.(":scope > [data-snippets]");
    if (place && event.target.open && !place.childElementCount) search(place.closest("form"));
  }, true);

  document.addEventListener("submit", (event) => {
    const button = event.submitter;
    if (event.target.id !== "antwort" || !button?.formAction.endsWith("/bausteine")) return;
    event.preventDefault();
    if (button.dataset.paste === undefined) search(event.target);
    else insert(event.target.querySelector("#text"), button.dataset.paste);
  });

  async function search(form) {
    latest?.abort();
    latest = new AbortController();
    const place = form.querySelector("[data-snippets]");
    const address = form.querySelector("[formaction$='/bausteine']").formAction;
    try {
      const options = { method: "POST", body: new URLSearchParams(new FormData(form)), headers: { "X-Fragment": "1" } };
      const response = await fetch(address, { ...options, signal: latest.signal });
      if (!response.ok) throw new Error(String(response.status));
      place.innerHTML = await response.text(); // written by our own template, everything in it escaped
    } catch (error) {
      if (error.name !== "AbortError") place.textContent = "Die Suche ist gerade nicht möglich.";
    }
  }
}

/** Insert at the cursor, so that the browser can undo it. */
function insert(field, text) {
  field.focus();
  if (!document.execCommand("insertText", false, text)) field.setRangeText(text, field.selectionStart, field.selectionEnd, "end");
  field.dispatchEvent(new Event("input", { bubbles: true }));
}
