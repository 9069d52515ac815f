// What the pages gain with JavaScript. Each module works on the elements that
// carry its data attribute, and on those of the parts that are loaded later.
import { copyButtons } from "./copy.js";
import { explore } from "./explore.js";
import { filters } from "./filter.js";
import { forms } from "./forms.js";
import { leaving } from "./leaving.js";
import { list, menus } from "./list.js";
import { watch } from "./process.js";
import { searches } from "./search.js";
import { streams } from "./streams.js";
import { tabs } from "./tabs.js";
import { trees } from "./tree.js";
import { waits } from "./waiting.js";

function enhance(root) {
  tabs(root);
  trees(root);
  filters(root);
  list(root);
  copyButtons(root);
}

forms(document, enhance);
explore(document, enhance);
searches(document);
menus(document);
streams(document);
waits(document);
leaving(document);
watch(document);
enhance(document);
