// How far somebody has read on Home. A card is read, with those above it, once it
// stood on the screen; without this there is the button.

const LOOK_MS = 800; // less is scrolling past
const TELL_MS = 4000;

const form = document.querySelector("form[data-seen]");
let read = 0; // the cards before this number
let told = 0;

function look(seat) {
  read = Math.max(read, Number(seat.dataset.seat) + 1);
}

function tellRead() {
  if (!form || read <= told) return;
  told = read;
  form.elements.before.value = read;
  fetch(form.action, { method: "POST", body: new FormData(form), headers: { "hx-request": "true" }, keepalive: true }).catch(() => (told = 0));
}

if (form && "IntersectionObserver" in window) {
  const timers = new Map();
  const observer = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) {
        clearTimeout(timers.get(target));
        if (isIntersecting) timers.set(target, setTimeout(() => look(target), LOOK_MS));
      }
    },
    { rootMargin: "0px 0px -25% 0px" },
  );
  whenShown((root) => allIn(root, "[data-seat]").forEach((seat) => observer.observe(seat)));
  setInterval(tellRead, TELL_MS);
  window.addEventListener("pagehide", tellRead);
  document.addEventListener("visibilitychange", () => document.hidden && tellRead());
}

// A fold that opens or is put away had the focus: it goes on at what came, at the next fold, or at the card above.
document.addEventListener("htmx:beforeSwap", ({ detail: { target } }) => {
  if (!target.matches(".strip") || !target.contains(document.activeElement)) return;
  const { previousElementSibling: above, parentElement: place } = target;
  setTimeout(() => {
    const next = above ? above.nextElementSibling : place.firstElementChild;
    const here = next?.matches(".unfolded") ? next.querySelector("[data-card]") : next?.querySelector(".strip__open");
    (here ?? place.querySelector("[data-card], .strip__open") ?? document.getElementById("main")).focus({ preventScroll: true });
  });
});
