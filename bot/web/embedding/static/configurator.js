/** Puts the line for a website together from the form; the chat of this page is the preview. */

const form = document.getElementById("einstellungen");
const line = document.getElementById("zeile");
const copied = document.getElementById("kopiert");
const preview = document.getElementById("vorschau");
const isFixed = document.getElementById("pruefsumme");

for (const part of document.querySelectorAll(".needs-script")) part.hidden = false;
form.addEventListener("input", show);
form.addEventListener("reset", () => setTimeout(show)); // after the fields have been emptied
form.addEventListener("submit", (event) => event.preventDefault());
document.getElementById("oeffnen").addEventListener("click", ({ currentTarget }) => preview.show(currentTarget));
document.getElementById("kopieren").addEventListener("click", copy);
show();

function show() {
  const settings = readSettings();
  line.textContent = writeLine(settings);
  copied.textContent = "";
  for (const { name } of fields()) {
    if (!settings.has(name)) preview.removeAttribute(name);
    else if (preview.getAttribute(name) !== settings.get(name)) preview.setAttribute(name, settings.get(name));
  }
}

function fields() {
  return [...form.elements].filter(({ dataset }) => dataset.usual !== undefined);
}

/** Return what differs from what is usual. */
function readSettings() {
  const set = fields().map((field) => [field.name, field.value.trim(), field.dataset.usual]);
  return new Map(set.filter(([, value, usual]) => value && value !== usual).map(([name, value]) => [name, value]));
}

function writeLine(settings) {
  const { current, fixed, integrity } = form.dataset;
  const source = isFixed.checked ? { src: fixed, integrity, crossorigin: "anonymous" } : { src: current };
  const options = [...settings].map(([name, value]) => [`data-${name}`, value]);
  const attributes = [...Object.entries(source), ...options].map(([name, value]) => `${name}="${escape(value)}"`);
  return `<script type="module" ${attributes.join(" ")}></script>`;
}

function escape(value) {
  return value.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");
}

async function copy() {
  try {
    await navigator.clipboard.writeText(line.textContent);
    copied.textContent = "Kopiert.";
  } catch {
    getSelection().selectAllChildren(line);
    copied.textContent = "Bitte mit Strg und C kopieren.";
  }
}
