// While counts follow a correction, asks now and then, and loads the page again when they have.
const EVERY_MS = 1500;
const LIMIT = 200;

export function startUpdates() {
  const notice = document.querySelector("[data-updating]");
  if (!notice) return;
  let asked = 0;
  const timer = setInterval(async () => {
    asked += 1;
    if (asked > LIMIT) clearInterval(timer);
    if (document.hidden) return;
    try {
      const answer = await fetch(notice.dataset.updating, { headers: { Accept: "application/json" } });
      if (!answer.ok || (await answer.json()).waiting) return;
    } catch {
      return;
    }
    clearInterval(timer);
    if (document.querySelector("form :focus")) notice.textContent = notice.dataset.updated;
    else location.reload();
  }, EVERY_MS);
}
