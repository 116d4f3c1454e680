// Recordings show their waveform, and play from wherever one points in it. One at a time.

const clock = (seconds) => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;

function dress(figure) {
  const audio = figure.querySelector("audio");
  const player = figure.querySelector(".voice");
  const [play, seek, time] = [".voice__play", ".voice__seek", ".voice__time"].map((name) => player.querySelector(name));
  const show = () => {
    const length = Number(seek.max) || 1;
    player.style.setProperty("--played", `${(100 * audio.currentTime) / length}%`);
    if (document.activeElement !== seek || !audio.paused) seek.value = audio.currentTime;
    time.textContent = audio.currentTime > 0 ? clock(audio.currentTime) : time.dataset.length;
    seek.setAttribute("aria-valuetext", clock(audio.currentTime));
    play.setAttribute("aria-pressed", String(!audio.paused));
  };
  play.addEventListener("click", () => {
    if (!audio.paused) return audio.pause();
    for (const other of document.querySelectorAll("audio")) if (other !== audio) other.pause();
    audio.play().catch(() => tell(say("noNetwork"), "alarm"));
  });
  seek.addEventListener("input", () => {
    audio.currentTime = Number(seek.value);
    show();
  });
  for (const kind of ["timeupdate", "play", "pause"]) audio.addEventListener(kind, show);
  audio.addEventListener("ended", () => {
    audio.currentTime = 0;
    show();
  });
  audio.hidden = true;
  player.hidden = false;
}

whenShown((root) => {
  for (const figure of allIn(root, "[data-voice]:not([data-dressed])")) {
    figure.dataset.dressed = "";
    dress(figure);
  }
});
