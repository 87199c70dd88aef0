// Nothing here is needed: every page works without a script. It moves the focus to errors and stops double clicks.
import { createAll, Button, ErrorSummary, SkipLink } from "./govuk-frontend.min.js";

document.body.classList.add("js-enabled", "govuk-frontend-supported");
for (const component of [Button, ErrorSummary, SkipLink]) createAll(component);
