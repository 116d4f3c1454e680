// Who has a talk open reads it. Without this there is the button in the list.

const root = document.getElementById("main")?.dataset.live?.match(/^thread:(\d+)$/)?.[1];
const signature = document.querySelector('#main input[name="csrf"]')?.value;

function sayRead() {
  if (!root || !signature || document.visibilityState !== "visible") return;
  if (!document.querySelector('#main [data-card][data-audience="mentioned"]')) return;
  const headers = { "hx-request": "true", "content-type": "application/x-www-form-urlencoded" };
  fetch(`/talk/${root}/read`, { method: "POST", headers, body: new URLSearchParams({ csrf: signature }), keepalive: true }).catch(() => {});
}

sayRead();
document.addEventListener("visibilitychange", sayRead);
document.addEventListener("kith:take-in", () => setTimeout(sayRead));

// In the list, what is new is offered, and comes when it is asked for.
if (document.querySelector("[data-talks]")) {
  document.addEventListener("kith:count", ({ detail }) => {
    if (detail.id === "talks" && detail.number) offer(detail.number);
  });
  document.addEventListener("kith:take-in", () => location.reload());
}
