// Small things of every page: toasts that go, fields that are marked, the look that was chosen, the service worker.

const TOAST_MS = 7000;

whenShown((root) => {
  for (const toast of allIn(root, "[data-toast]")) watch(toast);
});
new MutationObserver((changes) => {
  for (const change of changes) for (const toast of change.addedNodes) if (toast.matches?.("[data-toast]")) watch(toast);
}).observe(document.getElementById("toasts") ?? document.createElement("div"), { childList: true });

function watch(toast) {
  if (toast.dataset.watched) return;
  toast.dataset.watched = "yes";
  mark(toast);
  const leave = () => toast.matches(":hover, :focus-within") ? setTimeout(leave, TOAST_MS) : toast.remove();
  if (toast.dataset.kind !== "alarm") setTimeout(leave, TOAST_MS); // what went wrong stays until it was read
}
on("click", ".toast__close", (_event, button) => button.closest("[data-toast]").remove());

let lastForm = null;
document.addEventListener("htmx:beforeRequest", (event) => {
  lastForm = event.target.closest?.("form") ?? null;
  document.querySelectorAll('[data-toast][data-kind="alarm"]').forEach((toast) => toast.remove());
});
document.addEventListener("htmx:sendError", () => tell(say("noNetwork"), "alarm"));

/** The server said which field it means: mark it and go there. */
function mark(toast) {
  const field = toast.dataset.field && lastForm?.elements.namedItem(toast.dataset.field);
  if (!(field instanceof HTMLElement)) return;
  field.setAttribute("aria-invalid", "true");
  field.focus();
  field.addEventListener("input", () => field.removeAttribute("aria-invalid"), { once: true });
}

// Light, dark, or as the device has it: tried at once, kept by the form it belongs to.
on("change", '[name="theme"]', (_event, input) => {
  if (input.value === "light" || input.value === "dark") document.documentElement.dataset.theme = input.value;
  else delete document.documentElement.dataset.theme;
});

on("click", "[data-copies]", async (_event, button) => {
  await navigator.clipboard.writeText(button.dataset.copies);
  tell(say("copied"));
});
// Browsers let a page copy only where nobody can listen in.
if (navigator.clipboard) {
  whenShown((root) => {
    for (const button of root.querySelectorAll("[data-copies]")) button.hidden = false;
  });
}

// Who leaves a browser leaves no words behind in it.
on("submit", 'form[action^="/sign-out"]', () => {
  for (const key of Object.keys(localStorage)) if (key.startsWith("kith.")) localStorage.removeItem(key);
});

if ("serviceWorker" in navigator && document.querySelector('link[rel="manifest"]')) {
  window.addEventListener("load", () => navigator.serviceWorker.register("/sw.js").catch(() => {})); // a page needs none
}
