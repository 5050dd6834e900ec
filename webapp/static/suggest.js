// Suggestions under the search box: a combobox as the ARIA practices describe it. Without it the box works as ever.
const PAUSE_MS = 120;
const RECENT_KEY = "recent-searches";
const RECENT_KEPT = 8;
let waiting = null;
let asked = null;

export function startSuggestions() {
  const box = document.getElementById("q");
  const form = box?.form;
  if (!form) return;
  const list = Object.assign(document.createElement("ul"), { id: "suggestions", className: "suggestions", hidden: true });
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", box.dataset.suggestions ?? "");
  box.after(list);
  for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-controls", list.id], ["aria-expanded", "false"]]) {
    box.setAttribute(name, value);
  }
  box.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => show(box, list, form), PAUSE_MS);
  });
  box.addEventListener("keydown", (event) => onKey(event, box, list));
  box.addEventListener("blur", () => setTimeout(() => close(box, list), 150));
  list.addEventListener("mousedown", (event) => event.preventDefault());
  form.addEventListener("submit", () => {
    close(box, list);
    remember(box.value.trim());
  });
}

async function show(box, list, form) {
  const typed = box.value.trim();
  if (typed.length < 2 || document.activeElement !== box) return close(box, list);
  asked?.abort();
  asked = new AbortController();
  try {
    const address = new URL(form.action).pathname.replace(/search$/, "suggest.json");
    const answer = await fetch(`${address}?${new URLSearchParams({ q: typed })}`, { signal: asked.signal });
    if (!answer.ok) return close(box, list);
    const found = (await answer.json()).suggestions;
    draw(box, list, [...recent(typed, form), ...found]);
  } catch {
    // Given up for a newer question, or the site is away: the box works without.
  }
}

function draw(box, list, rows) {
  list.replaceChildren(
    ...rows.map((row, place) => {
      const item = document.createElement("li");
      item.id = `suggestion-${place}`;
      item.setAttribute("role", "option");
      item.dataset.href = row.href;
      item.addEventListener("click", () => location.assign(row.href));
      const label = Object.assign(document.createElement("bdi"), { textContent: row.label });
      const note = Object.assign(document.createElement("span"), { textContent: row.note, className: "quiet" });
      item.append(label, " ", note);
      return item;
    }),
  );
  list.hidden = rows.length === 0;
  box.setAttribute("aria-expanded", String(!list.hidden));
  box.removeAttribute("aria-activedescendant");
}

function onKey(event, box, list) {
  if (list.hidden || event.isComposing) return;
  const items = [...list.children];
  const at = items.findIndex((item) => item.getAttribute("aria-selected") === "true");
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    const next = (at + (event.key === "ArrowDown" ? 1 : -1) + items.length + 1) % (items.length + 1);
    choose(box, items, at < 0 && event.key === "ArrowUp" ? items.length - 1 : next);
  } else if (event.key === "Enter" && at >= 0) {
    event.preventDefault();
    location.assign(items[at].dataset.href);
  } else if (event.key === "Escape") {
    event.stopPropagation();
    close(box, list);
  }
}

function choose(box, items, place) {
  items.forEach((item, at) => item.setAttribute("aria-selected", String(at === place)));
  if (items[place]) {
    box.setAttribute("aria-activedescendant", items[place].id);
    items[place].scrollIntoView({ block: "nearest" });
  } else {
    box.removeAttribute("aria-activedescendant");
  }
}

function close(box, list) {
  asked?.abort();
  list.hidden = true;
  box.setAttribute("aria-expanded", "false");
  box.removeAttribute("aria-activedescendant");
}

// Earlier searches of this tab only: they are gone when it is closed, and never leave the browser.
function recent(typed, form) {
  const start = typed.toLowerCase();
  return earlier()
    .filter((one) => one.toLowerCase().startsWith(start) && one !== typed)
    .slice(0, 3)
    .map((one) => ({ label: one, note: "↺", href: `${form.action}?${new URLSearchParams({ q: one })}` }));
}

function earlier() {
  try {
    return JSON.parse(sessionStorage.getItem(RECENT_KEY) ?? "[]");
  } catch {
    return [];
  }
}

function remember(query) {
  if (!query) return;
  try {
    sessionStorage.setItem(RECENT_KEY, JSON.stringify([query, ...earlier().filter((one) => one !== query)].slice(0, RECENT_KEPT)));
  } catch {
    // A browser that keeps nothing suggests nothing.
  }
}
