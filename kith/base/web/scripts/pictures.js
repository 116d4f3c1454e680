// Pictures, video and sound in the composer: one place after the other, what was chosen, and the point that matters in it.

const STEP = 0.05; // of the picture, for an arrow key

function showPlaces(tool) {
  const places = [...tool.querySelectorAll("[data-place]")];
  let open = 0;
  for (const place of places) {
    const filled = place.hasAttribute("data-kept") || place.querySelector("[data-file]")?.files.length;
    place.hidden = !filled && open > 0;
    if (!filled) open += 1; // one empty place at a time
    const words = place.querySelector(".place-for-picture__alt");
    words.hidden = !filled;
  }
}

function choose(input) {
  const place = input.closest("[data-place]");
  const form = input.closest("form");
  const file = input.files[0];
  const film = file && !file.type.startsWith("image/");
  const max = Number((film ? form?.dataset.filmBytesMax : form?.dataset.pictureBytesMax) || Infinity); // the server says what it takes none of
  if (file && file.size > max) {
    tell(say("tooLarge", { size: Math.floor(max / 1_000_000) }), "alarm");
    input.value = "";
  }
  preview(place, input.files[0]);
  showPlaces(place.closest("[data-pictures]"));
}

function preview(place, file) {
  const frame = place.querySelector("[data-focal]");
  const picture = place.querySelector("[data-preview]");
  if (picture.src.startsWith("blob:")) URL.revokeObjectURL(picture.src);
  const seen = file?.type.startsWith("image/"); // of video and sound the file's own name is shown beside the button
  frame.hidden = !seen;
  place.querySelector("[data-mark]").hidden = !seen;
  if (!seen) return;
  picture.src = URL.createObjectURL(file);
  setFocus(place, 0, 0);
}

/** x and y from −1 to 1, y upwards: as the other servers and the apps say it. */
function setFocus(place, x, y) {
  const bounded = [x, y].map((value) => Math.max(-1, Math.min(1, value)));
  place.querySelector("[data-focus-x]").value = bounded[0].toFixed(2);
  place.querySelector("[data-focus-y]").value = bounded[1].toFixed(2);
  const mark = place.querySelector("[data-mark]");
  mark.style.setProperty("--mark-x", `${(bounded[0] + 1) * 50}%`);
  mark.style.setProperty("--mark-y", `${(1 - bounded[1]) * 50}%`);
}

const focusOf = (place) => ["[data-focus-x]", "[data-focus-y]"].map((name) => Number(place.querySelector(name).value));

on("change", "[data-file]", (_event, input) => choose(input));
on("click", "[data-focal]", (event, frame) => {
  if (event.detail === 0) return; // a key on the mark, not a pointer
  const box = frame.querySelector("[data-preview]").getBoundingClientRect();
  const place = frame.closest("[data-place]");
  setFocus(place, ((event.clientX - box.left) / box.width) * 2 - 1, 1 - ((event.clientY - box.top) / box.height) * 2);
});
on("keydown", "[data-mark]", (event, mark) => {
  const moves = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
  const move = moves[event.key];
  if (!move) return;
  event.preventDefault();
  const place = mark.closest("[data-place]");
  const [x, y] = focusOf(place);
  setFocus(place, x + move[0] * STEP * 2, y + move[1] * STEP * 2);
});
on("paste", "form[data-composer] [data-text]", (event, text) => {
  const files = [...(event.clipboardData?.files ?? [])].filter((file) => file.type.startsWith("image/"));
  const tool = text.closest("form").querySelector("[data-pictures]");
  const free = tool && [...tool.querySelectorAll("[data-file]")].find((input) => !input.files.length);
  if (!files.length || !free) return;
  event.preventDefault();
  const box = new DataTransfer();
  box.items.add(files[0]);
  free.files = box.files;
  tool.open = true;
  choose(free);
});
whenShown((root) => {
  for (const tool of allIn(root, "[data-pictures]")) {
    showPlaces(tool);
    for (const place of tool.querySelectorAll("[data-place]")) {
      const mark = place.querySelector("[data-mark]");
      mark.title = say("focus");
      if (!place.querySelector("[data-focal]").hidden) {
        mark.hidden = false;
        setFocus(place, ...focusOf(place));
      }
    }
  }
});
