// An answer's tree (data-tree, with the address of the answer): folded as a whole, gone through by
// the arrow keys; what is picked in it can be copied, by its value or by its JSONPath.
import { copy } from "./copy.js";

export function trees(root) {
  for (const tree of root.querySelectorAll("[data-tree]")) {
    if (tree.querySelector(".picked")) continue;
    const bar = tree.querySelector(".tree-bar") ?? tree.insertBefore(make("p", "aside tree-bar"), tree.firstChild);
    const view = tree.querySelector(".json");
    const nodes = [...view.querySelectorAll("details")];
    if (nodes.length > 1) {
      bar.append(
        button("Fold all", () => nodes.forEach((node, i) => { node.open = i === 0; })),
        button("Unfold all", () => nodes.forEach((node) => { node.open = true; })),
      );
    }
    const picked = make("div", "picked");
    picked.setAttribute("role", "status");
    picked.hidden = true;
    view.before(picked);
    view.addEventListener("click", (event) => {
      const row = event.target.closest("summary, .leaf");
      if (row) pick(tree, row, picked);
    });
    view.addEventListener("keydown", (event) => walk(event, tree, picked));
  }
}

// walk goes through the rows that are shown, as the list of operations does.
function walk(event, tree, picked) {
  const rows = [...tree.querySelectorAll(".json summary, .json .leaf")].filter((row) => row.checkVisibility());
  const at = rows.findIndex((row) => row.classList.contains("chosen"));
  const group = rows[at]?.closest("details");
  let next;
  switch (event.key) {
    case "ArrowDown": next = rows[at + 1]; break;
    case "ArrowUp": next = rows[at - 1]; break;
    case "Home": next = rows[0]; break;
    case "End": next = rows.at(-1); break;
    case "ArrowRight": if (rows[at]?.matches("summary")) group.open = true; break;
    case "ArrowLeft":
      if (group) group.open = false;
      next = group?.firstElementChild;
      break;
    default: return;
  }
  event.preventDefault();
  if (next) pick(tree, next, picked);
}

// steps are the names and numbers that lead to a row.
function steps(tree, row) {
  const names = [];
  for (let item = row.closest("li"); item && tree.contains(item); item = item.parentElement.closest("li")) {
    const list = item.parentElement;
    names.unshift(list.dataset.kind === "list" ? [...list.children].indexOf(item) : (item.querySelector(".member")?.textContent ?? ""));
  }
  return names;
}

const path = (names, anyItem) => "$" + names.map((name) => {
  if (typeof name === "number") return anyItem ? "[*]" : `[${name}]`;
  return /^[A-Za-z_]\w*$/.test(name) ? `.${name}` : `[${JSON.stringify(name)}]`;
}).join("");

const pointer = (names) => names.map((name) => `/${String(name).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");

function pick(tree, row, picked) {
  tree.querySelector(".chosen")?.classList.remove("chosen");
  row.classList.add("chosen");
  row.scrollIntoView({ block: "nearest" });
  const names = steps(tree, row);
  const where = path(names, false);
  picked.hidden = false;
  picked.replaceChildren(
    make("code", "", where),
    button("Copy value", async (b) => { b.textContent = await copyValue(tree.dataset.tree, names); }),
    button("Copy JSONPath", async (b) => { b.textContent = copied(await copy(where)); }),
  );
  const stream = document.querySelector("[data-stream]");
  const kind = row.matches("summary") && row.nextElementSibling.dataset.kind;
  // Records are what a list holds, or objects; those of the whole answer are found without a path.
  if (!stream || !kind || names.every((name) => typeof name === "number")) return;
  const link = make("a", "button slight", "Use as record path");
  const url = new URL(stream.href);
  url.searchParams.set("record_path", path(names, true) + (kind === "list" ? "[*]" : ""));
  link.href = url;
  picked.append(link);
}

const copied = (done) => (done ? "Copied" : "Not allowed by the browser");

// copyValue copies a value as OVH sent it, a text without its quotes, and says what came of it.
async function copyValue(answer, names) {
  try {
    const response = await fetch(`${answer}/value?at=${encodeURIComponent(pointer(names))}`);
    const text = await response.text();
    if (response.status === 413) return "Too large to copy";
    if (!response.ok) return "This answer is gone";
    return copied(await copy(text.startsWith('"') ? JSON.parse(text) : text));
  } catch {
    return "The console does not answer";
  }
}

function make(name, className = "", text = "") {
  const e = document.createElement(name);
  e.className = className;
  e.textContent = text;
  return e;
}

function button(text, act) {
  const b = make("button", "slight", text);
  b.type = "button";
  b.addEventListener("click", () => act(b));
  return b;
}
