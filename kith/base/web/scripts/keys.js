// The keyboard: j and k from post to post, one letter for each deed, g and a letter for a place, ? for the list.

const PLACES = { h: "/", p: "/people", t: "/talk", n: "/notices", b: "/bookmarks", s: "/settings" };
const GO_MS = 1500; // how long a g waits for its letter
let going = 0;

const cards = () => [...document.querySelectorAll("main [data-card]")].filter((card) => card.checkVisibility());
const current = () => document.activeElement?.closest?.("[data-card]");

function step(by) {
  const all = cards();
  const at = all.indexOf(current() ?? all.find((card) => card.hasAttribute("data-here"))); // a list beside what is open
  const first = all.findIndex((card) => card.getBoundingClientRect().bottom > 80);
  const next = at < 0 ? all[Math.max(0, first)] : all[at + by];
  next?.focus();
  next?.scrollIntoView({ block: "nearest" });
}

function press(key) {
  const deed = current()?.querySelector(`[data-key="${CSS.escape(key)}"]`) ?? document.querySelector(`.rail [data-key="${CSS.escape(key)}"]`);
  deed?.click();
  return Boolean(deed);
}

function go(key) {
  going = 0;
  const place = key === "u" ? document.querySelector(".you .menu__item")?.href : PLACES[key];
  if (place) location.assign(place);
}

function search() {
  const field = document.querySelector("input[type=search]");
  if (!field) return location.assign("/search");
  field.closest("details")?.setAttribute("open", "");
  field.focus();
}

const KEYS = {
  j: () => step(1),
  k: () => step(-1),
  "/": search,
  ".": () => document.dispatchEvent(new CustomEvent("kith:take-in")),
  "?": () => document.getElementById("keys")?.showModal(),
  g: () => {
    going = Date.now() + GO_MS;
  },
  Enter: () => document.activeElement === current() && current()?.dataset.href && location.assign(current().dataset.href),
};

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  if (document.querySelector("dialog[open]")) return;
  if (going > Date.now()) return go(event.key);
  if (event.key === "Enter" && !event.target.matches("[data-card]")) return;
  const does = KEYS[event.key];
  if (does) {
    if (event.key !== "Enter") event.preventDefault();
    does();
  } else if ("nrlpb".includes(event.key) && press(event.key)) {
    event.preventDefault();
  }
});
