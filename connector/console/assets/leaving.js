// A page that is left for one that takes long says so, and can stay.
import { wait } from "./parts.js";

export function leaving(document) {
  let saving = false;
  let waiting = null;
  // A file that is saved leaves the page where it is.
  document.addEventListener("submit", (event) => { saving = event.target.matches("[data-download]"); }, true);
  addEventListener("beforeunload", () => {
    waiting?.end();
    if (!saving) {
      waiting = wait((note) => document.querySelector("main").before(note), () => {
        stop();
        waiting.end();
      });
    }
    saving = false;
  });
  addEventListener("pageshow", () => waiting?.end()); // and came back to
}
