/** The form of "Tạo Audio": a document switches the text off; without a voice and something to read it waits. */
export default () => ({
  blocked: false,
  aside: false,
  busy: false,
  init() {
    this.look();
    // A page that comes back from the browser's memory must not stay busy.
    window.addEventListener("pageshow", () => {
      this.busy = false;
      this.look();
    });
  },
  look() {
    const { voice, text, document } = this.$root.elements;
    this.aside = Boolean(document?.value);
    text.disabled = this.aside;
    const something = this.aside || text.value.trim() !== "";
    this.blocked = !(voice.value && something);
  },
  get waits() {
    return this.blocked || this.busy;
  },
  get idle() {
    return !this.busy;
  },
  start(event) {
    // The preview button has its own request and must leave the form as it is.
    if (!event.submitter?.hasAttribute("formaction")) setTimeout(() => (this.busy = true));
  },
});
