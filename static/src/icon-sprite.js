// A Vite plugin: one SVG file with the lucide icons that templates name, as {% icon "mic" %} or icon="mic".
import { readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const NAMED = /\bicon(?:\s+|=)"([a-z0-9-]+)"/g;
const require = createRequire(import.meta.url);

function namesIn(folder) {
  const files = readdirSync(folder, { recursive: true }).filter((file) => file.endsWith(".html"));
  const names = files.flatMap((file) => [...readFileSync(join(folder, file), "utf8").matchAll(NAMED)].map((m) => m[1]));
  return [...new Set(names)].sort();
}

function symbol(name) {
  const svg = readFileSync(require.resolve(`lucide-static/icons/${name}.svg`), "utf8");
  const shapes = svg.slice(svg.indexOf(">", svg.indexOf("<svg")) + 1, svg.lastIndexOf("</svg>"));
  return `<symbol id="${name}" viewBox="0 0 24 24">${shapes.replace(/\s*\n\s*/g, "")}</symbol>`;
}

export default function iconSprite({ templates }) {
  return {
    name: "icon-sprite",
    generateBundle() {
      const symbols = namesIn(templates).map(symbol).join("\n");
      const source = `<svg xmlns="http://www.w3.org/2000/svg">\n${symbols}\n</svg>\n`;
      this.emitFile({ type: "asset", fileName: "icons.svg", source });
    },
  };
}
