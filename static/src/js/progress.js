// Live progress. An element with data-task is followed until its work ends: over a WebSocket, or by asking
// /api/jobs/<task>, which answers with the same body, when there is no socket. The end is told by the event
// "progress-end"; htmx fetches the card again then, so the server alone draws results.
import { span } from "./words.js";

const FINAL = new Set(["SUCCESS", "FAILURE", "REVOKED"]);
const GONE = new Set([401, 403, 404]);
const FIRST_POLL_MS = 3000;
const SLOWEST_POLL_MS = 30000;
const SOCKET_TRIES = 3;
const SPEAK_EVERY_MS = 15000;
const followed = new WeakSet();

function show(box, body) {
  const bar = box.querySelector("progress");
  bar.value = body.progress;
  box.querySelector("[data-progress-percent]").textContent = new Intl.NumberFormat(document.documentElement.lang, {
    style: "percent",
  }).format(body.progress / 100);
  box.querySelector("[data-progress-message]").textContent = body.message;
  const eta = box.querySelector("[data-progress-eta]");
  eta.textContent = body.eta_seconds ? eta.dataset.text.replace("{time}", span(body.eta_seconds)) : "";
  speak(box, body);
}

// Screen readers hear a change of sentence, but not each per cent.
function speak(box, body) {
  const voice = box.querySelector("[data-progress-live]");
  const now = Date.now();
  if (voice.textContent === body.message || now - Number(voice.dataset.at ?? 0) < SPEAK_EVERY_MS) return;
  voice.textContent = body.message;
  voice.dataset.at = now;
}

// The badge stands in the card, beside the bar; at the end the server draws a new one.
function mark(box, status) {
  const card = box.closest("article, section");
  for (const badge of card.querySelectorAll("[data-state]")) badge.hidden = badge.dataset.state !== status;
}

function take(box, body) {
  show(box, body);
  if (!FINAL.has(body.status)) {
    mark(box, body.status);
    return false;
  }
  box.dispatchEvent(new CustomEvent("progress-end", { bubbles: true, detail: body }));
  return true;
}

function socketUrl(task) {
  const scheme = location.protocol === "https:" ? "wss" : "ws";
  return `${scheme}://${location.host}/ws/progress/${task}`;
}

// Sockets come back when the server restarts; after a few failures in a row it is polling.
function listen(box, failures = 0) {
  if (failures >= SOCKET_TRIES) return poll(box);
  const socket = new WebSocket(socketUrl(box.dataset.task));
  let heard = false;
  let ended = false;
  socket.addEventListener("message", (event) => {
    heard = true;
    if (!box.isConnected) return socket.close();
    ended = take(box, JSON.parse(event.data)) || ended;
  });
  socket.addEventListener("close", (event) => {
    if (ended || !box.isConnected || event.code >= 4400) return;
    const next = heard ? 0 : failures + 1;
    setTimeout(() => listen(box, next), 1000 * (next + 1));
  });
}

async function ask(box) {
  const reply = await fetch(`/api/jobs/${box.dataset.task}`, { headers: { Accept: "application/json" } });
  if (GONE.has(reply.status)) return true;
  if (!reply.ok) return false;
  return take(box, await reply.json());
}

function poll(box, wait = FIRST_POLL_MS) {
  setTimeout(async () => {
    if (!box.isConnected) return;
    const ended = await ask(box).catch(() => false);
    if (!ended) poll(box, Math.min(wait * 1.5, SLOWEST_POLL_MS));
  }, wait);
}

function followNew() {
  for (const box of document.querySelectorAll("[data-task]")) {
    if (followed.has(box)) continue;
    followed.add(box);
    listen(box);
  }
}

export function followTasks() {
  followNew();
  document.addEventListener("htmx:after:swap", followNew);
}
