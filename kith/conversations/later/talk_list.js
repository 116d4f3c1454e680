// The list of conversations, kept as it is now: what is new goes to the top, what is gone goes.

import { shown } from "asset:kith.js";

const list = document.querySelector("[data-seats]");
const here = document.querySelector("[data-room]")?.dataset.room;
const WAIT_MS = 200; // so that what comes in one breath is read once
const waiting = new Map();

async function refresh(id) {
  waiting.delete(id);
  const answer = await fetch(`/talk/${id}/row`, { headers: { Accept: "text/html" } }).catch(() => null);
  if (!answer || answer.status >= 500) return;
  const known = list.querySelector(`[data-talk-row="${CSS.escape(id)}"]`);
  if (!answer.ok) return known?.remove();
  const template = document.createElement("template");
  template.innerHTML = await answer.text();
  const fresh = template.content.firstElementChild;
  if (!known && fresh.dataset.state !== list.dataset.state) return;
  if (id === here) {
    fresh.dataset.here = "";
    fresh.querySelector(".talkrow__way").setAttribute("aria-current", "page");
  }
  const held = known?.contains(document.activeElement);
  const moved = known?.dataset.last !== fresh.dataset.last || known?.hasAttribute("data-pinned") !== fresh.hasAttribute("data-pinned");
  if (known && !moved) known.replaceWith(fresh);
  else put(known, fresh);
  if (fresh.dataset.state !== list.dataset.state) fresh.remove();
  shown(fresh);
  if (held) fresh.querySelector(".talkrow__way").focus();
}

function put(known, fresh) {
  known?.remove();
  const first = fresh.hasAttribute("data-pinned") ? list.firstElementChild : [...list.children].find((one) => !one.hasAttribute("data-pinned"));
  if (first) first.before(fresh);
  else list.append(fresh);
}

if (list) {
  document.addEventListener("kith:talk", ({ detail: { id } }) => {
    if (!waiting.has(id)) waiting.set(id, setTimeout(() => refresh(id), WAIT_MS));
  });
}
