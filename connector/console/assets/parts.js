// A page is made of parts (data-part) with ids. One that is loaded again gives
// its parts to the page that is shown, and nothing else.

import { met } from "./process.js";

// What takes longer than this, in milliseconds, is said to take long, and can be cancelled.
const slow = 1000;

// load puts the parts of another page in the place of those that are shown, all or those named, and
// returns that page; null if there is none.
export async function load(url, { enhance, quiet, names, ...options }) {
  // The list of a section is long, and not sent again while it is shown.
  const listed = document.querySelector("[data-listed]")?.dataset.listed;
  if (listed) options.headers = { "X-Console-List": listed };
  const parts = [...document.querySelectorAll("[data-part]")].filter((part) => !names || names.includes(part.id));
  for (const part of parts) part.setAttribute("aria-busy", "true");
  const cancel = new AbortController();
  const waiting = wait((note) => parts.at(-1)?.prepend(note), () => cancel.abort());
  const signal = options.signal ? AbortSignal.any([options.signal, cancel.signal]) : cancel.signal;
  try {
    const response = await fetch(url, { ...options, signal });
    // A page without parts is one that says what went wrong.
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    met(page.documentElement.dataset.process, response.status === 401);
    if (response.status === 401) throw new Error("The console asks for its token first.");
    if (!page.querySelector("[data-part]")) throw new Error(page.querySelector("main")?.innerText.trim() || response.statusText);
    // Once it is put in place, it is no longer in that page.
    const focus = quiet ? null : page.querySelector("[data-focus]");
    for (const part of parts) replace(part, page.getElementById(part.id), enhance);
    const panes = document.querySelector("[data-at]");
    if (panes) panes.dataset.at = page.querySelector("[data-at]")?.dataset.at ?? panes.dataset.at;
    document.dispatchEvent(new CustomEvent("loaded", { detail: page }));
    focus?.focus();
    return page;
  } catch (error) {
    if (cancel.signal.aborted) tell(parts.at(-1), "Cancelled.", "");
    else if (error.name === "TypeError") tell(parts.at(-1), "The console does not answer. Is it still running?", "bad", () => load(url, { enhance, quiet, names, ...options }));
    else if (error.name !== "AbortError") tell(parts.at(-1), error.message, "bad");
    return null;
  } finally {
    waiting.end();
    if (!options.signal?.aborted) for (const part of parts) document.getElementById(part.id)?.removeAttribute("aria-busy");
  }
}

// wait says, in a note that is shown, how long something has been waited for, once that is long.
export function wait(show, cancel) {
  const start = performance.now();
  const note = element("p", "slow");
  note.setAttribute("role", "status");
  const text = element("span");
  const button = element("button", "slight", "Cancel");
  button.type = "button";
  button.addEventListener("click", cancel);
  note.append(text, button);
  const say = () => {
    text.textContent = `Waiting for ${Math.round((performance.now() - start) / 1000)} s …`;
    if (!note.isConnected) show(note);
  };
  const timer = setInterval(say, slow);
  return { end() { clearInterval(timer); note.remove(); } };
}

// replace keeps the focus where the person has it, caret included, and what is open of what a page
// has each time (data-keep).
function replace(part, loaded, enhance) {
  if (!loaded || part.innerHTML === loaded.innerHTML) return;
  const active = part.contains(document.activeElement) ? document.activeElement : null;
  const caret = active && "selectionStart" in active ? [active.selectionStart, active.selectionEnd] : null;
  const opened = [...part.querySelectorAll("[data-keep]")].filter((details) => details.open).map((details) => details.dataset.keep);
  part.replaceChildren(...loaded.childNodes);
  for (const details of part.querySelectorAll("[data-keep]")) {
    if (opened.includes(details.dataset.keep)) details.open = true;
  }
  enhance(part);
  const again = active?.id && document.getElementById(active.id);
  if (!again) return;
  again.focus();
  if (caret && caret[0] !== null) again.setSelectionRange(...caret);
}

// tell puts a note in the place of a part, with a way to try again if there is one.
function tell(part, text, kind, again) {
  if (!part) return;
  const note = element("div", `note ${kind}`);
  note.setAttribute("role", "alert");
  note.append(element("p", "", text));
  if (again) {
    const button = element("button", "", "Try again");
    button.type = "button";
    button.addEventListener("click", again);
    note.append(button);
  }
  part.replaceChildren(note);
}

function element(name, className = "", text = "") {
  const e = document.createElement(name);
  if (className) e.className = className;
  e.textContent = text;
  return e;
}
