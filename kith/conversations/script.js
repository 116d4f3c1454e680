// On every page: what comes for me has arrived, which its author may see, where both show such marks.

const WAIT_MS = 1500; // so that many messages are said to have come in one word
const arrived = new Map();
const signature = document.querySelector('input[name="csrf"]')?.value;
const looked = () => document.querySelector("[data-room]")?.dataset.room;

document.addEventListener("kith:talk", ({ detail: { id, number } }) => {
  if (!number || !signature || arrived.has(id)) return;
  if (looked() === id && document.visibilityState === "visible") return; // it will be read in a moment
  arrived.set(id, setTimeout(() => told(id), WAIT_MS));
});

// Whether somebody is here, for those whom they let know it: said every half minute, and when it changes.
const BEAT_MS = 30_000;
const SETTLE_MS = 1200; // a page that is only passed through says nothing
let said = "";

function beHere(state, leaving = false) {
  said = state;
  const body = new URLSearchParams({ csrf: signature, state });
  if (leaving) navigator.sendBeacon("/here", body);
  else fetch("/here", { method: "POST", body }).catch(() => {});
}

const stateNow = () => (document.visibilityState === "visible" ? "here" : "away");
if (signature && document.querySelector(".you")) {
  setTimeout(() => beHere(stateNow()), SETTLE_MS);
  setInterval(() => document.visibilityState === "visible" && beHere("here"), BEAT_MS);
  document.addEventListener("visibilitychange", () => said && beHere(stateNow()));
  window.addEventListener("pagehide", () => said && beHere("gone", true));
}

function told(id) {
  arrived.delete(id);
  const headers = { "content-type": "application/x-www-form-urlencoded" };
  fetch(`/talk/${id}/received`, { method: "POST", headers, body: new URLSearchParams({ csrf: signature }) }).catch(() => {});
}

// What was written in a conversation while there was no network goes out from whatever page is open then. The address
// of an asset may hold any hash: the newest is given.
try {
  if (localStorage.getItem("kith.outbox")) import("/assets/0/talk_sending.js").catch(() => {});
} catch {
  // A browser that keeps nothing has nothing to send.
}

// The first button of a chooser of people searches; who names a group has chosen, and begins it.
document.addEventListener("keydown", (event) => {
  const form = event.key === "Enter" && !event.isComposing && event.target.name === "name" && event.target.closest("[data-chooser]");
  if (!form) return;
  event.preventDefault();
  form.requestSubmit(form.querySelector("[data-done]"));
});
