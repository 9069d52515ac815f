// A page belongs to the process that made it. Where that one does not answer, or another answers in
// its place, every page says so: what it shows is of a console that is gone.

// A process that does not answer may be starting again, which takes a second or two.
const pause = 2000;

// watch asks who answers whenever a person comes back to the page: a console is restarted elsewhere.
export function watch(document) {
  addEventListener("focus", ask);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) ask(); });
}

let asking = null;

// ask asks which process answers, and goes on asking while none does.
async function ask() {
  clearTimeout(asking);
  try {
    const response = await fetch("/process");
    document.querySelector(".offline")?.remove();
    met((await response.text()).trim(), response.status === 401);
  } catch {
    if (!document.querySelector(".offline")) banner("offline", "The console does not answer. Is it still running? This page notices when it does.");
    asking = setTimeout(ask, pause);
  }
}

// met notes which process has answered, and whether it asks for its token.
export function met(process, guest) {
  if (!process || process === document.documentElement.dataset.process) return;
  const said = document.querySelector(".restarted");
  if (said?.dataset.guest === String(guest)) return;
  said?.remove();
  const note = banner("restarted", "The console was restarted after this page was opened. What it held in memory is gone: keys, calls, changes that were not saved.");
  note.dataset.guest = guest;
  const ways = element("p");
  const form = document.querySelector("[data-live] [value=save]");
  if (guest) {
    // In another tab, so that what was typed into this page stays.
    const token = link("/token", "Enter its new token");
    token.target = "_blank";
    ways.append(token);
  } else if (form) {
    // The new process says where the form can go.
    const again = element("button", "Send this form again");
    again.type = "button";
    again.addEventListener("click", () => form.form.requestSubmit(form));
    ways.append(again);
  }
  ways.append(link(location.href, "Load this page again"));
  note.append(ways);
}

// banner puts a note above the page.
function banner(name, text) {
  const note = element("div");
  note.className = `note warn banner ${name}`;
  note.setAttribute("role", "alert");
  note.append(element("p", text));
  document.querySelector("main").before(note);
  return note;
}

function link(href, text) {
  const a = element("a", text);
  a.href = href;
  return a;
}

function element(name, text = "") {
  const e = document.createElement(name);
  e.textContent = text;
  return e;
}
