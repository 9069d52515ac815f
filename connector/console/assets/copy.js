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
      // Without the right to the clipboard, the person copies what is selected.
      const copied = await copy(text.textContent);
      if (!copied) getSelection().selectAllChildren(text);
      button.textContent = copied ? "Copied" : "Selected";
    });
    text.before(button);
  }
}

// copy puts a text on the clipboard, and tells whether it may.
export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
