// A page is made of parts (data-part) with ids. One that is loaded again gives
// its parts to the page that is shown, and nothing else.

export async function load(url, { enhance, quiet, ...options }) {
  const parts = [...document.querySelectorAll("[data-part]")];
  for (const part of parts) part.setAttribute("aria-busy", "true");
  try {
    const response = await fetch(url, options);
    // A page without parts is one that says what went wrong.
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    if (!page.querySelector("[data-part]")) throw new Error(page.querySelector("main")?.innerText.trim() || response.statusText);
    for (const part of parts) replace(part, page.getElementById(part.id), enhance);
    if (!quiet) page.querySelector("[data-focus]") && document.querySelector("[data-focus]")?.focus();
  } catch (error) {
    if (error.name !== "AbortError") tell(parts[0], error);
  } finally {
    for (const part of document.querySelectorAll("[data-part]")) part.removeAttribute("aria-busy");
  }
}

// replace keeps the focus where the person has it, caret included.
function replace(part, loaded, enhance) {
  if (!loaded || part.innerHTML === loaded.innerHTML) return;
  const active = part.contains(document.activeElement) ? document.activeElement : null;
  const caret = active && "selectionStart" in active ? [active.selectionStart, active.selectionEnd] : null;
  const opened = [...part.querySelectorAll("details")].map((details) => details.open);
  part.replaceChildren(...loaded.childNodes);
  part.querySelectorAll("details").forEach((details, i) => {
    if (opened[i] && !details.classList.contains("node")) details.open = true;
  });
  enhance(part);
  const again = active?.id && document.getElementById(active.id);
  if (!again) return;
  again.focus();
  if (caret && caret[0] !== null) again.setSelectionRange(...caret);
}

function tell(part, error) {
  if (!part) return;
  const note = document.createElement("div");
  note.className = "note bad";
  note.setAttribute("role", "alert");
  note.textContent = error instanceof TypeError ? "The console does not answer. Is it still running?" : error.message;
  part.replaceChildren(note);
}
