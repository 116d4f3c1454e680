// A finger on a message: held on it, the sheet over it opens; moved along the line, it begins a reply. Both only press
// what stands beside the message for everybody. What belongs to the browser stays its own: scrolling, two fingers, what
// it offers for a link or a picture, and the way back from the edge of the screen.

import { list } from "asset:talk_scroll.js";

const HOLD_MS = 450;
const CLICK_MS = 100; // so long after a finger left comes its click
const STILL = 10; // pixels: a finger trembles
const REPLIES_AT = 56;
const MOVES_AT_MOST = 72;
const EDGE = 32; // from there the browser goes back
const forward = document.dir === "rtl" ? -1 : 1;
let held = null; // the message under the finger, and where the finger came down
let waiting = 0;

function begin(event) {
  end();
  const message = event.pointerType === "touch" && event.isPrimary && event.target.closest(".message[data-id]");
  if (!message || event.target.closest("input, textarea, audio, video, .message__deeds")) return;
  held = { message, x: event.clientX, y: event.clientY, along: 0 };
  if (!event.target.closest("a, button, summary")) waiting = setTimeout(open, HOLD_MS);
}

function open() {
  const way = held.message.querySelector(".message__deeds [data-sheet]");
  end();
  if (!way || !getSelection().isCollapsed) return;
  document.addEventListener("click", swallow, { capture: true });
  for (const kind of ["pointerup", "pointercancel"]) document.addEventListener(kind, () => setTimeout(presses, CLICK_MS), { once: true });
  document.addEventListener("pointerdown", presses, { once: true, capture: true }); // another finger
  way.click();
}

/** The finger that opened the sheet leaves the screen over it: that presses nothing there. */
function swallow(event) {
  if (!event.isTrusted) return;
  event.preventDefault();
  event.stopPropagation();
}

const presses = () => document.removeEventListener("click", swallow, { capture: true });

function move(event) {
  if (!held || !event.isPrimary) return;
  const along = (event.clientX - held.x) * forward;
  const across = Math.abs(event.clientY - held.y);
  if (Math.hypot(along, across) < STILL) return;
  clearTimeout(waiting);
  const fromEdge = Math.min(held.x, innerWidth - held.x) < EDGE;
  if (!held.along && (fromEdge || along < across * 2 || !held.message.querySelector("[data-replies]"))) return end();
  held.along = Math.max(1, Math.min(along, MOVES_AT_MOST));
  held.message.dataset.moving = "";
  held.message.style.setProperty("--along", `${held.along * forward}px`);
  held.message.toggleAttribute("data-replying", held.along >= REPLIES_AT);
}

function letGo() {
  const way = held?.along >= REPLIES_AT && held.message.querySelector("[data-replies]");
  end();
  if (way) way.click();
}

function end() {
  clearTimeout(waiting);
  held?.message.style.removeProperty("--along");
  for (const name of ["data-moving", "data-replying"]) held?.message.removeAttribute(name);
  held = null;
}

if (list) {
  list.dataset.fingers = "";
  list.addEventListener("pointerdown", begin);
  document.addEventListener("pointerdown", (event) => event.isPrimary || end()); // two fingers make it larger
  document.addEventListener("pointermove", move, { passive: true });
  document.addEventListener("pointerup", letGo);
  document.addEventListener("pointercancel", end); // the browser scrolls
  list.addEventListener("contextmenu", (event) => event.pointerType === "touch" && !event.target.closest("a, button, img") && event.preventDefault());
}
