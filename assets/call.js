// Shows what others changed on the daily call. Without it the page works, and a link shows the same.
const EVERY_MILLISECONDS = 1000;
const watch = document.getElementById("call-watch");

async function look() {
  try {
    const answer = await fetch(watch.dataset.changes + "&since=" + watch.dataset.version, { redirect: "error" });
    if (answer.status === 200) show(new DOMParser().parseFromString(await answer.text(), "text/html"));
    setTimeout(look, EVERY_MILLISECONDS);
  } catch {
    setTimeout(look, 10 * EVERY_MILLISECONDS);
  }
}

function show(changed) {
  for (const line of changed.querySelectorAll("#call-lines > li")) put(line);
  put(changed.getElementById("call-nothing-new"));
  const open = document.querySelectorAll("#call-lines > li:not(.wm-call__line--closed)").length;
  document.getElementById("call-open").textContent = `${open} open.`;
  watch.dataset.version = changed.getElementById("call-watch").dataset.version;
  document.getElementById("no-lines")?.remove();
}

function put(part) {
  const kept = document.getElementById(part.id);
  const focused = kept?.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
  if (kept) kept.replaceWith(part);
  else document.getElementById("call-lines").append(part);
  if (focused) part.querySelector(`[href="${CSS.escape(focused)}"], [href="${focused}"]`)?.focus();
}

if (watch) setTimeout(look, EVERY_MILLISECONDS);
