// An input with data-filter hides the items of its list (data-list) that lack a word of it.

export function filters(document) {
  for (const group of document.querySelectorAll("[data-filtered]")) {
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
    apply(); // the browser may have kept what was typed
  }
}
