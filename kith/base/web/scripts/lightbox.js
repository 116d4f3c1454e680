// A picture, whole, over the page; the others of its post are one step away.

const box = document.getElementById("lightbox");
const picture = box?.querySelector(".lightbox__picture");
let group = [];
let at = 0;

function show(index) {
  at = (index + group.length) % group.length;
  const image = group[at].querySelector(".picture__image");
  picture.src = group[at].href;
  picture.alt = image.alt;
  picture.hidden = false;
  box.querySelector(".lightbox__alt").textContent = image.alt;
  for (const button of box.querySelectorAll("[data-step]")) button.hidden = group.length < 2;
}

on("click", "[data-lightbox]", (event, link) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey || !box) return;
  event.preventDefault();
  group = [...link.closest(".pictures").querySelectorAll("[data-lightbox]")];
  show(group.indexOf(link));
  box.showModal();
});
on("click", "[data-step]", (_event, button) => show(at + Number(button.dataset.step)));
box?.addEventListener("keydown", (event) => {
  const forward = document.documentElement.dir === "rtl" ? "ArrowLeft" : "ArrowRight";
  if (event.key === "ArrowLeft" || event.key === "ArrowRight") show(at + (event.key === forward ? 1 : -1));
});
box?.addEventListener("close", () => {
  picture.removeAttribute("src");
  picture.hidden = true;
});
