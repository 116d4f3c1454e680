// A button that puts an emoji into the words of its form; the picker itself is loaded when it is wanted.

on("click", "[data-emoji]", async (_event, button) => {
  const text = button.closest("form")?.querySelector("[data-text]");
  if (!text) return;
  const { pickEmoji } = await import(words.emoji);
  let emoji = await pickEmoji(button, { own: true });
  text.focus();
  if (!emoji) return;
  // Those of this server are words, and stand apart from others.
  if (emoji[0] === ":") emoji = `${/\S$/.test(text.value.slice(0, text.selectionStart)) ? " " : ""}${emoji} `;
  text.setRangeText(emoji, text.selectionStart, text.selectionEnd, "end");
  text.dispatchEvent(new InputEvent("input", { bubbles: true }));
});
whenShown((root) => {
  for (const button of allIn(root, "[data-emoji]")) button.hidden = false;
});
