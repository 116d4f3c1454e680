// Where one is in a conversation: at its end, at the line of what is new, or where one was; and more of it on the way.

import { on, shown } from "asset:kith.js";

export const room = document.querySelector("[data-room]");
export const scroller = room?.querySelector("[data-scroll]") ?? null;
export const list = room?.querySelector("[data-messages]") ?? null;

const NEAR_END = 48; // pixels
const PARTS_BACK_MAX = 10; // so far back a place is looked for that somebody left
const TOGETHER_S = 300; // as the server has it
const PLACE = `kith.talk.place.${room?.dataset.room}`;

/** The scroller runs from its end: 0 is there, above it is less. */
export const atEnd = () => !scroller || Math.abs(scroller.scrollTop) < NEAR_END;

export function toEnd() {
  if (scroller) scroller.scrollTop = 0;
}

/** Change the list so that what somebody reads stays where it is. */
export function keepingPlace(change) {
  const anchor = atEnd() ? null : firstSeen();
  const top = anchor?.getBoundingClientRect().top;
  change();
  if (anchor?.isConnected) scroller.scrollTop += anchor.getBoundingClientRect().top - top;
}

function firstSeen() {
  const edge = scroller.getBoundingClientRect().top;
  return [...list.querySelectorAll("[data-seq]")].find((one) => one.getBoundingClientRect().bottom > edge + 8);
}

/** Give the last message that stands on the screen: to its end, or, where it is longer than that, to the middle. */
export function seenUpTo() {
  const { top, bottom } = scroller.getBoundingClientRect();
  const seen = [...list.querySelectorAll("[data-seq]")].findLast((one) => {
    const box = one.getBoundingClientRect();
    return box.bottom <= bottom + 8 || box.top < (top + bottom) / 2;
  });
  return Number(seen?.dataset.seq ?? 0);
}

/** Say each day above its first message, and let messages of one person and moment stand together. */
export function arrange() {
  for (const mark of list.querySelectorAll("[data-day-mark]")) mark.remove();
  let before = null;
  for (const one of [...list.children]) {
    if (one.matches("[data-unread-line]")) before = before && { ...before, author: "" };
    if (!one.dataset.on) continue;
    if (before?.on !== one.dataset.on) {
      const line = one.previousElementSibling?.matches("[data-unread-line]") ? one.previousElementSibling : one;
      line.before(dayMark(one.dataset.day));
    }
    const { author = "", at, on: day } = one.dataset;
    one.toggleAttribute("data-follows", Boolean(author) && before?.author === author && before.on === day && at - before.at < TOGETHER_S);
    before = { author, at, on: day };
  }
}

function dayMark(text) {
  const mark = document.createElement("li");
  mark.className = "room__day";
  mark.dataset.dayMark = "";
  const said = document.createElement("span");
  said.textContent = text;
  mark.append(said);
  return mark;
}

let loading = false;

/** Fetch more before the first, or after the last, and keep the place. */
async function more(way, direction) {
  if (loading) return;
  loading = true;
  const shownOnes = list.querySelectorAll("[data-seq]");
  const edge = direction === "before" ? shownOnes[0] : shownOnes[shownOnes.length - 1];
  try {
    const answer = await fetch(`/talk/${room.dataset.room}/part?${direction}=${edge.dataset.seq}`, { headers: { Accept: "application/json" } });
    if (answer.ok) {
      const { html, more: goesOn } = await answer.json();
      put(html, direction);
      if (!goesOn) {
        way.remove();
        room.removeAttribute(direction === "before" ? "data-earlier" : "data-later");
      }
    }
  } catch {
    // The way on stays where it is, and is a link.
  }
  loading = false;
  if (way.isConnected && watching) {
    watching.unobserve(way); // it may be in sight still
    watching.observe(way);
  }
}

function put(html, direction) {
  const template = document.createElement("template");
  template.innerHTML = html;
  const fresh = [...template.content.querySelectorAll("[data-seq]")].filter((one) => !document.getElementById(one.id));
  keepingPlaceOf(direction === "before" ? list.querySelector("[data-seq]") : firstSeen(), () => {
    if (direction === "before") list.prepend(...fresh);
    else list.append(...fresh);
    arrange();
  });
  for (const one of fresh) shown(one);
}

function keepingPlaceOf(anchor, change) {
  const top = anchor?.getBoundingClientRect().top;
  change();
  if (anchor?.isConnected) scroller.scrollTop += anchor.getBoundingClientRect().top - top;
}

const watching = scroller && new IntersectionObserver((seen) => {
  for (const { isIntersecting, target } of seen) {
    if (isIntersecting) more(target, target.matches("[data-earlier-way]") ? "before" : "after");
  }
}, { root: scroller, rootMargin: "300px" });

/** Go to a message that is on the page; whether it is. */
export function goTo(seq) {
  const found = document.getElementById(`m-${seq}`);
  if (!found) return false;
  found.scrollIntoView({ block: "center" });
  found.focus({ preventScroll: true });
  found.dataset.found = "";
  setTimeout(() => delete found.dataset.found, 2500);
  return true;
}

/** Go back to where one was, also where that is further up than what the page begins with. */
async function comeBack() {
  const [seq, top] = (sessionStorage.getItem(PLACE) ?? "").split(":");
  if (!seq) return;
  const way = room.querySelector("[data-earlier-way]");
  const found = () => document.getElementById(`m-${seq}`);
  for (let parts = 0; !found() && way?.isConnected && parts < PARTS_BACK_MAX; parts += 1) await more(way, "before");
  if (found()) scroller.scrollTop += found().getBoundingClientRect().top - scroller.getBoundingClientRect().top - Number(top);
}

function arriveAt() {
  const asks = new URLSearchParams(location.search);
  if (asks.has("end")) return history.replaceState(history.state, "", location.pathname); // where it stands already
  const asked = location.hash.match(/^#m-(\d+)$/)?.[1] ?? asks.get("at");
  if (asked && goTo(asked)) return;
  const unread = list.querySelector("[data-unread-line]");
  if (unread) return unread.scrollIntoView({ block: "center" });
  comeBack();
}

if (list && scroller) {
  on("click", "[data-leads-to]", (event, link) => {
    if (goTo(link.dataset.leadsTo)) event.preventDefault();
    link.closest(".pins__all")?.removeAttribute("open");
  });
  window.addEventListener("pagehide", () => {
    const seen = atEnd() ? null : firstSeen();
    const top = seen && Math.round(seen.getBoundingClientRect().top - scroller.getBoundingClientRect().top);
    if (seen) sessionStorage.setItem(PLACE, `${seen.dataset.seq}:${top}`);
    else sessionStorage.removeItem(PLACE);
  });
  arriveAt();
  for (const way of room.querySelectorAll("[data-earlier-way], [data-later-way]")) watching.observe(way);
}
