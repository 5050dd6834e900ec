// Single keys (WCAG 2.1.4: they can be switched off, and never fire while one types).
import { stepHit } from "./reader.js";
import { read, write } from "./store.js";

const OFF = "keys-off";
let chosen = -1;

export function startKeys() {
  const dialog = document.getElementById("keys");
  const opener = document.getElementById("keys-open");
  const toggle = document.getElementById("keys-on");
  if (!dialog || !toggle) return;
  toggle.checked = read(OFF) !== "yes";
  toggle.addEventListener("change", () => write(OFF, toggle.checked ? "no" : "yes"));
  if (opener) {
    opener.hidden = false;
    opener.addEventListener("click", () => dialog.showModal());
  }
  addEventListener("keydown", (event) => {
    if (event.key === "Escape" && isField(event.target)) event.target.blur();
    if (!toggle.checked || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (isField(event.target) || dialog.open) return;
    if (act(event.key, dialog)) event.preventDefault();
  });
}

function isField(target) {
  return target instanceof Element && Boolean(target.closest("input, textarea, select, [contenteditable]"));
}

function act(key, dialog) {
  switch (key) {
    case "/":
      return focusBox();
    case "?":
      dialog.showModal();
      return true;
    case "j":
      return choose(1);
    case "k":
      return choose(-1);
    case "o":
      return open();
    case "n":
      return stepHit(1);
    case "p":
      return stepHit(-1);
    case "ArrowRight":
      return follow("next-page");
    case "ArrowLeft":
      return follow("previous-page");
    default:
      return false;
  }
}

function focusBox() {
  const box = document.getElementById("inside") ?? document.getElementById("q");
  box?.focus();
  box?.select();
  return Boolean(box);
}

function follow(id) {
  const link = document.getElementById(id);
  link?.click();
  return Boolean(link);
}

function results() {
  return [...document.querySelectorAll("[data-result] .hits .where, [data-result] .title a")].filter(
    (link) => link.matches(".where") || !link.closest("[data-result]").querySelector(".where"),
  );
}

function choose(direction) {
  const links = results();
  if (!links.length) return false;
  const focused = links.indexOf(document.activeElement);
  chosen = Math.max(0, Math.min(links.length - 1, (focused >= 0 ? focused : chosen) + direction));
  links[chosen].focus();
  return true;
}

function open() {
  const link = results()[chosen];
  link?.click();
  return Boolean(link);
}
