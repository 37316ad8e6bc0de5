import { sendSample, showSamples } from "./send.js";
import { size } from "./words.js";

/** Files from the person's machine, one row each with the words that are said in it; sent one after the other. */
export default () => ({
  over: false,
  sending: false,
  count: 0,
  init() {
    this.words = this.$root.dataset;
    this.list = this.$root.querySelector("[data-picked]");
    this.model = this.$root.querySelector("template[data-row]");
    this.field = this.$root.querySelector("input[type=file]");
    // Without script the form wants a file; here the rows are what is sent.
    this.field.required = false;
    this.field.addEventListener("change", () => this.add());
  },
  get isStuck() {
    return this.sending || !this.count;
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
    this.field.files = event.dataTransfer.files;
    this.add();
  },
  add() {
    for (const file of this.field.files) this.list.append(this.row(file));
    this.field.value = "";
    this.counted();
  },
  counted() {
    this.count = this.list.querySelectorAll("li:not([data-wrong])").length;
  },
  row(file) {
    const row = this.model.content.firstElementChild.cloneNode(true);
    row.file = file;
    row.querySelector("[data-name]").textContent = `${file.name} · ${size(file.size)}`;
    const words = row.querySelector("[data-transcript]");
    words.id = `words-of-${crypto.randomUUID()}`;
    row.querySelector("label").htmlFor = words.id;
    row.querySelector("[data-drop]").addEventListener("click", () => {
      row.remove();
      this.counted();
    });
    if (file.size > Number(this.words.limit)) {
      row.dataset.wrong = "";
      this.tell(row, this.words.tooLarge);
    }
    return row;
  },
  tell(row, sentence) {
    const problem = row.querySelector("[data-problem]");
    problem.textContent = sentence;
    problem.hidden = !sentence;
  },
  async send(event) {
    event.preventDefault();
    if (this.isStuck) return;
    this.sending = true;
    for (const row of this.list.querySelectorAll("li:not([data-wrong])")) await this.sendOne(row);
    this.sending = false;
    this.counted();
    showSamples();
  },
  async sendOne(row) {
    const work = row.querySelector("[data-sending]");
    const bar = work.querySelector("progress");
    this.tell(row, "");
    work.hidden = false;
    const fields = { file: [row.file, row.file.name], transcript: row.querySelector("[data-transcript]").value };
    const problem = await sendSample(this.words.url, fields, this.words.failed, undefined, (done) => (bar.value = done));
    work.hidden = true;
    if (problem) this.tell(row, problem);
    else row.remove();
  },
});
