// The values of a facet. One that is closed is counted when it is opened; without this module a link in it does so.
// Looking for a value: the answer comes under the facet; without this module it is a page of its own.
const PAUSE_MS = 200;

export function startValues() {
  let waiting = null;
  document.addEventListener("toggle", (event) => {
    const facet = event.target;
    if (facet.open && facet.matches?.("details[data-part-href]")) count(facet);
  }, true);
  document.addEventListener("input", (event) => {
    const form = event.target.closest?.("form[data-values]");
    if (!form) return;
    clearTimeout(waiting);
    waiting = setTimeout(() => find(form), PAUSE_MS);
  });
  document.addEventListener("submit", (event) => {
    const form = event.target.closest?.("form[data-values]");
    if (!form) return;
    event.preventDefault();
    find(form);
  });
}

/** Puts the values into a facet that was opened; where that fails, the link in it leads to the page with them. */
async function count(facet) {
  const address = facet.dataset.partHref;
  delete facet.dataset.partHref;
  facet.setAttribute("aria-busy", "true");
  const text = await partOf(address);
  facet.removeAttribute("aria-busy");
  if (text === null) {
    facet.dataset.partHref = address; // opened again, it is tried again
    return;
  }
  facet.querySelector(":scope > .rest")?.remove();
  facet.insertAdjacentHTML("beforeend", text);
}

/** What stands inside the facet; null when it cannot be had. */
async function partOf(address) {
  try {
    const answer = await fetch(address, { headers: { "X-Part": "facet", Accept: "text/html" } });
    const isPart = answer.ok && !answer.redirected && (answer.headers.get("Content-Type") ?? "").startsWith("text/html");
    return isPart ? await answer.text() : null;
  } catch {
    return null;
  }
}

async function find(form) {
  const holder = form.parentElement;
  const usual = [...holder.querySelectorAll(":scope > .values, :scope > .rest, :scope > .more")];
  let found = holder.querySelector(":scope > .found-values");
  const wanted = form.elements.namedItem("find").value.trim();
  if (!wanted) {
    found?.remove();
    usual.forEach((one) => (one.hidden = false));
    return;
  }
  const answer = await fetch(`${form.action}?${new URLSearchParams(new FormData(form))}`, {
    headers: { "X-Part": "values", Accept: "text/html" },
  });
  if (!answer.ok || form.elements.namedItem("find").value.trim() !== wanted) return;
  if (!found) {
    found = Object.assign(document.createElement("div"), { className: "found-values" });
    found.setAttribute("aria-live", "polite");
    form.after(found);
  }
  found.innerHTML = await answer.text();
  usual.forEach((one) => (one.hidden = true));
}
