// Who is writing, and who is here.

import { id, words } from "asset:talk_room.js";
import { room } from "asset:talk_scroll.js";

const TYPING_MS = 6000; // as long as the server holds it for true
const LEAVING_MS = 5000; // from one page to the next somebody is gone for a moment
const place = room?.querySelector("[data-typing]");
const writing = new Map(); // name → until when
const leaving = new Map();
let timer = 0;

function showWriting() {
  clearTimeout(timer);
  for (const [name, until] of writing) if (until <= Date.now()) writing.delete(name);
  const [first] = writing.keys();
  place.textContent = writing.size > 1 ? words.typingMore.replace("{count}", writing.size) : first ? words.typing.replace("{name}", first) : "";
  if (writing.size) timer = setTimeout(showWriting, 500);
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

document.addEventListener("kith:presence", ({ detail }) => showPresence(detail));
if (place && id) {
  document.addEventListener("kith:typing", ({ detail }) => {
    if (detail.id !== id) return;
    writing.set(detail.html, Date.now() + TYPING_MS);
    showWriting();
  });
  document.addEventListener("kith:talk", () => {
    writing.clear();
    showWriting();
  });
}
