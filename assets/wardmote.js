// Nothing here is needed: every page works without a script. It moves the focus to errors, stops double clicks, hides
// protected text after a while, and asks before a session ends.
import { createAll, Button, ErrorSummary, SkipLink } from "./govuk-frontend.min.js";

document.body.classList.add("js-enabled", "govuk-frontend-supported");
for (const component of [Button, ErrorSummary, SkipLink]) createAll(component);

// Calls back once the time is over, also when the machine slept through it.
function atTime(moment, then) {
  const look = () => {
    if (Date.now() < moment) return;
    clearInterval(ticking);
    document.removeEventListener("visibilitychange", look);
    then();
  };
  const ticking = setInterval(look, 1000);
  document.addEventListener("visibilitychange", look);
}

// Protected text leaves the page; what stands hidden behind it, which says how to see it again, takes its place.
for (const text of document.querySelectorAll("[data-hides-after]")) {
  atTime(Date.now() + text.dataset.hidesAfter * 1000, () => {
    text.nextElementSibling.querySelector("[hidden]").hidden = false;
    text.remove();
  });
}

// A session lasts from one request to the next, in whichever tab. Writing counts as a request once a minute.
const SEEN = "wardmote-seen";
const idle = document.body.dataset.idleSeconds * 1000;
const seen = () => Number(localStorage.getItem(SEEN));
const note = () => localStorage.setItem(SEEN, Date.now());
const stay = () => fetch("/health", { cache: "no-store" }).then((answer) => answer.ok && note());

function watch() {
  const asked = document.querySelector("[data-still-there] > div");
  note();
  addEventListener("input", () => Date.now() - seen() > 60_000 && stay());
  asked.querySelector("button").addEventListener("click", stay);
  setInterval(() => {
    const left = seen() + idle - Date.now();
    asked.hidden = left > 120_000;
    if (left < 0) location.reload();
  }, 1000);
}

if (idle) watch();
