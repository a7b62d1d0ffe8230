// The words of all pages: each message can be said in both languages, with the same names to fill.
import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { test } from "node:test";
import { IntlMessageFormat } from "intl-messageformat";
import { parsed_messages, written_words } from "../bundle_plugins.mjs";
import { chosen, say } from "../shell/words/words.ts";

// Run from the folder of the console. Read as text: pages need a browser to be imported.
const found = await written_words(".");

// The parts of a message, of its plurals too: texts (type 0), # (type 7), and what is filled in.
function parts_of(message, language) {
    const walk = (parts) =>
        parts.flatMap((part) => [
            part,
            ...Object.values(part.options ?? {}).flatMap((option) => walk(option.value)),
        ]);
    return walk(new IntlMessageFormat(message, language).getAst());
}
const names = (message, language) =>
    [
        ...new Set(
            parts_of(message, language)
                .filter(({ type }) => type !== 0 && type !== 7)
                .map(({ value }) => value),
        ),
    ].sort();

test("there are words", () => assert.ok(found.length > 300, String(found.length)));

test("both languages have the same names to fill", () => {
    for (const { where, en, zh } of found) {
        assert.deepEqual(names(zh, "zh-CN"), names(en, "en-GB"), `${where}: ${en}`);
    }
});

test("no Chinese in English words, and no long English words in Chinese ones", () => {
    const products = /muster(?: [\w-]+)*|--\w+|Muster|Ctrl|Enter|Space|Shift|Escape|JavaScript|OpenStreetMap/g;
    for (const { where, en, zh } of found) {
        assert.ok(!/\p{Script=Han}/u.test(en), `${where}: ${en}`);
        for (const { type, value } of parts_of(zh, "zh-CN")) {
            const plain = type === 0 ? value.replaceAll(products, "") : "";
            assert.ok(!/[a-z]{4,}/.test(plain), `${where}: ${zh}`);
        }
    }
});

test("every message with a plural is parsed ahead: the pages have no parser", async () => {
    const parsed = await parsed_messages(".");
    let plurals = 0;
    for (const folder of ["shell", "areas", "pages"]) {
        for (const name of await readdir(folder, { recursive: true })) {
            if (!/\.tsx?$/.test(name)) continue;
            const text = await readFile(path.join(folder, name), "utf8");
            plurals += [...text.matchAll(/\{\w+, ?(plural|select|selectordinal|number|date|time)\b/g)].length;
        }
    }
    assert.ok(plurals > 10, String(plurals));
    const ahead = found.flatMap(({ en, zh }) => [en, zh]).filter((text) => text in parsed);
    assert.equal(ahead.flatMap((text) => [...text.matchAll(/\{\w+,/g)]).length, plurals);
});

test("a message with names only is said without the parser, and says the same", () => {
    for (const { en, zh } of found) {
        const values = Object.fromEntries(names(en, "en-GB").map((name, n) => [name, n % 2 ? `<${name}>` : n]));
        chosen.language = "en";
        assert.equal(say({ en, zh }, values), new IntlMessageFormat(en, "en-GB").format(values), en);
        chosen.language = "zh";
        assert.equal(say({ en, zh }, values), new IntlMessageFormat(zh, "zh-CN").format(values), zh);
    }
});
