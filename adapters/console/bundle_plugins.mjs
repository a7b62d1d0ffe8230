// What build.mjs leaves out of a page or does ahead, because nothing on the pages needs it there.
import { readFile, readdir } from "node:fs/promises";
import path from "node:path";
import { IntlMessageFormat } from "intl-messageformat";

// react-aria brings its few words in some thirty languages; the pages have two.
export const two_languages = {
    name: "two-languages",
    setup(build) {
        build.onLoad({ filter: /[\\/]react-(aria|stately).*[\\/]intl[\\/].*[a-z]{2}-[A-Z]{2}\.m?js$/ }, ({ path: file }) =>
            /(en-US|zh-CN)\.m?js$/.test(file) ? undefined : { contents: "export default {};" },
        );
    },
};

// OpenLayers imports these for what no map here asks of it, an eighth of its weight. Of classes that
// it only asks "is it one of these?" an empty one is left, of functions one that says what is wrong.
const unused = (name) => `() => { throw new Error("left out of the build: ${name}"); }`;
const left_out_of_ol = {
    // Styles written as JSON, with the language of their expressions.
    "render/canvas/style.js": `export const flatStyleLikeToStyleFunction = ${unused("flat styles")};`,
    // Tiles that are pictures or grids of numbers, and those of another projection.
    "ImageTile.js": "export default class ImageTile {}",
    "DataTile.js": `
        export default class DataTile {}
        export const asArrayLike = ${unused("DataTile")};
        export const asImageLike = ${unused("DataTile")};`,
    "reproj/Tile.js": "export default class ReprojTile {}",
    // The buttons on the map are our own, and each map says that it has no others.
    "control/defaults.js": `export const defaults = ${unused("controls")};`,
};

export const less_of_ol = {
    name: "less-of-ol",
    setup(build) {
        const names = Object.keys(left_out_of_ol).map((name) => name.replace(/[.]/g, "\\$&").replaceAll("/", "[\\\\/]"));
        build.onLoad({ filter: new RegExp(`[\\\\/]node_modules[\\\\/]ol[\\\\/](${names.join("|")})$`) }, ({ path: file }) => {
            const name = file.replaceAll("\\", "/").split("/node_modules/ol/").at(-1);
            return { contents: left_out_of_ol[name] };
        });
    },
};

// All words of the pages, as the sources write them: { en: "...", zh: "..." }.
const row = /\{\s*en:\s*("(?:[^"\\]|\\.)*"),\s*zh:\s*("(?:[^"\\]|\\.)*"),?\s*\}/g;

export async function written_words(folder) {
    const found = [];
    for (const part of ["areas", "pages", "shell"]) {
        for (const name of (await readdir(path.join(folder, part), { recursive: true })).sort()) {
            if (!/\.tsx?$/.test(name)) continue;
            const where = path.join(part, name);
            const text = await readFile(path.join(folder, where), "utf8");
            for (const [, en, zh] of text.matchAll(row)) {
                found.push({ where, en: JSON.parse(en), zh: JSON.parse(zh) });
            }
        }
    }
    return found;
}

// Messages with plurals in their parsed form, so that no page carries the parser: it weighs more than
// all of them. said_in: whether the words of a file are wanted.
export async function parsed_messages(folder, said_in = () => true) {
    const parsed = {};
    for (const { where, en, zh } of await written_words(folder)) {
        if (!said_in(where)) continue;
        for (const message of [en, zh].filter((text) => /\{\w+,/.test(text))) {
            parsed[message] = new IntlMessageFormat(message, "en", undefined, { captureLocation: false }).getAst();
        }
    }
    return parsed;
}

export const messages_ahead = (parsed) => ({
    name: "messages-ahead",
    setup(build) {
        build.onLoad({ filter: /[\\/]shell[\\/]words[\\/]parsed\.ts$/ }, () => ({
            contents: `const parsed = ${JSON.stringify(parsed)}; export const parsed_of = (message) => parsed[message] ?? message;`,
        }));
        build.onResolve({ filter: /^@formatjs\/icu-messageformat-parser$/ }, ({ resolveDir }) =>
            build.resolve("@formatjs/icu-messageformat-parser/no-parser.js", { resolveDir, kind: "import-statement" }),
        );
    },
});

// The engine's words (words.json) for what the sources of a page name. A page that has the vocabulary
// as data (model.json) names anything, and has all of them; the others say what they ask for by name,
// and what they do not name they never say. Reasons of a refusal come from the server, so all are there.
export function words_named(words, sources) {
    const names = new Set(sources.flatMap((text) => text.match(/\w+/g) ?? []));
    const named = (key) => key.split(/\W/).every((part) => names.has(part));
    const of = (table, is_named) => Object.fromEntries(Object.entries(table).filter(([key]) => is_named(key)));
    return {
        ...words,
        enums: of(words.enums, named),
        commands: of(words.commands, named),
        collections: of(words.collections, named),
        // "Request.note" is the note of a Request; which type it is a form may know without naming it.
        fields: of(words.fields, (key) => named(key.split(".").at(-1))),
    };
}

export const words_instead = (file, words) => ({
    name: "words-instead",
    setup(build) {
        build.onLoad({ filter: /words\.json$/ }, ({ path: loaded }) =>
            loaded === file ? { contents: JSON.stringify(words), loader: "json" } : undefined,
        );
    },
});
