// Nothing here is needed: every page works without a script. It moves the focus to errors and stops double clicks.
import { createAll, Button, ErrorSummary, SkipLink, CharacterCount } from "./govuk-frontend.min.js";

document.body.classList.add("js-enabled", "govuk-frontend-supported");
for (const component of [Button, ErrorSummary, SkipLink, CharacterCount]) createAll(component);

// One keypress where a page offers one: keys 1 to 9 press the button that shows the number. Off while typing.
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || /^(input|select|textarea)$/i.test(event.target.tagName)) return;
  document.querySelector(`button[data-key="${CSS.escape(event.key)}"]`)?.click();
});
