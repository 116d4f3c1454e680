// A voice note: recorded here, drawn while one speaks, and added like a file, with a field for what is said in it.

import { tell } from "asset:kith.js";
import { id, words } from "asset:talk_room.js";
import { addFiles } from "asset:talk_tray.js";

const LONGEST_S = 15 * 60;
const form = document.querySelector("form[data-say]");
const box = form?.querySelector("[data-recording]");
const button = form?.querySelector("[data-records]");
let recorder = null;
let drawing = 0;

const clock = (seconds) => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;

async function begin() {
  if (recorder) return;
  let sound;
  try {
    sound = await navigator.mediaDevices.getUserMedia({ audio: true });
  } catch {
    return tell(words.noMicrophone, "alarm");
  }
  const pieces = [];
  let kept = true;
  const kind = ["audio/webm;codecs=opus", "audio/mp4", "audio/ogg"].find((one) => MediaRecorder.isTypeSupported(one));
  recorder = new MediaRecorder(sound, kind ? { mimeType: kind } : {});
  recorder.addEventListener("dataavailable", ({ data }) => data.size && pieces.push(data));
  recorder.addEventListener("stop", () => {
    for (const track of sound.getTracks()) track.stop();
    clearInterval(drawing);
    box.hidden = true;
    button.hidden = false;
    const type = (recorder.mimeType || "audio/webm").split(";")[0];
    recorder = null;
    if (!kept || !pieces.length) return form.querySelector("[data-text]").focus();
    const ending = { "audio/webm": "webm", "audio/mp4": "m4a", "audio/ogg": "ogg" }[type] ?? "webm";
    addFiles([new File(pieces, `voice.${ending}`, { type })], { transcript: true });
    form.querySelector("[data-send]").focus();
  });
  form.querySelector("[data-record-drops]").onclick = () => {
    kept = false;
    recorder?.stop();
  };
  form.querySelector("[data-record-ends]").onclick = () => recorder?.stop();
  recorder.start(1000);
  box.hidden = false;
  button.hidden = true;
  form.querySelector("[data-record-ends]").focus();
  draw(sound);
}

/** Ten strokes a second, as loud as it is; and the time. */
function draw(sound) {
  const begun = Date.now();
  const canvas = box.querySelector("[data-recording-wave]");
  const pen = canvas.getContext("2d");
  const hearing = new AudioContext();
  const ear = hearing.createAnalyser();
  hearing.createMediaStreamSource(sound).connect(ear);
  const samples = new Uint8Array(ear.fftSize);
  const strokes = [];
  drawing = setInterval(() => {
    const seconds = (Date.now() - begun) / 1000;
    box.querySelector("[data-recording-time]").textContent = clock(seconds);
    if (seconds > LONGEST_S) recorder?.stop();
    ear.getByteTimeDomainData(samples);
    strokes.push(Math.max(...samples.map((one) => Math.abs(one - 128))) / 128);
    pen.clearRect(0, 0, canvas.width, canvas.height);
    pen.fillStyle = getComputedStyle(canvas).color;
    strokes.slice(-canvas.width / 4).forEach((loud, at) => {
      const height = Math.max(2, loud * canvas.height);
      pen.fillRect(at * 4, (canvas.height - height) / 2, 2, height);
    });
    if (!recorder) hearing.close();
  }, 100);
}

if (button && id && "MediaRecorder" in window && navigator.mediaDevices?.getUserMedia) {
  button.hidden = false;
  button.addEventListener("click", begin);
}
