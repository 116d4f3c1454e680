// Times grow older while a page is open: the same words as the server's (shown.py), in the reader's own time zone.

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const language = document.documentElement.lang;
const ago = new Intl.RelativeTimeFormat(language, { numeric: "always" });
const AGAIN_MS = MINUTE;

// The zone that was chosen in the settings; without one, the device's own. The server words times in the same.
const device = Intl.DateTimeFormat().resolvedOptions().timeZone;
const zone = words.zone && words.zone !== "UTC" ? words.zone : device;

/** The same instant as the wall clock there shows it. */
const there = (date) => new Date(date.toLocaleString("en-US", { timeZone: zone }));
const midnight = (date) => new Date(date.getFullYear(), date.getMonth(), date.getDate());

function dayPart(hour, today) {
  if (!today) return say(hour < 18 ? "yesterday" : "lastNight");
  if (hour < 5) return say("night");
  if (hour < 12) return say("morning");
  return say(hour < 18 ? "afternoon" : "evening");
}

function inWords(at, instant) {
  const passed = instant - at;
  const [then, now] = [there(at), there(instant)];
  const days = Math.round((midnight(now) - midnight(then)) / (24 * HOUR));
  if (passed < MINUTE) return say("justNow");
  if (passed < HOUR) return ago.format(-Math.floor(passed / MINUTE), "minute");
  if (passed < 4 * HOUR) return ago.format(-Math.floor(passed / HOUR), "hour");
  if (days <= 1) return dayPart(then.getHours(), days === 0);
  if (days <= 6) return ago.format(-days, "day");
  if (days < 35) return ago.format(-Math.floor(days / 7), "week");
  const year = then.getFullYear() === now.getFullYear() ? undefined : "numeric";
  return then.toLocaleDateString(language, { day: "numeric", month: "long", year });
}

function refresh(root = document) {
  const now = new Date();
  for (const element of root.querySelectorAll("time[data-moment]")) {
    const then = new Date(element.dateTime);
    const sentence = inWords(then, now);
    if (element.textContent !== sentence) element.textContent = sentence;
    if (!element.dataset.exact) {
      element.dataset.exact = "yes";
      element.title = then.toLocaleString(language, { dateStyle: "full", timeStyle: "short", timeZone: zone });
    }
  }
}

whenShown(refresh);
setInterval(refresh, AGAIN_MS);
document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && refresh());
// The server words times in the zone it finds here, from the next page on.
const told = `kith_zone=${encodeURIComponent(device)}`;
if (device && !document.cookie.split("; ").includes(told)) {
  document.cookie = `${told}; path=/; max-age=31536000; samesite=lax${location.protocol === "https:" ? "; secure" : ""}`;
}
