import htmx from "htmx.org";

import { size } from "./words.js";

/** A file field one can drop on, and a form that tells how much of the file has really been sent. */
export default () => ({
  over: false,
  picked: "",
  sending: false,
  percent: 0,
  problem: "",
  tooLarge: false,
  init() {
    this.field = this.$root.querySelector("input[type=file]");
    this.look();
  },
  look() {
    const file = this.field.files[0];
    this.picked = file ? `${file.name} · ${size(file.size)}` : "";
    this.tooLarge = Boolean(file) && file.size > Number(this.$root.dataset.limit);
    this.problem = this.tooLarge ? this.$root.dataset.tooLarge : "";
  },
  get empty() {
    return !this.picked;
  },
  get stuck() {
    return this.sending || this.tooLarge;
  },
  enter(event) {
    event.preventDefault();
    this.over = true;
  },
  leave() {
    this.over = false;
  },
  drop(event) {
    event.preventDefault();
    this.over = false;
    if (!event.dataTransfer.files.length) return;
    this.field.files = event.dataTransfer.files;
    this.look();
  },
  // fetch cannot tell how much was sent, so this one request is an XMLHttpRequest.
  send(event) {
    event.preventDefault();
    if (this.stuck) return;
    const request = new XMLHttpRequest();
    request.upload.addEventListener("progress", (told) => (this.percent = Math.floor((100 * told.loaded) / told.total)));
    request.addEventListener("load", () => this.answered(request));
    request.addEventListener("error", () => this.failed(this.$root.dataset.failed));
    request.open("POST", this.$root.action);
    request.setRequestHeader("HX-Request", "true");
    request.send(new FormData(this.$root));
    this.sending = true;
    this.percent = 0;
    this.problem = "";
  },
  answered(request) {
    const next = request.getResponseHeader("HX-Redirect");
    if (next) return location.assign(next);
    if (request.status === 413) return this.failed(this.$root.dataset.tooLarge);
    const page = new DOMParser().parseFromString(request.responseText, "text/html");
    const signedOut = page.getElementById("signed-out");
    if (signedOut) return this.failed(signedOut.querySelector("p").firstChild.textContent.trim());
    const form = request.status < 500 && page.getElementById(this.$root.id);
    if (!form) return this.failed(this.$root.dataset.failed);
    // The server's form carries its errors; the picked file stays picked.
    const fresh = document.importNode(form, true);
    fresh.querySelector("input[type=file]").files = this.field.files;
    this.$root.replaceWith(fresh);
    htmx.process(fresh);
    (fresh.querySelector("[aria-invalid=true], .field-error") ?? fresh).scrollIntoView({ block: "center" });
  },
  failed(sentence) {
    this.sending = false;
    this.problem = sentence;
  },
});
