// Timelines: counts what is ticked, and makes a change without leaving the place on the page. Without this module the
// same forms are sent and the page comes back at the same entry.

const bar = document.querySelector(".pick-bar");

function count() {
  const picked = document.querySelectorAll("input[name=pick]:checked").length;
  bar.querySelector(".picked-count").textContent = picked ? `${picked} ✓` : "";
}

async function send(form) {
  const answer = await fetch(form.action, { method: "POST", body: new FormData(form), headers: { Accept: "text/html" } });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.getElementById("saved");
  if (!fresh) throw new Error("not a timeline");
  return fresh;
}

async function quietly(event) {
  const form = event.target.closest("form[data-quiet]");
  if (!form) return;
  event.preventDefault();
  const key = document.activeElement?.dataset?.key ?? form.closest("details")?.querySelector("summary")?.dataset.key;
  let fresh;
  try {
    fresh = await send(form);
  } catch {
    form.submit();
    return;
  }
  const at = window.scrollY;
  document.getElementById("saved").replaceWith(fresh);
  window.scrollTo(0, at);
  const same = key && document.querySelector(`[data-key="${CSS.escape(key)}"]`);
  (same || document.querySelector("#saved h1 bdi")).focus?.();
}

if (bar) {
  document.addEventListener("change", count);
  count();
}
document.addEventListener("submit", quietly);
