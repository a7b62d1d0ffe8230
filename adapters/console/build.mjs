// Builds the consoles: each page of pages/ with what it needs, under names that hold a hash, beside
// each file what a browser can also take (.br, .gz). No network; the same input, the same output.
//   node build.mjs --schema FOLDER --out FOLDER [--stamp FILE]
// FOLDER of --schema holds what `muster schema` prints: schema.ts, words.json, model.json. --stamp:
// written when all has gone well, and beside it (.d) what was read, for ninja.
import { createHash } from "node:crypto";
import { cp, mkdir, readFile, readdir, rm, rename, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs, promisify } from "node:util";
import zlib from "node:zlib";
import esbuild from "esbuild";
import {
    less_of_ol,
    messages_ahead,
    parsed_messages,
    two_languages,
    words_instead,
    words_named,
} from "./bundle_plugins.mjs";

const here = path.dirname(fileURLToPath(import.meta.url));
const { values: options } = parseArgs({
    options: { schema: { type: "string" }, out: { type: "string" }, stamp: { type: "string" } },
});
if (!options.schema || !options.out) {
    console.error("usage: node build.mjs --schema FOLDER --out FOLDER [--stamp FILE]");
    process.exit(2);
}
const schema = path.resolve(options.schema);
const out = path.resolve(options.out);
// Built beside the old one, which is replaced when all has gone well.
const fresh = `${out}.new`;

// A page is a folder of pages/ with a main.tsx, and has its address by the folder's name.
const pages = (await readdir(path.join(here, "pages"), { withFileTypes: true }))
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();

const messages = await parsed_messages(here);
const words_file = path.join(schema, "words.json");
const model_file = path.join(schema, "model.json");
const words = JSON.parse(await readFile(words_file, "utf8"));

const bundle = (page, its_messages, its_words) =>
    esbuild.build({
        absWorkingDir: here,
        entryPoints: { [page]: `pages/${page}/main.tsx` },
        outdir: path.join(fresh, "assets"),
        entryNames: "[name]-[hash]",
        chunkNames: "[name]-[hash]",
        assetNames: "[name]-[hash]",
        bundle: true,
        splitting: true,
        format: "esm",
        target: ["chrome109", "firefox115", "safari16"],
        jsx: "automatic",
        minify: true,
        legalComments: "linked",
        charset: "utf8",
        define: { "process.env.NODE_ENV": '"production"' },
        loader: { ".svg": "file", ".woff2": "file" },
        alias: {
            "@": here,
            "muster/schema": path.join(schema, "schema.ts"),
            "muster/words": words_file,
            "muster/model": model_file,
        },
        plugins: [
            two_languages,
            less_of_ol,
            messages_ahead(its_messages),
            words_instead(words_file, its_words),
        ],
        metafile: true,
        write: false,
        logLevel: "warning",
    });

// Each page by itself: somebody has one page open all day. Shared among six pages, what they have in
// common falls into forty small files, which pack worse and are each asked for, read and linked.
const built = new Map();
for (const page of pages) {
    // First with all words, which tells what its sources are; then with those that they say.
    const whole = await bundle(page, messages, words);
    const sources = Object.keys(whole.metafile.inputs).map((file) => path.resolve(here, file));
    const own = sources.filter((file) => /\.tsx?$/.test(file) && !file.includes("node_modules"));
    const texts = await Promise.all(own.map((file) => readFile(file, "utf8")));
    const its_messages = await parsed_messages(here, (where) => own.includes(path.join(here, where)));
    const needs_all = sources.includes(model_file);
    built.set(page, await bundle(page, its_messages, needs_all ? words : words_named(words, texts)));
}

await rm(fresh, { recursive: true, force: true });
await mkdir(path.join(fresh, "assets"), { recursive: true });
for (const { outputFiles } of built.values()) {
    for (const file of outputFiles) await writeFile(file.path, file.contents);
}
await cp(path.join(here, "static"), fresh, { recursive: true });

// What a page loads is said in its head, so that nothing waits for a script to ask for the next one.
const template = await readFile(path.join(here, "page.html"), "utf8");
for (const [page, { metafile }] of built) {
    const { outputs } = metafile;
    const [entry] = Object.entries(outputs).find(
        ([, output]) => output.entryPoint === `pages/${page}/main.tsx`,
    );
    const url = (file) => `/assets/${path.basename(file)}`;
    const chunks = new Set();
    const follow = (file) => {
        for (const { path: next, kind } of outputs[file].imports) {
            // A page that begins to ask before it can be drawn imports the rest of itself so.
            const needed = kind === "import-statement" || outputs[next]?.entryPoint === `pages/${page}/page.tsx`;
            if (!needed || chunks.has(next)) continue;
            chunks.add(next);
            follow(next);
        }
    };
    follow(entry);
    const { cssBundle } = outputs[entry];
    const html = template
        .replaceAll("{page}", page)
        .replace("{head}", (await readFile(path.join(here, `pages/${page}/head.html`), "utf8").catch(() => "")).trim())
        .replace("{style}", cssBundle ? url(cssBundle) : "")
        .replace("{script}", url(entry))
        .replace(
            "{chunks}",
            [...chunks].map((file) => `<link rel="modulepreload" href="${url(file)}" />`).join("\n        "),
        );
    await writeFile(path.join(fresh, page === "start" ? "index.html" : `${page}.html`), html);
}

// A page with a service_worker.ts opens without a net: its worker is told which files those are, and
// has a name without a hash, by which a browser finds the next one.
for (const page of pages) {
    const source = path.join(here, "pages", page, "service_worker.ts");
    if (!(await readFile(source).catch(() => null))) continue;
    const file = path.join(fresh, `${page}.html`);
    const html = await readFile(file, "utf8");
    const named = [...html.matchAll(/(?:href|src)="(\/[^"]+)"/g)].map(([, name]) => name);
    const own_files = [`/${page}`, ...new Set(named)];
    const hash = createHash("sha256").update(await readFile(source)).update(html);
    for (const name of own_files.slice(1)) hash.update(await readFile(path.join(fresh, name)));
    await esbuild.build({
        entryPoints: [source],
        outfile: path.join(fresh, "sw.js"),
        bundle: true,
        format: "iife",
        target: ["chrome109", "firefox115", "safari16"],
        minify: true,
        define: {
            own_files: JSON.stringify(own_files),
            own_version: JSON.stringify(hash.digest("hex").slice(0, 16)),
        },
        logLevel: "warning",
    });
}

// Served as they are; what does not shrink is kept plain only.
const brotli = promisify(zlib.brotliCompress);
const gzip = promisify(zlib.gzip);
const least_bytes = 512;
async function compress(folder) {
    for (const entry of await readdir(folder, { withFileTypes: true })) {
        const file = path.join(folder, entry.name);
        if (entry.isDirectory()) await compress(file);
        else if (/\.(html|js|css|svg|webmanifest|json)$/.test(entry.name)) {
            const content = await readFile(file);
            if (content.length < least_bytes) continue;
            await writeFile(`${file}.br`, await brotli(content));
            await writeFile(`${file}.gz`, await gzip(content, { level: 9 }));
        }
    }
}
await compress(fresh);

await rm(out, { recursive: true, force: true });
await rename(fresh, out);

// What each page costs over the wire before it can be used.
for (const page of pages) {
    const html = await readFile(path.join(out, page === "start" ? "index.html" : `${page}.html`), "utf8");
    const files = new Set([...html.matchAll(/"(\/assets\/[^"]+)"/g)].map(([, file]) => file));
    let bytes = 0;
    for (const file of files) {
        const name = path.join(out, file);
        const packed = await readFile(`${name}.gz`).catch(() => readFile(name));
        bytes += packed.length;
    }
    const mark = createHash("sha256").update(html).digest("hex").slice(0, 8);
    console.log(`${page.padEnd(12)} ${String(Math.ceil(bytes / 1000)).padStart(5)} kB gzip  ${mark}`);
}

if (options.stamp) {
    const beside = pages.flatMap((page) =>
        ["head.html", "service_worker.ts"].map((file) => path.join(here, "pages", page, file)),
    );
    const there = await Promise.all(beside.map((file) => readFile(file).then(() => file, () => "")));
    const read = [...built.values()].flatMap(({ metafile }) => Object.keys(metafile.inputs));
    const inputs = ["bundle_plugins.mjs", ...new Set(read), ...there.filter(Boolean)]
        .map((file) => path.resolve(here, file))
        .filter((file) => !file.includes("node_modules"));
    await writeFile(options.stamp, "");
    await writeFile(`${options.stamp}.d`, `${options.stamp}: ${inputs.join(" ")}\n`);
}
