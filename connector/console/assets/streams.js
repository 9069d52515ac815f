// The list of streams is long: it begins where the stream is that is open.

export function streams(document) {
  const open = document.querySelector(".stream[aria-current]");
  const pane = open?.closest(".pane");
  if (!pane) return;
  // The pane scrolls, and not the page.
  pane.scrollTop = open.offsetTop - pane.offsetTop - pane.clientHeight / 2;
}
