// The list of a section's operations: filtered as one types, and gone through by the arrow keys.

export function list(root) {
  for (const ops of root.querySelectorAll("[data-ops]")) {
    if (ops.dataset.ops === "ready") continue;
    ops.dataset.ops = "ready";
    filter(ops);
    walk(ops);
    current(ops)?.scrollIntoView({ block: "center" });
  }
}

// current is the operation that is open.
export const current = (ops) => ops.querySelector("[aria-current]");

// mark notes which operation is open, and shows where it is.
export function mark(ops, address) {
  current(ops)?.removeAttribute("aria-current");
  const link = [...ops.querySelectorAll("a")].find((a) => a.href === address);
  if (!link) return;
  link.setAttribute("aria-current", "true");
  for (let group = link.closest("details"); group; group = group.parentElement.closest("details")) if (!group.open) group.open = true;
  link.scrollIntoView({ block: "nearest" });
}

function filter(ops) {
  const pane = ops.parentElement;
  const input = pane.querySelector("[data-filter-list]");
  const count = pane.querySelector("[data-count]:not([data-menu] *)");
  const whole = count.textContent;
  const rows = [...ops.querySelectorAll("a")].map((a) => ({ item: a.parentElement, text: `${a.firstChild.textContent} ${a.title}`.toLowerCase() }));
  const groups = [...ops.querySelectorAll("details")];
  let opened = null; // which groups were open before the filter
  input.addEventListener("input", () => {
    const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const { item, text } of rows) {
      item.hidden = !words.every((word) => text.includes(word));
      if (!item.hidden) shown++;
    }
    if (words.length) opened ??= groups.map((group) => group.open);
    groups.toReversed().forEach((group, i) => {
      const any = [...group.lastElementChild.children].some((item) => !item.hidden);
      group.parentElement.hidden = !any;
      group.open = words.length ? any : opened?.[groups.length - 1 - i] ?? group.open;
    });
    if (!words.length) opened = null;
    count.textContent = words.length ? `${shown} of ${whole}` : whole;
    pane.querySelector("[data-empty]:not([data-menu] *)").hidden = shown > 0;
  });
  input.addEventListener("keydown", (event) => {
    if (event.key !== "ArrowDown") return;
    event.preventDefault();
    stops(ops)[0]?.focus();
  });
}

// stops are what the arrow keys go through: what is shown of the operations and groups.
const stops = (ops) => [...ops.querySelectorAll("a, summary")].filter((stop) => stop.checkVisibility());

function walk(ops) {
  ops.addEventListener("keydown", (event) => {
    const all = stops(ops);
    const at = all.indexOf(document.activeElement);
    if (at < 0) return;
    const group = all[at].closest("details");
    let next;
    switch (event.key) {
      case "ArrowDown": next = all[at + 1]; break;
      case "ArrowUp": next = all[at - 1] ?? ops.parentElement.querySelector("[data-filter-list]"); break;
      case "Home": next = all[0]; break;
      case "End": next = all.at(-1); break;
      case "ArrowRight": if (all[at].matches("summary")) group.open = true; break;
      case "ArrowLeft":
        if (group) group.open = false;
        next = group?.firstElementChild;
        break;
      default: return;
    }
    event.preventDefault();
    next?.focus();
  });
}
