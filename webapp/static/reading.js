// The next sheets come as one reads on, and the address follows the sheet that is read. Without it there is a link.
const holder = document.getElementById("read-sheets");

async function fetchMore(link) {
  const answer = await fetch(link.href, { headers: { "X-Part": "sheets", Accept: "text/html" } });
  if (!answer.ok) return;
  const part = document.createRange().createContextualFragment(await answer.text());
  link.closest(".more-sheets")?.remove();
  const added = [...part.querySelectorAll(".read-sheet")];
  holder.append(part);
  added.forEach((sheet) => seen.observe(sheet));
  watch();
}

function watch() {
  const link = holder.querySelector("[data-more-sheets]");
  if (link) nearing.observe(link);
}

const nearing = new IntersectionObserver(
  (entries) => {
    for (const entry of entries) {
      if (!entry.isIntersecting) continue;
      nearing.unobserve(entry.target);
      fetchMore(entry.target);
    }
  },
  { rootMargin: "1200px" },
);

const seen = new IntersectionObserver(
  (entries) => {
    const shown = entries.find((entry) => entry.isIntersecting);
    if (!shown) return;
    const address = new URL(location.href);
    address.searchParams.set("from", shown.target.dataset.sheet);
    address.hash = "";
    history.replaceState(null, "", address);
  },
  { rootMargin: "-20% 0px -70% 0px" },
);

if (holder && "IntersectionObserver" in window) {
  holder.querySelectorAll(".read-sheet").forEach((sheet) => seen.observe(sheet));
  watch();
}
