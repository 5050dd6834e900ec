// Renews a part of the page while work goes on, and keeps the focus where it was.
const BUSY_MS = 2000;

export function startLive() {
  for (const part of document.querySelectorAll("[data-live]")) watch(part);
}

function watch(part) {
  let timer = null;
  const again = () => {
    clearTimeout(timer);
    const open = isOpen(part);
    const idle = Number(part.dataset.liveIdle) * 1000;
    if (open || idle) timer = setTimeout(look, open ? BUSY_MS : idle);
  };
  const look = async () => {
    if (!document.hidden) await renew(part);
    again();
  };
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden && timer) look();
  });
  again();
}

function isOpen(part) {
  return Number(part.querySelector("[data-open]")?.dataset.open) > 0;
}

async function renew(part) {
  const busy = isOpen(part);
  try {
    const answer = await fetch(part.dataset.live, { headers: { "X-Part": part.dataset.livePart, Accept: "text/html" } });
    if (!answer.ok || answer.redirected) return;
    swap(part, await answer.text());
  } catch {
    return; // the next look may be luckier
  }
  if (busy && !isOpen(part)) say(part);
}

const last = new WeakMap();

function swap(part, text) {
  const settled = text.replace(/name="csrf_token" value="[^"]*"/g, "");
  if (last.get(part) === settled) return;
  last.set(part, settled);
  const held = part.contains(document.activeElement) ? document.activeElement.dataset.key : null;
  part.innerHTML = text;
  if (held) part.querySelector(`[data-key="${CSS.escape(held)}"]`)?.focus({ preventScroll: true });
}

function say(part) {
  if (!part.dataset.liveSay) return;
  const spoken = document.createElement("p");
  spoken.className = "sr";
  spoken.setAttribute("role", "status");
  part.after(spoken);
  spoken.textContent = part.dataset.liveSay;
}
