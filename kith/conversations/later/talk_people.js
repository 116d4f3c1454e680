// Who is writing, and who is here.

import { asked, id } from "asset:talk_room.js";
import { room } from "asset:talk_scroll.js";

const TYPING_MS = 6000; // as long as the server holds it for true
const LOOK_EVERY_MS = 60_000;
const LEAVING_MS = 5000; // from one page to the next somebody is gone for a moment
const place = room?.querySelector("[data-typing]");
const leaving = new Map();
let writing = 0; // so many people
let timer = 0;

/** The sentence is the server's: who is writing changes by the second, and their names stay in order. */
function showWriting({ html = "", count = 0 }) {
  clearTimeout(timer);
  writing = count;
  place.textContent = html;
  if (count) timer = setTimeout(() => showWriting({}), TYPING_MS);
}

function showPresence({ id: person, html, count: here }) {
  clearTimeout(leaving.get(person));
  const show = () => {
    for (const face of document.querySelectorAll(`[data-presence-of="${CSS.escape(person)}"]`)) face.toggleAttribute("data-here", Boolean(here));
    for (const line of document.querySelectorAll(`[data-presence-line="${CSS.escape(person)}"]`)) line.textContent = html;
  };
  if (here) show();
  else leaving.set(person, setTimeout(show, LEAVING_MS));
}

/** Whose browser broke off told nobody that they are gone; and "ten minutes ago" becomes eleven. */
async function lookAgain() {
  if (document.visibilityState !== "visible") return;
  const shownHere = [...document.querySelectorAll("[data-presence-line], [data-presence-of]")];
  const people = new Set(shownHere.map(({ dataset }) => dataset.presenceLine ?? dataset.presenceOf));
  const told = people.size && (await asked(`/here?of=${[...people].slice(0, 60)}`));
  for (const one of told?.people ?? []) showPresence(one);
}
setInterval(lookAgain, LOOK_EVERY_MS);

document.addEventListener("kith:presence", ({ detail }) => showPresence(detail));
if (place && id) {
  document.addEventListener("kith:typing", ({ detail }) => detail.id === id && showWriting(detail));
  // Whoever said it writes no more; of several, the next word tells who still does.
  document.addEventListener("kith:talk", ({ detail }) => detail.id === id && writing < 2 && showWriting({}));
}
