// Whoever leaves the notices has read them. A beacon is sent even while the page goes; without this there is the button.

const form = document.querySelector("form[data-read-on-leaving]");
if (form && navigator.sendBeacon) {
  let sent = false;
  const send = () => {
    if (sent) return;
    sent = navigator.sendBeacon(form.action, new FormData(form));
  };
  window.addEventListener("pagehide", send);
  form.addEventListener("submit", () => (sent = true));
}
