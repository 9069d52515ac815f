// A text with data-copy gets a button that copies it.

export function copyButtons(root) {
  for (const text of root.querySelectorAll("[data-copy]")) {
    if (text.dataset.copy === "ready") continue;
    text.dataset.copy = "ready";
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copy";
    button.textContent = "Copy";
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(text.textContent);
        button.textContent = "Copied";
      } catch {
        // Without the right to the clipboard, the person copies what is selected.
        getSelection().selectAllChildren(text);
        button.textContent = "Selected";
      }
    });
    text.before(button);
  }
}
