import { read, write } from "./store.js";

// Steps among the boxed matches of a page, then over to the next matching page.
let hits = [];
let current = -1;

const HIDDEN_KINDS = "hidden-kinds";

function startKinds() {
  const boxes = [...document.querySelectorAll(".show-kind [data-kind]")];
  const hidden = new Set((read(HIDDEN_KINDS) ?? "").split(" "));
  for (const box of boxes) {
    box.checked = !hidden.has(box.dataset.kind);
    box.addEventListener("change", () => {
      hidden[box.checked ? "delete" : "add"](box.dataset.kind);
      write(HIDDEN_KINDS, [...hidden].join(" ").trim());
    });
  }
}

export function startReader() {
  startKinds();
  const thumbnails = document.getElementById("thumbnails");
  if (!thumbnails) return;
  const here = thumbnails.querySelector('[aria-current="page"]');
  if (here) thumbnails.scrollTop = here.offsetTop - thumbnails.clientHeight / 3;
  hits = [...document.querySelectorAll(".overlay .hit")];
  if (!hits.length) return;
  const asked = placeAsked();
  show(asked ?? 0, false);
  // The browser goes to the fragment only once all is loaded; the hit is then set a third down the window.
  if (asked !== null) addEventListener("load", () => requestAnimationFrame(() => show(current, true)));
  addEventListener("hashchange", () => {
    const changed = placeAsked();
    if (changed !== null) show(changed, true);
  });
}

/** The match that the address names by its number, or as the last; null when it names none. */
function placeAsked() {
  const asked = /^#hit-(\d+|last)$/.exec(location.hash)?.[1];
  if (!asked) return null;
  return asked === "last" ? hits.length - 1 : Math.max(1, Math.min(Number(asked), hits.length)) - 1;
}

/** Next (1) or previous (-1) match; true when there was one, here or on another page. */
export function stepHit(direction) {
  const next = current + direction;
  if (hits.length && next >= 0 && next < hits.length) {
    show(next, true);
    return true;
  }
  const link = document.getElementById(direction > 0 ? "next-hit" : "previous-hit");
  if (link) location.href = direction > 0 ? link.href : link.href.replace(/#.*$/, "") + "#hit-last";
  return Boolean(link);
}

function show(index, scroll) {
  hits[current]?.classList.remove("is-current");
  document.querySelector(".hit-link.is-current")?.classList.remove("is-current");
  current = index;
  hits[index].classList.add("is-current");
  const mark = document.getElementById(`mark-${index + 1}`);
  mark?.classList.add("is-current");
  const counter = document.getElementById("matches-here");
  if (counter) counter.textContent = counter.dataset.step.replace("{place}", index + 1).replace("{total}", hits.length);
  if (!scroll) return;
  intoView(hits[index].querySelector("rect") ?? hits[index]);
  const text = document.getElementById("page-text");
  if (mark && text && text.scrollHeight > text.clientHeight) {
    text.scrollTop += mark.getBoundingClientRect().top - text.getBoundingClientRect().top - text.clientHeight / 3;
  }
}

function intoView(element) {
  const box = element.getBoundingClientRect();
  if (box.top < innerHeight * 0.2 || box.bottom > innerHeight * 0.85) {
    scrollBy({ top: box.top - innerHeight / 3 });
  }
}
