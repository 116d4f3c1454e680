// What opens over the page: sheets, menus, the way back. Without this script each link simply leads to its page.

const sheet = document.getElementById("sheet");

async function openSheet(link) {
  const href = link.dataset.sheetHref ?? link.href;
  const answer = await fetch(href, { headers: { Accept: "text/html" } }).catch(() => null);
  const page = answer?.ok && new DOMParser().parseFromString(await answer.text(), "text/html");
  const main = page && page.getElementById("main");
  if (!main) return location.assign(href);
  const body = document.getElementById("sheet-body");
  body.replaceChildren();
  document.getElementById("sheet-title").textContent = main.querySelector("h1")?.textContent.trim() ?? "";
  keepIdsApart(main);
  body.replaceChildren(...main.childNodes);
  if (sheet.open) sheet.close();
  sheet.showModal();
  shown(body);
  (body.querySelector("[data-text], [autofocus]") ?? body.querySelector("input:not([type=hidden]), textarea, select, .button"))?.focus();
}

/** The page below may hold the same form: what would have the same id is renamed, with all that points to it. */
function keepIdsApart(root) {
  const renamed = [...root.querySelectorAll("[id]")].filter((element) => document.getElementById(element.id));
  for (const element of renamed) {
    const fresh = `sheet-${element.id}`;
    for (const name of ["for", "aria-describedby", "aria-labelledby", "aria-controls"]) {
      for (const other of root.querySelectorAll(`[${name}~="${CSS.escape(element.id)}"]`)) {
        other.setAttribute(name, other.getAttribute(name).replace(element.id, fresh));
      }
    }
    element.id = fresh;
  }
}

on("click", "[data-sheet]", (event, link) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey || !sheet) return;
  event.preventDefault();
  link.closest("details.menu")?.removeAttribute("open");
  openSheet(link);
});
on("click", "[data-closes]", (_event, button) => button.closest("dialog").close());
on("click", "dialog", (event, dialog) => {
  if (event.target === dialog) dialog.close(); // the veil around it
});
on("click", "[data-opens]", (_event, button) => {
  button.closest("details.menu")?.removeAttribute("open");
  document.getElementById(button.dataset.opens)?.showModal();
});
on("click", "[data-back]", () => history.back());
for (const button of document.querySelectorAll("[data-back], [data-opens]")) button.hidden = false;

// Where nothing had the focus before, the keyboard goes on at the top of the page, not behind the sheet at its end.
document.addEventListener("close", ({ target: dialog }) => {
  const active = document.activeElement; // still what is in the sheet, until the page is drawn anew
  if (active === document.body || dialog.contains(active)) document.getElementById("main")?.focus({ preventScroll: true });
}, true);

// Menus: one at a time, closed by Escape and by a click elsewhere.
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = document.activeElement?.closest?.("details.menu[open]") ?? document.querySelector("details.menu[open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});
