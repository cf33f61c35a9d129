// Bundles the editor into the folder that the server serves, with the licences of what it holds.
import { build } from "esbuild";
import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const target = join(here, "../src/ofsted_kg/server/static/built");

await build({
  absWorkingDir: here,
  entryPoints: ["editor.js"],
  outdir: target,
  bundle: true,
  minify: true,
  legalComments: "none",
  target: ["es2021"],
  logLevel: "warning",
});
writeFileSync(join(target, "licences.txt"), licences());

function licences() {
  const { packages } = JSON.parse(readFileSync(join(here, "package-lock.json"), "utf8"));
  const bundled = Object.entries(packages).filter(([path, about]) => isBundled(path, about));
  return bundled.map(([path, about]) => licence(path, about)).join(`\n${"-".repeat(78)}\n`);
}

function isBundled(path, { dev, os }) {
  return path && !dev && !os && !path.endsWith("/esbuild") && existsSync(join(here, path));
}

function licence(path, { version, license }) {
  const files = readdirSync(join(here, path)).filter((name) => /^licen[cs]e/i.test(name));
  const texts = files.sort().map((name) => readFileSync(join(here, path, name), "utf8").trim());
  return `${path.replace(/^.*node_modules\//, "")} ${version} (${license ?? "see below"})\n\n${texts.join("\n\n")}\n`;
}
