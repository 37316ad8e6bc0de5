import { Beside } from "./beside.js";

const BAR_PX = 80;
const sectionOf = (node) => node?.closest?.(".edit-section");

/** The page that corrects a document: its keys, the next doubtful word, and what was typed when saving fails. Without
    it everything works by links and forms. */
export default () => ({
  init() {
    this.ended = new AbortController();
    this.listen("htmx:before:swap", (event) => this.keepTyped(event));
    this.listen("htmx:after:swap", () => this.opened());
    this.listen("htmx:error", (event) => this.failed(event));
    this.listen("htmx:response:error", (event) => this.failed(event));
    this.listen("input", (event) => event.target.closest("[data-find]") && this.holdReplace());
    const page = this.$root.querySelector("#edit-page");
    this.beside = page && new Beside(this.$root, page, this.ended.signal);
  },
  destroy() {
    this.ended.abort();
  },
  listen(name, heard) {
    document.addEventListener(name, heard, { signal: this.ended.signal });
  },

  key(event) {
    const form = event.target.closest?.("[data-editing]");
    if (form && event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      form.requestSubmit(form.querySelector("[value=save]"));
    } else if (form && event.key === "Escape") {
      event.preventDefault();
      form.querySelector("[data-cancel]").click();
    } else if (event.key === "Enter" && event.target.matches?.(".doubt")) {
      this.open(event.target);
    }
  },
  clicked(event) {
    if (event.target.closest("[data-next-doubt]")) return this.nextDoubt(event);
    if (event.target.closest("[data-close-find]")) return this.closeFind(event);
    // Who marks words with the mouse wants to copy them.
    if (event.target.closest(".edit-words") && !String(getSelection())) this.open(event.target);
  },
  open(node) {
    const doubt = node.closest(".doubt");
    this.caret = doubt && { section: sectionOf(node).id, start: doubt.dataset.start, end: doubt.dataset.end };
    sectionOf(node).querySelector("[data-edit]")?.click();
  },
  // What a swap has put in is where one goes on: the field, or the button that opens it.
  opened() {
    const field = document.activeElement?.closest?.("[data-editing] textarea");
    if (field && this.caret?.section === sectionOf(field).id) {
      field.setSelectionRange(Number(this.caret.start), Number(this.caret.end));
      this.caret = null;
    }
    if (document.activeElement === document.body && this.left?.isConnected === false) {
      document.getElementById(this.left.id)?.querySelector("[data-edit]")?.focus({ preventScroll: true });
    }
    this.left = null;
    this.beside?.look();
  },
  // A session that is over must not cost what was typed: the note about it stands above the field.
  keepTyped(event) {
    const { ctx } = event.detail;
    this.left = sectionOf(ctx.sourceElement);
    const form = ctx.sourceElement?.closest?.("[data-editing]");
    if (!form || !ctx.text?.includes('id="signed-out"')) return;
    event.preventDefault();
    const note = new DOMParser().parseFromString(ctx.text, "text/html").getElementById("signed-out");
    form.querySelector("#signed-out")?.remove();
    form.prepend(document.importNode(note, true));
  },
  failed(event) {
    const source = event.detail?.ctx?.sourceElement ?? event.target;
    const told = source.closest?.("[data-editing]")?.querySelector("[data-edit-failed]");
    if (told) told.hidden = false;
  },

  nextDoubt(event) {
    const next = this.doubtAhead();
    if (!next) return this.leaveForNext(event.target.closest("a"));
    event.preventDefault();
    this.doubt = next;
    next.focus({ preventScroll: true });
    next.scrollIntoView({ block: "center" });
  },
  // The button takes the focus from the word that was looked at, so that is remembered.
  doubtAhead() {
    const doubts = [...this.$root.querySelectorAll(".doubt")];
    const at = document.activeElement?.closest?.(".doubt") ?? this.doubt;
    if (at?.isConnected) return doubts[doubts.indexOf(at) + 1];
    return doubts.find((one) => one.getBoundingClientRect().top > BAR_PX);
  },
  leaveForNext(link) {
    const address = new URL(link.href);
    const last = [...this.$root.querySelectorAll(".edit-section")].at(-1);
    address.searchParams.set("after", last?.id.slice(2) ?? "");
    link.href = address.href;
  },

  // What the button says must be what it does: while words are typed it waits for the next look.
  holdReplace() {
    const button = this.$root.querySelector("#find-results button");
    if (button) button.disabled = true;
  },
  closeFind(event) {
    const panel = this.$root.querySelector("#find");
    if (!panel) return;
    event.preventDefault();
    panel.replaceChildren();
    panel.className = "";
  },
});
