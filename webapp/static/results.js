// Fetches the same address, swaps the named part, pushes the address.
const PART = "results";
let asked = null;

export function startResults() {
  const part = document.querySelector(`[data-part="${PART}"]`);
  if (!part) return;
  const form = document.getElementById("search-form");
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    go(addressOf(form), part);
  });
  part.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    if (!link || event.defaultPrevented || !isPlain(event)) return;
    const address = new URL(link.href);
    if (address.origin !== location.origin || address.pathname !== pathOf(form)) return;
    event.preventDefault();
    go(address.href, part, link.closest("[data-key]")?.dataset.key, isPaging(link));
  });
  part.addEventListener("change", (event) => {
    if (event.target.id === "sort") form.requestSubmit();
  });
  addEventListener("popstate", () => {
    if (location.pathname === pathOf(form)) load(location.href, part, null, false);
  });
}

/** The search page in the language of this page. */
function pathOf(form) {
  return new URL(form.action).pathname;
}

function isPlain(event) {
  return event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
}

function isPaging(link) {
  return Boolean(link.closest(".paging"));
}

function addressOf(form) {
  const fields = [...new FormData(form)].filter(([name, value]) => value !== "" && !(name === "sort" && value === "relevance"));
  return `${pathOf(form)}?${new URLSearchParams(fields)}`;
}

async function go(address, part, key, toTop) {
  if (await load(address, part, key, toTop)) history.pushState(null, "", withoutOpened(address));
  else location.href = address;
}

async function load(address, part, key, toTop) {
  asked?.abort();
  const mine = new AbortController();
  asked = mine;
  part.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(withOpened(address, part), { headers: { "X-Part": PART, Accept: "text/html" }, signal: mine.signal });
    if (answer.redirected || !(answer.headers.get("Content-Type") ?? "").startsWith("text/html")) return false;
    const text = await answer.text();
    const opened = openState(part);
    part.innerHTML = text;
    restoreOpen(part, opened);
    settle(address, part, key, toTop);
    return true;
  } catch (error) {
    return error.name === "AbortError";
  } finally {
    if (asked === mine) part.removeAttribute("aria-busy");
  }
}

/** The address to remember: what stands open is the page's own affair. */
function withoutOpened(address) {
  const url = new URL(address, location.href);
  url.searchParams.delete("open");
  return url;
}

/** Facets that are counted when they are opened, and are open now, come counted. */
function withOpened(address, part) {
  const url = new URL(address, location.href);
  for (const facet of part.querySelectorAll("details[data-open][open]")) {
    if (!url.searchParams.getAll("open").includes(facet.dataset.open)) url.searchParams.append("open", facet.dataset.open);
  }
  return url;
}

function openState(part) {
  const details = [...part.querySelectorAll("details[data-key]")];
  const drawer = part.querySelector("#show-facets");
  return { details: new Map(details.map((one) => [one.dataset.key, one.open])), drawer: drawer?.checked ?? false };
}

function restoreOpen(part, opened) {
  for (const one of part.querySelectorAll("details[data-key]")) {
    if (opened.details.has(one.dataset.key)) one.open = opened.details.get(one.dataset.key);
  }
  const drawer = part.querySelector("#show-facets");
  if (drawer) drawer.checked = opened.drawer;
}

function settle(address, part, key, toTop) {
  const query = new URL(address, location.href).searchParams.get("q") ?? "";
  const box = document.getElementById("q");
  if (box && document.activeElement !== box) box.value = query;
  document.title = document.title.replace(/^.* – /, `${query || part.dataset.all} – `);
  for (const twin of document.querySelectorAll("a[data-twin]")) twin.search = new URL(address, location.href).search;
  const kept = key ? part.querySelector(`[data-key="${CSS.escape(key)}"]`) : null;
  const focused = kept?.matches("a") ? kept : kept?.querySelector("a, summary");
  if (toTop) scrollTo({ top: 0 });
  if (document.activeElement === document.body) {
    (focused ?? part.querySelector("#counts"))?.focus({ preventScroll: true });
  }
}
