// The histogram of years as a brush: drag over it, or Shift with the arrow keys on a bar, then Enter. The date fields do the same.
export function startBrush() {
  let first = null;
  document.addEventListener("pointerdown", (event) => {
    const bar = barAt(event);
    if (!bar || event.button !== 0 || event.pointerType === "touch") return;
    first = bar;
    bar.closest("svg").dataset.brushing = "";
  });
  document.addEventListener("pointermove", (event) => {
    const bar = first && barAt(event);
    if (bar) mark(first, bar);
  });
  document.addEventListener("pointerup", (event) => {
    if (!first) return;
    const last = barAt(event) ?? marked(first).at(-1) ?? first;
    const chart = first.closest("svg");
    const dragged = last !== first || marked(first).length > 1;
    if (dragged) {
      swallowClick();
      apply(first, last);
    }
    delete chart.dataset.brushing;
    clear(chart);
    first = null;
  });
  document.addEventListener("dragstart", (event) => {
    if (event.target.closest?.(".histogram svg")) event.preventDefault();
  });
  document.addEventListener("keydown", onKey);
}

let anchor = null;

function onKey(event) {
  const bar = event.target.closest?.(".histogram a[data-year]");
  if (!bar) return;
  if (event.shiftKey && (event.key === "ArrowLeft" || event.key === "ArrowRight")) {
    const bars = barsOf(bar);
    const next = bars[bars.indexOf(bar) + (event.key === "ArrowRight" ? 1 : -1)];
    if (!next) return;
    event.preventDefault();
    anchor ??= bar;
    next.focus();
    mark(anchor, next);
  } else if (event.key === "Enter" && anchor && anchor !== bar) {
    event.preventDefault();
    apply(anchor, bar);
    anchor = null;
  } else if (event.key === "Escape" && anchor) {
    clear(bar.closest("svg"));
    anchor = null;
  }
}

function barAt(event) {
  return document.elementFromPoint(event.clientX, event.clientY)?.closest?.(".histogram a[data-year]") ?? null;
}

function barsOf(bar) {
  return [...bar.closest("svg").querySelectorAll("a[data-year]")];
}

function mark(from, to) {
  const bars = barsOf(from);
  const [low, high] = [bars.indexOf(from), bars.indexOf(to)].sort((a, b) => a - b);
  bars.forEach((bar, place) => bar.classList.toggle("is-brushed", place >= low && place <= high));
}

function marked(bar) {
  return barsOf(bar).filter((one) => one.classList.contains("is-brushed"));
}

function clear(chart) {
  chart.querySelectorAll(".is-brushed").forEach((bar) => bar.classList.remove("is-brushed"));
}

function swallowClick() {
  const swallow = (event) => {
    event.preventDefault();
    event.stopPropagation();
  };
  addEventListener("click", swallow, { capture: true, once: true });
  setTimeout(() => removeEventListener("click", swallow, { capture: true }), 0);
}

function apply(from, to) {
  const years = [from.dataset.year, to.dataset.year].sort();
  const form = document.getElementById("search-form");
  const fields = ["date_from", "date_to"].map((name) => form?.elements.namedItem(name));
  if (!fields[0] || !fields[1]) {
    const address = new URL(form.action);
    address.search = new URLSearchParams({ date_from: years[0], date_to: years[1] });
    location.href = address.href;
    return;
  }
  fields[0].value = years[0];
  fields[1].value = years[1];
  form.requestSubmit();
}
