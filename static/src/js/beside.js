const HIDDEN = "giong.edit.no-page";
const SHEET = "giong.edit.sheet";
const SETTLED_MS = 250;
const DRAW_TRIES = 5;
const DRAW_AGAIN_MS = 2000;
const WIDE = "(width >= 64rem)";

const AIMED = ".doubt:focus, .doubt:target, .edit-section:target";

function isOnScreen(node) {
  const { top, bottom } = node.getBoundingClientRect();
  return bottom > 0 && top < innerHeight;
}

/** The picture of the page beside the text: it follows the section that is looked at, and outlines where it stands. */
export class Beside {
  constructor(root, page, signal) {
    this.root = root;
    this.page = page;
    this.picture = page.querySelector("img");
    this.tries = 0;
    this.looked = null;
    this.picture.addEventListener("error", () => this.drawAgain(), { signal });
    this.picture.addEventListener("load", () => this.missing(false), { signal });
    if (this.picture.complete && !this.picture.naturalWidth) this.drawAgain();
    document.addEventListener("scroll", () => this.lookSoon(), { signal, passive: true });
    root.addEventListener("focusin", (event) => this.look(event.target.closest(".edit-section")), { signal });
    this.keepOpen(signal);
    this.keepHidden(root.querySelector("#no-page"), signal);
    this.look();
  }

  keepHidden(hide, signal) {
    hide.checked = localStorage.getItem(HIDDEN) === "1";
    const kept = () => {
      localStorage.setItem(HIDDEN, hide.checked ? "1" : "");
      this.look();
    };
    hide.addEventListener("change", kept, { signal });
  }

  // On a phone the sheet stays open from one part of the document to the next.
  keepOpen(signal) {
    if (sessionStorage.getItem(SHEET) === "open" && !matchMedia(WIDE).matches) this.page.showPopover();
    const kept = (event) => {
      sessionStorage.setItem(SHEET, event.newState);
      this.look();
    };
    this.page.addEventListener("toggle", kept, { signal });
  }

  lookSoon() {
    clearTimeout(this.soon);
    this.soon = setTimeout(() => this.look(), SETTLED_MS);
  }

  look(section = this.inView()) {
    if (!section?.dataset.page || !this.page.checkVisibility()) return;
    this.looked?.classList.remove("edit-looked-at");
    section.classList.add("edit-looked-at");
    this.looked = section;
    this.show(section.dataset.page);
    this.outline(section.dataset.box);
  }

  inView() {
    const aimed = this.root.querySelector(AIMED)?.closest(".edit-section");
    if (aimed && isOnScreen(aimed)) return aimed;
    const line = innerHeight / (matchMedia(WIDE).matches ? 3 : 5);
    const paged = [...this.root.querySelectorAll(".edit-section[data-page]")];
    return paged.find((one) => one.getBoundingClientRect().bottom > line);
  }

  show(number) {
    const address = this.page.dataset.pages.replace(/\/0\.webp$/, `/${number}.webp`);
    if (this.picture.getAttribute("src") === address) return;
    this.tries = 0;
    this.picture.alt = this.picture.dataset.alt.replace("{page}", number);
    this.picture.src = address;
    this.page.querySelector("[data-page-number]").textContent = number;
    this.missing(false);
  }

  outline(box) {
    const [left, top, right, bottom] = box ? box.split(",").map(Number) : [0, 0, 0, 0];
    const sides = { x: left, y: top, width: right - left, height: bottom - top };
    const rectangle = this.page.querySelector("rect");
    for (const [name, value] of Object.entries(sides)) rectangle.setAttribute(name, value);
    if (box) this.page.scrollTop = top * this.picture.clientHeight - this.page.clientHeight / 3;
  }

  // Only a few pages are drawn for one person at a time: the others are asked for again.
  drawAgain() {
    if (this.tries >= DRAW_TRIES) return this.missing(true);
    this.tries += 1;
    const address = this.picture.getAttribute("src");
    setTimeout(() => this.ask(address), DRAW_AGAIN_MS);
  }

  async ask(address) {
    const reply = await fetch(address).catch(() => null);
    if (this.picture.getAttribute("src") !== address) return;
    if (reply?.status === 404) this.missing(true);
    else if (reply?.ok) this.picture.src = address;
    else this.drawAgain();
  }

  missing(is) {
    this.page.querySelector(".page-sheet").hidden = is;
    this.page.querySelector("[data-page-missing]").hidden = !is;
  }
}
