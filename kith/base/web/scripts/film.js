// A moving picture goes round once somebody lets it; where they want little motion, it stops at its end.

const calm = matchMedia("(prefers-reduced-motion: reduce)");

whenShown((root) => {
  for (const film of allIn(root, "video[data-rounds]")) film.loop = !calm.matches;
});
calm.addEventListener("change", () => {
  for (const film of document.querySelectorAll("video[data-rounds]")) film.loop = !calm.matches;
});
