const KEPT = "giong.heard.";
const SPEED = "giong.speed";
const NEAR_END_SECONDS = 10;

/** The audio element with chapters, speed and the place where one stopped listening. */
export default () => ({
  chapter: -1,
  init() {
    this.audio = this.$root.querySelector("audio");
    this.starts = [...this.$root.querySelectorAll("[data-start]")].map((button) => Number(button.dataset.start));
    this.select = this.$root.querySelector("[data-speed]");
    this.keepSpeed();
    this.audio.addEventListener("loadedmetadata", () => this.resume(), { once: true });
    this.audio.addEventListener("timeupdate", () => this.moved());
  },
  get key() {
    return KEPT + this.$root.dataset.player;
  },
  resume() {
    const kept = Number(localStorage.getItem(this.key) ?? 0);
    if (kept > 0 && kept < this.audio.duration - NEAR_END_SECONDS) this.audio.currentTime = kept;
  },
  moved() {
    localStorage.setItem(this.key, String(Math.floor(this.audio.currentTime)));
    const next = this.starts.findLastIndex((start) => start <= this.audio.currentTime + 0.05);
    if (next !== this.chapter) this.mark(next);
  },
  mark(index) {
    this.chapter = index;
    for (const [position, button] of this.$root.querySelectorAll("[data-start]").entries()) {
      if (position === index) button.setAttribute("aria-current", "true");
      else button.removeAttribute("aria-current");
    }
  },
  seek() {
    this.audio.currentTime = Number(this.$el.dataset.start);
    this.audio.play();
  },
  speed() {
    localStorage.setItem(SPEED, this.select.value);
    this.audio.playbackRate = Number(this.select.value);
  },
  // Loading puts the rate back to the default one, so that is set too.
  keepSpeed() {
    const kept = localStorage.getItem(SPEED);
    if (![...this.select.options].some((option) => option.value === kept)) return;
    this.select.value = kept;
    this.audio.defaultPlaybackRate = this.audio.playbackRate = Number(kept);
  },
});
