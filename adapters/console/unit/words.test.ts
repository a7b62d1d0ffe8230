// The words of all pages: each message can be said in both languages, with the same names to fill.
import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { test } from "node:test";
import { IntlMessageFormat } from "intl-messageformat";

// Run from the folder of the console. Read as text: pages need a browser to be imported.
const folders = ["shell", "areas", "pages"];
const row = /\{\s*en:\s*("(?:[^"\\]|\\.)*"),\s*zh:\s*("(?:[^"\\]|\\.)*"),?\s*\}/g;

async function all_words() {
    const found = [];
    for (const folder of folders) {
        for (const name of await readdir(folder, { recursive: true })) {
            if (!/\.tsx?$/.test(name)) continue;
            const text = await readFile(path.join(folder, name), "utf8");
            for (const [, en, zh] of text.matchAll(row)) {
                found.push({ where: path.join(folder, name), en: JSON.parse(en), zh: JSON.parse(zh) });
            }
        }
    }
    return found;
}
const found = await all_words();

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
