// The one screen: what is opened takes the place of the panes, and the list stays where it is. The
// address is that of what is open, so that going back and loading again work as with pages.
import { mark } from "./list.js";
import { load } from "./parts.js";

const panes = ["request", "response"];

// Long enough, in milliseconds, to span the keys of a word.
const pause = 200;

// opened is the address of the operation that is shown, undefined for none.
function opened() {
  const title = document.querySelector("[data-opened]");
  return title ? new URL(title.dataset.opened, location.href) : undefined;
}

export function explore(document, enhance) {
  const screen = document.querySelector("[data-explore]");
  if (!screen) return;
  let current = null;
  let opening = false;

  // open shows what an address names, and tells whether it could.
  async function open(url, { remember = true, names = ["list", ...panes] } = {}) {
    current?.abort();
    current = new AbortController();
    const { signal } = current;
    opening = true;
    const page = await load(url, { enhance, quiet: true, names, signal });
    if (current.signal === signal) opening = false;
    if (!page || signal.aborted) return false;
    const address = url.pathname.startsWith("/calls/") ? opened() : url;
    if (remember && address.href !== location.href) history.pushState(null, "", address);
    for (const pane of screen.querySelectorAll(".pane:not([data-pane='list'])")) pane.scrollTop = 0;
    return true;
  }

  // What is loaded is named by the title and in the list, whoever asked for it: a call that is
  // repeated opens its operation.
  document.addEventListener("loaded", ({ detail: page }) => {
    document.title = page.title;
    screen.previousElementSibling.textContent = page.querySelector("h1").textContent;
    const ops = document.querySelector("[data-ops]");
    const address = opened();
    if (ops) mark(ops, address);
    if (!opening && address && decodeURI(address.pathname) !== decodeURI(location.pathname)) history.pushState(null, "", address);
  });

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a");
    if (!link || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    if (link.dataset.show && link.dataset.show !== "list") {
      event.preventDefault();
      screen.dataset.at = link.dataset.show;
      return;
    }
    if (link.origin !== location.origin || link.target || link.hash || !/^\/($|explore\/|operation\/|calls\/)/.test(link.pathname)) return;
    event.preventDefault();
    const listed = link.closest("[data-ops]");
    open(new URL(link.href), listed ? { names: panes } : {}).then((opened) => {
      // Whoever goes through the list stays in it; else the place that was clicked is gone.
      if (opened && !document.body.contains(document.activeElement.closest("#list"))) document.querySelector("[data-opened], #filter-operations, #filter")?.focus();
    });
  });
  addEventListener("popstate", () => open(new URL(location.href), { remember: false }));
  // The call as code follows what is filled in, while it is what the person looks at.
  let timer;
  let writing = null;
  async function write() {
    const form = document.getElementById("try");
    if (!form || !document.querySelector("[data-code]:not([hidden])")) return;
    writing?.abort();
    writing = new AbortController();
    const body = new URLSearchParams(new FormData(form));
    body.set("do", "code");
    await load(form.action, { method: "POST", body, enhance, quiet: true, names: ["response"], signal: writing.signal });
  }
  document.addEventListener("input", (event) => {
    clearTimeout(timer);
    if (event.target.form?.id === "try") timer = setTimeout(write, pause);
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest('[role="tab"]')?.getAttribute("aria-controls") === document.querySelector("[data-code]")?.id) write();
  });
  document.addEventListener("submit", (event) => {
    clearTimeout(timer);
    writing?.abort();
    // What becomes of the call is told there, that it takes long, too.
    if (event.target.matches("[data-swap]")) screen.dataset.at = "response";
  }, true);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) event.target.form?.requestSubmit();
  });
}
