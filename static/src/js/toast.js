const SHOWN_MS = 6000;

/** A notice that leaves by itself, but not while it is pointed at or holds the focus, nor when it offers something. */
export default () => ({
  shown: true,
  timer: null,
  init() {
    this.leaveLater();
  },
  leaveLater() {
    if ("stays" in this.$root.dataset) return;
    this.timer = setTimeout(() => this.leave(), SHOWN_MS);
  },
  stay() {
    clearTimeout(this.timer);
  },
  leave() {
    this.shown = false;
  },
});
