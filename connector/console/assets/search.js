// The search: a page of its own, and on any page a palette that "/" or Ctrl-K opens. Results come
// as one types; the arrow keys go through them, and Enter opens one.

import { met } from "./process.js";

// Long enough to span the keys of a word, short enough to feel immediate.
const pause = 120;

// search makes a form with its results (data-search) answer while a person types.
function search(root, { remember }) {
  const form = root.querySelector("form");
  const input = form.querySelector("input[type=search]");
  const hits = root.querySelector(".hits");
  let current = null;
  let latest = Promise.resolve();
  let timer;

  async function refresh() {
    current?.abort();
    const { signal } = (current = new AbortController());
    const url = new URL(form.action);
    url.search = new URLSearchParams(new FormData(form));
    hits.setAttribute("aria-busy", "true");
    const found = await loadHits(url, signal);
    if (signal.aborted) return;
    hits.removeAttribute("aria-busy");
    if (hits.contains(document.activeElement)) input.focus(); // what had the focus is gone
    hits.replaceChildren(...found.childNodes);
    hits.scrollTop = 0;
    if (remember) history.replaceState(null, "", url);
  }

  // more puts the next results below those that are shown.
  async function more() {
    const next = hits.querySelector("[data-next]");
    if (!next || next.ariaBusy) return;
    next.ariaBusy = "true";
    const found = await loadHits(next.href, current?.signal);
    const list = hits.querySelector("[data-hits]");
    const added = found.querySelector("[data-hits]");
    const first = added?.querySelector("a");
    if (added) list?.append(...added.childNodes);
    const after = found.querySelector(".more");
    const place = next.closest(".more");
    if (after) place.replaceWith(after);
    else place.remove();
    first?.focus();
  }

  const links = () => [...hits.querySelectorAll("[data-hits] a")];
  form.addEventListener("input", () => {
    clearTimeout(timer);
    latest = new Promise((done) => { timer = setTimeout(() => refresh().then(done), pause); });
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    latest.then(() => links()[0]?.click());
  });
  hits.addEventListener("click", (event) => {
    if (!event.target.closest("[data-next]")) return;
    event.preventDefault();
    more();
  });
  root.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const all = links();
    const at = all.indexOf(document.activeElement);
    if (step && (at >= 0 || document.activeElement === input)) {
      event.preventDefault();
      if (at + step >= all.length) more();
      else (all[at + step] ?? input).focus();
    } else if (at >= 0 && event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey) {
      input.focus(); // whoever goes on typing means the words
    }
  });
  return { input, refresh: () => (latest = refresh()) };
}

// loadHits returns the results that a page has, or why there are none.
async function loadHits(url, signal) {
  try {
    const response = await fetch(url, { signal });
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    met(page.documentElement.dataset.process, response.status === 401);
    return page.querySelector(".hits") ?? note(page.querySelector("main")?.innerText.trim() || response.statusText);
  } catch (error) {
    return note(error.name === "AbortError" ? "" : "The console does not answer. Is it still running?");
  }
}

function note(text) {
  const place = document.createElement("div");
  const p = document.createElement("p");
  p.className = "note bad";
  p.setAttribute("role", "alert");
  p.textContent = text;
  place.append(p);
  return place;
}

export function searches(document) {
  const page = document.querySelector("[data-search]");
  const own = page && search(page, { remember: true });
  const box = document.getElementById("find");
  if (!box) return; // a guest finds nothing
  let palette = null;

  async function open(text = "") {
    if (own) return own.input.focus();
    palette ??= make(document);
    if (!palette.dialog.open) palette.dialog.showModal();
    palette.ready ??= fetch("/search").then((response) => response.text()).then((html) => {
      const loaded = new DOMParser().parseFromString(html, "text/html").querySelector("[data-search]");
      if (!loaded) throw new Error("no search");
      palette.dialog.replaceChildren(loaded);
      palette.search = search(loaded, { remember: false });
    });
    try {
      await palette.ready;
    } catch {
      palette.ready = null; // so that it is tried again the next time
      const failed = note("The console does not answer. Is it still running?");
      const again = document.createElement("button");
      again.textContent = "Try again";
      again.addEventListener("click", () => open(text));
      failed.firstChild.append(" ", again);
      palette.dialog.replaceChildren(failed);
      again.focus();
      return;
    }
    const { input, refresh } = palette.search;
    if (text) {
      input.value = text;
      refresh();
    }
    input.focus();
    input.select();
    if (text) input.setSelectionRange(text.length, text.length);
  }

  document.addEventListener("keydown", (event) => {
    const typing = event.target.matches("input, textarea, select");
    const slash = event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey;
    if (!slash && !(event.key === "k" && (event.ctrlKey || event.metaKey))) return;
    event.preventDefault();
    open();
  });
  box.addEventListener("click", () => open(box.value));
  box.addEventListener("input", () => {
    const text = box.value;
    box.value = "";
    open(text);
  });
  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-palette]")) return;
    event.preventDefault();
    open();
  });
}

function make(document) {
  const dialog = document.createElement("dialog");
  dialog.className = "palette";
  dialog.setAttribute("aria-label", "Search all operations");
  // A click beside it, or on what it found, closes it.
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog || event.target.closest("[data-hits] a")) dialog.close();
  });
  document.body.append(dialog);
  return { dialog };
}
