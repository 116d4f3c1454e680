// Whoever leaves the notices has read them. A beacon is sent even while the page goes; without this there is the button.

const notices = document.querySelector("[data-notices]");

function readForm() {
  return document.querySelector("form[data-read-on-leaving]");
}

let readUpTo = null; // sent already: leaving by the button is leaving, too

function sendRead() {
  const form = readForm();
  if (!form || !navigator.sendBeacon || readUpTo === form.elements.up_to.value) return;
  if (navigator.sendBeacon(form.action, new FormData(form))) readUpTo = form.elements.up_to.value;
}

/** New ones are offered, and come in when they are asked for: sentences grow together, so the page is asked anew. */
async function takeNoticesIn() {
  const answer = await fetch(location.href, { headers: { accept: "text/html" } });
  if (!answer.ok) return location.reload();
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("main");
  const main = document.getElementById("main");
  morph(main, fresh.innerHTML, { morphStyle: "innerHTML" });
  shown(main);
  main.querySelector(".notices > *")?.focus({ preventScroll: true });
}

if (notices) {
  window.addEventListener("pagehide", sendRead);
  on("submit", "form[data-read-on-leaving]", (_event, form) => (readUpTo = form.elements.up_to.value));
  document.addEventListener("kith:count", ({ detail }) => {
    if (detail.id === "notices" && detail.number) offer(detail.number);
  });
  document.addEventListener("kith:take-in", takeNoticesIn);
}
