const TRY_EVERY_MS = 2000;
const TRIES = 90;
const NOT_READY = 409;

const pause = () => new Promise((resolve) => setTimeout(resolve, TRY_EVERY_MS));

/** Whether the recording is there: one byte is asked for, which also tells the server to make it. */
async function isMade(address) {
  const reply = await fetch(address, { headers: { Range: "bytes=0-0" } });
  return reply.status !== NOT_READY;
}

/** Links to formats of which some are made on demand: the click waits until the file is there. */
export default () => ({
  waiting: false,
  async take(event) {
    event.preventDefault();
    if (this.waiting) return;
    const address = this.$el.href;
    this.waiting = true;
    for (let tries = 0; tries < TRIES && !(await isMade(address).catch(() => true)); tries += 1) await pause();
    this.waiting = false;
    // Where it failed, the server's own page says why.
    location.assign(address);
  },
});
