// An input with data-filter hides the items of its list (data-list) that lack a word of it; Enter opens the first that
// is left.

export function filters(root) {
  for (const group of root.querySelectorAll("[data-filtered]")) {
    if (group.dataset.filtered === "ready") continue;
    group.dataset.filtered = "ready";
    const input = group.querySelector("[data-filter]");
    const items = [...group.querySelectorAll("[data-item]")].map((item) => ({ item, text: item.textContent.toLowerCase() }));
    const count = group.querySelector("[data-count]");
    const whole = count.textContent;
    const apply = () => {
      const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
      let shown = 0;
      for (const { item, text } of items) {
        item.hidden = !words.every((word) => text.includes(word));
        if (!item.hidden) shown++;
      }
      count.textContent = words.length ? `${shown} of ${whole}` : whole;
      group.querySelector("[data-empty]").hidden = shown > 0;
    };
    input.addEventListener("input", apply);
    input.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || !input.value) return;
      event.preventDefault();
      items.find(({ item }) => !item.hidden)?.item.querySelector("a")?.click();
    });
    apply(); // the browser may have kept what was typed
  }
}
