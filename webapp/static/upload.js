// Shows how much of the files is sent, and says before sending when it is too much.
export function startUpload() {
  const form = document.querySelector("form[data-upload]");
  if (!form) return;
  form.addEventListener("submit", (event) => {
    const files = [...form.querySelectorAll('input[type="file"]')].flatMap((one) => [...one.files]);
    if (!files.length) return;
    event.preventDefault();
    const bytes = files.reduce((sum, one) => sum + one.size, 0);
    if (bytes > Number(form.dataset.limit) || files.length > Number(form.dataset.filesLimit)) {
      tell(form, form.dataset.tooLarge);
      return;
    }
    send(form);
  });
}

function tell(form, text) {
  const line = form.querySelector(".sending");
  line.hidden = false;
  line.textContent = text;
}

function send(form) {
  const asked = new XMLHttpRequest();
  const [button, bar] = [form.querySelector('button[type="submit"]'), form.querySelector(".sending-bar")];
  const data = new FormData(form);
  button.disabled = true;
  bar.hidden = false;
  asked.upload.addEventListener("progress", (event) => {
    const share = event.total ? Math.floor((event.loaded / event.total) * 100) : 0;
    bar.value = share;
    tell(form, share < 100 ? form.dataset.sending.replace("{share}", share) : form.dataset.taking);
  });
  asked.addEventListener("load", () => answered(form, asked));
  asked.addEventListener("error", () => {
    button.disabled = false;
    bar.hidden = true;
    tell(form, form.dataset.broken);
  });
  asked.open("POST", form.action);
  asked.setRequestHeader("Accept", "text/html");
  asked.send(data);
}

function answered(form, asked) {
  if (asked.status === 200 && asked.responseURL !== form.action) {
    location.assign(asked.responseURL);
    return;
  }
  // What was wrong is said by the page that came back, in place of this one; the chosen files stay chosen nowhere else.
  const page = new DOMParser().parseFromString(asked.responseText, "text/html");
  const main = page.querySelector("main");
  if (!main) {
    form.querySelector('button[type="submit"]').disabled = false;
    tell(form, form.dataset.broken);
    return;
  }
  document.querySelector("main").innerHTML = main.innerHTML;
  document.querySelector("main [role='alert']")?.scrollIntoView({ block: "center" });
  startUpload();
}
