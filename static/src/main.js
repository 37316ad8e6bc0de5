import "./css/main.css";

import Alpine from "@alpinejs/csp";
import "htmx.org";

import { followSignIn } from "./js/csrf.js";
import download from "./js/download.js";
import dropzone from "./js/dropzone.js";
import edit from "./js/edit.js";
import files from "./js/files.js";
import generate from "./js/generate.js";
import player from "./js/player.js";
import { followTasks } from "./js/progress.js";
import recorder from "./js/recorder.js";
import toast from "./js/toast.js";

for (const [name, component] of Object.entries({ download, dropzone, edit, files, generate, player, recorder, toast })) {
  Alpine.data(name, component);
}
Alpine.start();
followTasks();
followSignIn();
