import tailwindcss from "@tailwindcss/vite";
import { defineConfig } from "vite";

import iconSprite from "./static/src/icon-sprite.js";

export default defineConfig({
  base: "/static/dist/",
  publicDir: "static/src/public",
  plugins: [tailwindcss(), iconSprite({ templates: "templates" })],
  build: {
    outDir: "static/dist",
    manifest: true,
    // A data: URL would be refused by the page's Content-Security-Policy (font-src, style-src are 'self').
    assetsInlineLimit: 0,
    rolldownOptions: { input: "static/src/main.js" },
  },
});
