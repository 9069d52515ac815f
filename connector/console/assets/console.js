// What the pages gain with JavaScript. Each module works on the elements that
// carry its data attribute, and on those of the parts that are loaded later.
import { copyButtons } from "./copy.js";
import { filters } from "./filter.js";
import { forms } from "./forms.js";
import { tabs } from "./tabs.js";

function enhance(root) {
  tabs(root);
  copyButtons(root);
}

filters(document);
forms(document, enhance);
enhance(document);
