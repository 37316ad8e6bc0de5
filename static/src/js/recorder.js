import { canCapture, capture } from "./capture.js";
import { sendSample, showSamples } from "./send.js";
import { wav } from "./wav.js";

const SHORTEST_SECONDS = 5;
const LONGEST_SECONDS = 60;
const FLOOR_DB = 60;
const QUIET = 0.03; // a peak of -30 dBFS
const CLIPPED = 0.985;
const CLIPPED_SAMPLES = 3;

/** Recording in the browser: a text to read, a level, the take played back, kept or made again. */
export default () => ({
  state: "idle", // idle, asking, recording, take, sending
  problem: "",
  notice: "",
  seconds: 0,
  at: 0,
  init() {
    this.words = this.$root.dataset;
    this.scripts = [...this.$root.querySelectorAll("[data-script]")];
    this.player = this.$root.querySelector("[data-take]");
    this.bar = this.$root.querySelector("[data-level]");
    this.turnTo(Math.max(0, this.scripts.findIndex((script) => !script.dataset.sample)));
    if (!canCapture()) this.refuse("unsupported");
    this.leaving = (event) => this.hasTake && event.preventDefault();
    window.addEventListener("beforeunload", this.leaving);
  },
  destroy() {
    this.microphone?.close();
    window.removeEventListener("beforeunload", this.leaving);
  },
  get isIdle() {
    return this.state === "idle";
  },
  get isRecording() {
    return this.state === "recording";
  },
  get hasTake() {
    return this.state === "take";
  },
  get isAway() {
    return ["asking", "sending", "refused"].includes(this.state);
  },
  get isBusy() {
    return !this.isIdle;
  },
  get mayNotKeep() {
    return this.seconds < SHORTEST_SECONDS;
  },
  get clock() {
    const whole = Math.floor(this.seconds);
    return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
  },
  back() {
    this.turnTo(this.at - 1);
  },
  forth() {
    this.turnTo(this.at + 1);
  },
  turnTo(index) {
    this.at = (index + this.scripts.length) % this.scripts.length;
    for (const [place, script] of this.scripts.entries()) script.hidden = place !== this.at;
  },
  refuse(why) {
    this.state = "refused";
    this.problem = this.words[why];
  },
  toggle() {
    return this.isRecording ? this.stop() : this.start();
  },
  async start() {
    this.forget();
    this.state = "asking";
    try {
      this.microphone = await capture(
        (block) => this.hear(block),
        () => this.stop(),
      );
    } catch (error) {
      this.state = "idle";
      this.problem = error.name === "NotAllowedError" ? this.words.denied : this.words.missing;
      return;
    }
    this.state = "recording";
  },
  forget() {
    if (this.player.src) URL.revokeObjectURL(this.player.src);
    this.player.removeAttribute("src");
    Object.assign(this, { blocks: [], seconds: 0, peak: 0, clipped: 0, problem: "", notice: "", file: null });
  },
  hear(block) {
    if (!this.isRecording) return;
    this.blocks.push(block);
    this.seconds += block.length / this.microphone.rate;
    this.level(block);
    if (this.seconds >= LONGEST_SECONDS) {
      this.stop();
      this.notice = this.words.full;
    }
  },
  level(block) {
    let peak = 0;
    for (const sample of block) {
      const size = Math.abs(sample);
      if (size > peak) peak = size;
      if (size >= CLIPPED) this.clipped += 1;
    }
    this.peak = Math.max(this.peak, peak);
    const level = Math.round(Math.max(0, 100 + (100 * 20 * Math.log10(peak || 1e-9)) / FLOOR_DB));
    this.bar.setAttribute("aria-valuenow", level);
    this.bar.querySelector("rect").setAttribute("width", level);
    this.bar.toggleAttribute("data-loud", peak >= CLIPPED);
    if (this.clipped >= CLIPPED_SAMPLES) this.problem = this.words.clipped;
  },
  stop() {
    if (!this.isRecording) return;
    this.state = "take";
    this.microphone.close();
    this.file = wav(this.blocks, this.microphone.rate);
    this.player.src = URL.createObjectURL(this.file);
    if (this.mayNotKeep) this.problem = this.words.short;
    else if (this.peak < QUIET) this.problem = this.words.quiet;
  },
  async keep() {
    const script = this.scripts[this.at];
    this.state = "sending";
    const fields = {
      file: [this.file, `${script.dataset.script}.wav`],
      script: script.dataset.script,
      instead_of: script.dataset.sample,
    };
    this.problem = await sendSample(this.words.url, fields, this.words.failed, (sample) => {
      script.dataset.sample = sample.id;
    });
    this.state = this.problem ? "take" : "idle";
    if (this.problem) return;
    this.forget();
    this.notice = this.words.kept;
    const next = this.scripts.findIndex((one) => !one.dataset.sample);
    if (next >= 0) this.turnTo(next);
    showSamples();
  },
});
