import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { test } from "node:test";
import en from "../../../../adapters/console/i18n/en.js";
import zh from "../../../../adapters/console/i18n/zh-CN.js";
import { set_language, told } from "../../../../adapters/console/i18n/i18n.js";
import { actions } from "../../../../adapters/console/model/commands.js";
import { set_time_zone } from "../../../../adapters/console/model/format.js";
import { problem_words } from "../../../../adapters/console/view/problem_words.js";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../../../..");

test("both languages have the same keys, in the same order, with the same places to fill", () => {
    assert.deepEqual(Object.keys(zh), Object.keys(en));
    const places = (text) => [...text.matchAll(/\{(\w+)\}/g)].map((m) => m[1]).sort();
    for (const key of Object.keys(en)) assert.deepEqual(places(zh[key]), places(en[key]), key);
});

test("every button has a label of its own in both languages", () => {
    for (const language of ["en", "zh"]) {
        const labels = actions.map(({ label }) => label[language]?.trim());
        assert.ok(labels.every(Boolean), language);
        assert.equal(new Set(labels).size, labels.length, language);
    }
});

test("every key that the pages ask for exists", async () => {
    const folder = path.join(root, "adapters/console");
    const files = (await readdir(folder, { recursive: true })).filter((f) => f.endsWith(".js"));
    for (const file of files) {
        const text = await readFile(path.join(folder, file), "utf8");
        for (const [, key] of text.matchAll(/\bt\(\s*"([^"]+)"/g))
            assert.ok(key in en, `${file}: ${key}`);
    }
});

// A key is asked for by its whole name, or by its group with a value behind: t(`top.${id}`),
// word("status", value). What the server says in its own words has no key here.
test("every key is asked for by some page", async () => {
    const folder = path.join(root, "adapters/console");
    const files = (await readdir(folder, { recursive: true }))
        .filter((f) => f.endsWith(".js") && !f.endsWith("en.js") && !f.endsWith("zh-CN.js"))
        .map((f) => readFile(path.join(folder, f), "utf8"));
    const pages = (await Promise.all(files)).join("\n");
    const asked = new Set([...pages.matchAll(/"([a-z_]+(?:\.\w+)*)"/g)].map((m) => m[1]));
    for (const [, set, name] of pages.matchAll(/\["(\w+)", "(\w+)"\]/g)) asked.add(`${set}.${name}`);
    const begun = [...pages.matchAll(/`([a-z_]+\.[a-z_]*)\$\{/g)].map((m) => m[1]);
    const groups = [
        ...pages.matchAll(/\b(?:word|names)\(\s*"(\w+)"|\["(\w+)", [\w.]+\]/g),
    ].map((m) => `${m[1] ?? m[2]}.`);
    for (const key of Object.keys(en)) {
        const composed = [...begun, ...groups].some((start) => key.startsWith(start));
        assert.ok(asked.has(key) || composed, key);
    }
});

// The closed sets of the vocabulary each have a word for every value.
test("every enumerator has a word in both languages", async () => {
    const source = await readFile(path.join(root, "include/muster/enums.hpp"), "utf8");
    const sets = {
        Urgency: "urgency",
        RequestStatus: "status",
        SlotStatus: "slot",
        ResponderKind: "kind",
        ResponderStatus: "duty",
        OfferStatus: "offer",
        Channel: "channel",
        MemberFlag: "flag",
        AbilityLevel: "ability",
        ContactRelation: "relation",
        ContactOutcome: "outcome",
        Agency: "agency",
        Milestone: "milestone",
        Disposition: "disposition",
        RejectReason: "reject",
    };
    for (const [name, prefix] of Object.entries(sets)) {
        const [, list] = new RegExp(`ENUM_CLASS\\(${name},([^)]*)\\)`).exec(source);
        for (const value of list.split(",").map((v) => v.trim())) {
            if (name === "RejectReason" && value === "none") continue;
            assert.ok(
                `${prefix}.${value}` in en && `${prefix}.${value}` in zh,
                `${prefix}.${value}`,
            );
        }
    }
});

test("every verdict on a candidate has a word", async () => {
    const source = await readFile(path.join(root, "engine/core/dispatch/trace.hpp"), "utf8");
    const [, list] = /ENUM_CLASS\(Verdict,([^)]*)\)/.exec(source);
    for (const value of list.split(",").map((v) => v.trim())) {
        if (value !== "dearer") assert.ok(`why.${value}` in en, value);
    }
});

test("what the server says is shown in the language of the page", () => {
    const record = { en: ["cancelled"], zh: ["已取消"] };
    for (const [language, words] of [
        ["zh-CN", record.zh],
        ["en", record.en],
    ]) {
        set_language(language);
        assert.equal(told(record), words);
    }
});

test("whoever was too late reads who has it, and since when, in both languages", () => {
    const at = Date.UTC(2024, 11, 31, 16, 30, 5);
    set_time_zone("Asia/Shanghai");
    const words = (holder) => problem_words({ status: 409, reason: "holder_changed", holder });
    for (const language of ["en", "zh-CN"]) {
        set_language(language);
        const owner = words({ owner: "Wang Min", since: at });
        assert.match(owner.detail, /Wang Min.*00:30:05/, language);
        assert.match(words({ responder: 205, name: "He", since: at }).detail, /He.*00:30:05/);
        assert.match(words({ responder: 205 }).detail, /#205/);
        assert.match(words({ responder: 0 }).detail, language === "en" ? /Nobody/ : /无人/);
        assert.match(words({ owner: "" }).detail, language === "en" ? /Nobody/ : /无人/);
        assert.equal(/[a-z]{4,}/.test(words({ owner: "王敏", since: at }).title), language === "en");
    }
    set_language("en");
});

test("a problem document in words, with the field's name", () => {
    set_language("en");
    assert.deepEqual(
        problem_words({
            status: 409,
            reason: "responder_busy",
            field: "/responder",
            detail: "on scene",
        }),
        { title: en["reject.responder_busy"], detail: "on scene", field: "responder" },
    );
    assert.equal(problem_words({ status: 0 }).title, en["problem.no_answer"]);
    assert.equal(problem_words({ status: 500 }).title, "The server answered 500.");
});
