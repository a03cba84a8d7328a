/// <reference types="vitest/config" />
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join, relative, resolve, sep } from "node:path";
import { build, defineConfig, type Plugin, type Rolldown } from "vite";

const HERE = import.meta.dirname;
const OLDEST_BROWSER = "chrome87"; // phones of Android 8, as they are still handed down
/** What it speaks, said apart: for its trouble with `f?.(...a, b)` alone, "chrome87" would spell out every `?.`. */
const ITS_LANGUAGE = "es2021";
/** What is needed when something fails, and then together. */
const SELDOM = /\/(trouble|repair|rescue|closing|issues)\.tsx?$/;
/** What the first screen of a student begins with: a start from the phone fetches all of it at once, and nothing else. */
const HOME = /\/(courses\/today|manufactories\/(on-today|bar-mark)|store\/(reducers|bundles))\.tsx?$/;
/**
 * Which file a module goes into: all that runs first into one, what the first screen needs into some, what comes later
 * into a few for each room. Many small files take more room on the phone than a few, and the first script names every
 * file.
 */
function fileOf(id: string, graph: Pick<Rolldown.PluginContext, "getModuleInfo">): string | null {
  const seen = new Set<string>();
  let [isFirst, isHome] = [false, false];
  const climb = (from: string): void => {
    if (seen.has(from)) return;
    seen.add(from);
    const info = graph.getModuleInfo(from);
    isFirst ||= info?.isEntry === true;
    isHome ||= HOME.test(from);
    for (const importer of info?.importers ?? []) climb(importer);
  };
  climb(id);
  if (!isFirst && SELDOM.test(id)) return "sync";
  if (isHome && !isFirst) return "home";
  return isFirst ? "first" : (/\/src\/(?:rooms\/)?(\w+)\//.exec(id)?.[1] ?? null);
}
const sha256 = (data: string | Buffer) => createHash("sha256").update(data).digest("base64");

/** [path, hash] of what the service worker keeps: the whole build but pictures that only an installation asks for. */
function filesOf(out: string): [string, string][] {
  const paths = readdirSync(out, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `/${relative(out, join(entry.parentPath, entry.name)).split(sep).join("/")}`)
    .filter((path) => !path.startsWith("/icons/") && path !== "/sw.js")
    .sort();
  return paths.map((path) => [
    path,
    path.startsWith("/assets/") ? "" : sha256(readFileSync(join(out, path))),
  ]);
}

/** Builds src/sw.ts to /sw.js once everything else is written, since it lists the rest. */
function serviceWorker(): Plugin {
  let outDir = "";
  return {
    name: "verstat:service-worker",
    apply: "build",
    configResolved(config) {
      outDir = resolve(HERE, config.build.outDir);
    },
    async writeBundle() {
      const files = filesOf(outDir);
      const version = sha256(files.join("\n")).slice(0, 16);
      await build({
        configFile: false,
        root: HERE,
        publicDir: false,
        logLevel: "warn",
        define: { __FILES__: JSON.stringify(files), __VERSION__: JSON.stringify(version) },
        build: {
          target: ITS_LANGUAGE,
          outDir,
          emptyOutDir: false,
          modulePreload: false,
          rolldownOptions: {
            input: join(HERE, "src/sw.ts"),
            output: { entryFileNames: "sw.js", format: "iife" },
          },
        },
      });
    },
  };
}

/** The icons stand once in the page: it is smaller there than in the first script, and drawn sooner. */
function sprite(): Plugin {
  const file = join(HERE, "src/parts/sprite.svg");
  return {
    name: "verstat:sprite",
    transformIndexHtml: (html) => html.replace(/<!-- the sprite.*?-->/, () => readFileSync(file, "utf8")),
  };
}

/** Vite wraps every `import()` to fetch what it needs beside it; that is never anything here. */
function plainImports(): Plugin {
  const HELPER = "\0vite/preload-helper.js";
  return {
    name: "verstat:plain-imports",
    enforce: "pre",
    apply: "build",
    load: (id) => (id === HELPER ? "export const __vitePreload = (load) => load();" : null),
  };
}

/** Tests live beside the other tests, outside this folder; the packages that they name are here. */
function packagesOfThisFolder(): Plugin {
  return {
    name: "verstat:packages",
    enforce: "pre",
    resolveId(id, importer) {
      const isOurs = !importer || importer.startsWith(HERE) || !/^[@a-z]/.test(id);
      return isOurs ? null : this.resolve(id, join(HERE, "src/main.tsx"), { skipSelf: true });
    },
  };
}

const PROJECT = readFileSync(join(HERE, "../pyproject.toml"), "utf8");
const VERSION = /^version = "(.+)"$/m.exec(PROJECT)?.[1];

export default defineConfig({
  root: HERE,
  define: { __BUILD__: JSON.stringify(VERSION) },
  oxc: {
    jsx: { runtime: "automatic", importSource: "preact" },
    assumptions: { setPublicClassFields: true }, // `this.name = value`, without a helper
  },
  build: {
    target: ITS_LANGUAGE,
    cssTarget: OLDEST_BROWSER,
    assetsInlineLimit: 0,
    modulePreload: false, // saves 0.75 kB of the first script; after the first visit every file is on the phone
    reportCompressedSize: false,
    rolldownOptions: {
      output: {
        chunkFileNames: "assets/[hash:7].js", // every file names others, and no letter of it packs
        codeSplitting: {
          includeDependenciesRecursively: false,
          groups: [
            { name: (id, graph) => (fileOf(id, graph) === "first" ? "first" : null) },
            { name: (id, graph) => (fileOf(id, graph) === "reports" ? "reports" : null), maxSize: 45_000 },
            { name: (id, graph) => (fileOf(id, graph) === "home" ? "home" : null), maxSize: 31_000 },
            { name: fileOf, maxSize: 38_000 }, // of source: some 6 kB on the wire; reports pack better, home worse
          ],
        },
      },
    },
  },
  plugins: [sprite(), plainImports(), serviceWorker(), packagesOfThisFolder()],
  server: { fs: { allow: [join(HERE, "..")] } },
  test: {
    dir: join(HERE, "../tests/pwa"),
    include: ["**/*.test.{ts,tsx}"],
    environment: "happy-dom",
  },
});
