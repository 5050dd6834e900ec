// Enhances pages that work without it. No other origin is asked for anything.
import { startBrush } from "./brush.js";
import { startKeys } from "./keys.js";
import { startLive } from "./live.js";
import { startReader } from "./reader.js";
import { startResults } from "./results.js";
import { read, write } from "./store.js";
import { startSuggestions } from "./suggest.js";
import { startUpdates } from "./updates.js";
import { startUpload } from "./upload.js";
import { startValues } from "./values.js";

const THEMES = ["auto", "light", "dark"];

function startTheme() {
  const button = document.getElementById("theme");
  if (!button) return;
  const show = (theme) => {
    button.textContent = button.dataset[theme];
    if (theme === "auto") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
  };
  let theme = THEMES.includes(read("theme")) ? read("theme") : "auto";
  show(theme);
  button.hidden = false;
  button.addEventListener("click", () => {
    theme = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length];
    write("theme", theme);
    show(theme);
  });
}

document.documentElement.classList.add("has-script");
startTheme();
startResults();
startReader();
startKeys();
startUpdates();
startSuggestions();
startBrush();
startValues();
startLive();
startUpload();
