// Panels (data-tab) in a group (data-tabs) that stand below each other become tabs.

// remembered is the tab that was chosen last in the groups of a name, which are loaded anew.
const remembered = {};

export function tabs(root) {
  for (const group of root.querySelectorAll("[data-tabs]")) {
    if (group.dataset.tabs === "ready") continue;
    const name = group.dataset.tabs;
    group.dataset.tabs = "ready";
    const panels = [...group.children].filter((child) => child.matches("[data-tab]"));
    const list = document.createElement("div");
    list.className = "tabs";
    list.setAttribute("role", "tablist");
    const buttons = panels.map((panel, i) => button(panel, i, group));
    const select = (chosen) => {
      buttons.forEach((b, i) => {
        b.setAttribute("aria-selected", String(i === chosen));
        b.tabIndex = i === chosen ? 0 : -1;
        panels[i].hidden = i !== chosen;
      });
    };
    const choose = (chosen) => {
      if (name) remembered[name] = panels[chosen].dataset.tab;
      select(chosen);
    };
    buttons.forEach((b, i) => b.addEventListener("click", () => choose(i)));
    list.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!step) return;
      const next = (buttons.indexOf(document.activeElement) + step + buttons.length) % buttons.length;
      choose(next);
      buttons[next].focus();
    });
    list.append(...buttons);
    group.prepend(list);
    const first = panels[0].dataset.tab === "Answer" ? 0 : panels.findIndex((panel) => panel.dataset.tab === remembered[name]);
    select(Math.max(0, first));
  }
}

let made = 0;

function button(panel, i, group) {
  const b = document.createElement("button");
  b.type = "button";
  b.textContent = panel.dataset.tab;
  b.setAttribute("role", "tab");
  b.id = `tab-${++made}`;
  panel.id ||= `panel-${made}`;
  b.setAttribute("aria-controls", panel.id);
  panel.setAttribute("role", "tabpanel");
  panel.setAttribute("aria-labelledby", b.id);
  panel.querySelector("h3")?.remove(); // the tab says it
  return b;
}
