// Forms that change parts of their page instead of loading another one.
//
//   data-swap  is posted as usual; the parts of the answer, or those that it names, are put in place.
//   data-live  besides, is asked for again while a person types in it.
import { load } from "./parts.js";

// Long enough to span the keys of a word, short enough to feel immediate.
const pause = 180;

export function forms(document, enhance) {
  let current = null;
  let busy = false;

  async function send(form, submitter, quiet) {
    current?.abort();
    current = new AbortController();
    const data = new FormData(form, submitter);
    const url = new URL(submitter?.getAttribute("formaction") ?? form.getAttribute("action"), location.href);
    const options = { signal: current.signal, quiet, enhance, names: form.dataset.swap?.split(" ").filter(Boolean) };
    if (!options.names?.length) delete options.names;
    if (form.method === "get") {
      url.search = new URLSearchParams(data).toString();
      history.replaceState(null, "", url);
    } else {
      options.method = "POST";
      options.body = new URLSearchParams(data);
    }
    await load(url, options);
  }

  document.addEventListener("submit", (event) => {
    const form = event.target;
    const saves = event.submitter?.value === "save";
    if (!form.matches("[data-swap], [data-live]") || saves) return;
    event.preventDefault();
    if (busy) return; // a second press while the first is under way
    busy = true;
    send(form, event.submitter, false).finally(() => { busy = false; });
  });

  let timer;
  document.addEventListener("input", (event) => {
    const form = event.target.form;
    if (!form?.matches("[data-live]") || busy) return;
    current?.abort(); // what comes back would be about another text
    clearTimeout(timer);
    timer = setTimeout(() => send(form, null, true), pause);
  });
}
