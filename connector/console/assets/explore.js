// The one screen: what is opened takes the place of the panes, and the list stays where it is. The
// address is that of what is open, so that going back and loading again work as with pages.
import { mark } from "./list.js";
import { load } from "./parts.js";

const panes = ["request", "response"];

export function explore(document, enhance) {
  const screen = document.querySelector("[data-explore]");
  if (!screen) return;
  let current = null;

  // open shows what an address names, and tells whether it could.
  async function open(url, { remember = true, names = ["list", ...panes] } = {}) {
    current?.abort();
    current = new AbortController();
    const { signal } = current;
    const listed = document.querySelector("[data-listed]")?.dataset.listed ?? "";
    const page = await load(url, { enhance, quiet: true, names, signal, headers: { "X-Console-List": listed } });
    if (!page || signal.aborted) return false;
    if (remember && url.href !== location.href) history.pushState(null, "", url);
    document.title = page.title;
    screen.previousElementSibling.textContent = page.querySelector("h1").textContent;
    for (const pane of screen.querySelectorAll(".pane:not([data-pane='list'])")) pane.scrollTop = 0;
    const ops = document.querySelector("[data-ops]");
    if (ops) mark(ops, new URL(url.pathname, url).href);
    return true;
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a");
    if (!link || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    if (link.dataset.show && link.dataset.show !== "list") {
      event.preventDefault();
      screen.dataset.at = link.dataset.show;
      return;
    }
    if (link.origin !== location.origin || link.target || link.hash || !/^\/($|explore\/|operation\/)/.test(link.pathname)) return;
    event.preventDefault();
    const listed = link.closest("[data-ops]");
    open(new URL(link.href), listed ? { names: panes } : {}).then((opened) => {
      // Whoever goes through the list stays in it; else the place that was clicked is gone.
      if (opened && !document.body.contains(document.activeElement.closest("#list"))) document.querySelector("[data-opened], #filter-operations, #filter")?.focus();
    });
  });
  addEventListener("popstate", () => open(new URL(location.href), { remember: false }));
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) event.target.form?.requestSubmit();
  });
}
