// Copy buttons, and a passage that is marked in the reader: copied with its citation, or cited. Plain copying stays.
const OFFER_GAP_PX = 8;
const source = document.getElementById("cite-source");
let offer = null;

for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = !navigator.clipboard;
  button.addEventListener("click", () => copy(document.getElementById(button.dataset.copy).textContent.trim(), button));
}
for (const hint of document.querySelectorAll(".select-hint")) hint.hidden = !source;
for (const select of document.querySelectorAll("#cite-style")) {
  select.addEventListener("change", () => {
    const other = document.getElementById("cite-other");
    if (other) other.value = "";
    select.form.requestSubmit();
  });
}
if (location.hash === "#passage") {
  addEventListener("load", () => document.getElementById("passage")?.scrollIntoView({ block: "center" }));
}
if (source) {
  document.addEventListener("selectionchange", () => hide());
  document.addEventListener("pointerup", () => setTimeout(propose));
  document.addEventListener("keyup", (event) => event.shiftKey && setTimeout(propose));
  document.addEventListener("keydown", (event) => event.key === "Escape" && hide());
}

async function copy(text, button) {
  const before = button.textContent;
  try {
    await navigator.clipboard.writeText(text);
    button.textContent = source?.dataset.copied ?? button.dataset.copied ?? "✓";
  } catch {
    button.textContent = "–";
  }
  setTimeout(() => (button.textContent = before), 2000);
}

/** The marked words of the page with their place in its text; null when nothing of it is marked. */
function marked() {
  const selection = getSelection();
  if (!selection || selection.isCollapsed || !selection.rangeCount) return null;
  const range = selection.getRangeAt(0);
  const start = place(range.startContainer, range.startOffset);
  const end = place(range.endContainer, range.endOffset);
  const words = selection.toString().replace(/\s+/g, " ").trim();
  if (start === null || end === null || !words || start === end) return null;
  return { words, start: Math.min(start, end), end: Math.max(start, end), box: range.getBoundingClientRect() };
}

/** A place in the text of the page, in code points; null outside of it. */
function place(node, offset) {
  const element = node.nodeType === Node.TEXT_NODE ? node.parentElement : node;
  const line = element?.closest(".overlay text[data-start]");
  const text = element?.closest("#page-text .text");
  const whole = line ?? text;
  if (!whole) return null;
  const before = document.createRange();
  before.setStart(whole, 0);
  before.setEnd(node, offset);
  return Number(line?.dataset.start ?? 0) + [...before.toString()].length;
}

function propose() {
  const found = marked();
  if (!found) return;
  hide();
  const url = `${source.dataset.url}?from=${found.start}&to=${found.end}#passage`;
  const href = `${source.dataset.href}&from=${found.start}&to=${found.end}#cite`;
  const quoted = `${source.dataset.left}${found.words}${source.dataset.right} `;
  offer = document.createElement("div");
  offer.className = "cite-offer";
  const button = Object.assign(document.createElement("button"), { type: "button", className: "plain" });
  button.textContent = source.dataset.offer;
  const text = quoted + source.dataset.citation.replace(source.dataset.url, url);
  button.addEventListener("click", () => copy(text, button));
  const link = Object.assign(document.createElement("a"), { href });
  link.textContent = source.dataset.cite;
  offer.addEventListener("pointerup", (event) => event.stopPropagation());
  offer.addEventListener("pointerdown", (event) => event.preventDefault());
  offer.append(button, link);
  document.body.append(offer);
  const left = Math.min(found.box.left, innerWidth - offer.offsetWidth - OFFER_GAP_PX);
  offer.style.left = `${Math.max(OFFER_GAP_PX, left) + scrollX}px`;
  const lowest = innerHeight - offer.offsetHeight - OFFER_GAP_PX;
  offer.style.top = `${Math.min(found.box.bottom + OFFER_GAP_PX, lowest) + scrollY}px`;
}

function hide() {
  offer?.remove();
  offer = null;
}
