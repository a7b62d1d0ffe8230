import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { test } from "node:test";
import en from "../../../../adapters/console/i18n/en.js";
import zh from "../../../../adapters/console/i18n/zh-CN.js";
import { set_language } from "../../../../adapters/console/i18n/i18n.js";
import { set_time_zone } from "../../../../adapters/console/model/format.js";
import { event_words } from "../../../../adapters/console/model/timeline_words.js";
import { problem_words } from "../../../../adapters/console/view/problem_words.js";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../../../..");

test("both languages have the same keys, in the same order, with the same places to fill", () => {
    assert.deepEqual(Object.keys(zh), Object.keys(en));
    const places = (text) => [...text.matchAll(/\{(\w+)\}/g)].map((m) => m[1]).sort();
    for (const key of Object.keys(en)) assert.deepEqual(places(zh[key]), places(en[key]), key);
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
        AssignedBy: "by",
        ReleaseCause: "release",
        WithdrawCause: "withdraw",
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

test("every event about a request has words", async () => {
    const source = await readFile(path.join(root, "include/muster/events.hpp"), "utf8");
    const aside = [
        "RulesLoaded",
        "MemberRegistered",
        "MemberUpdated",
        "MemberRemoved",
        "CardIssued",
        "CardChanged",
        "ResponderRegistered",
        "ResponderUpdated",
        "DutyChanged",
        "PositionsReported",
        "PositionDoubted",
        "PositionDoubtEnded",
        "PositionLapsed",
        "ResponderCleared",
        "StandbyAdvised",
        "StandbyOrdered",
        "SpeedsRequested",
        "SpeedsInUse",
    ];
    for (const [, name] of source.matchAll(/^struct (\w+) \{/gm)) {
        if (!aside.includes(name)) assert.ok(`ev.${name}` in en, name);
    }
});

const names = {
    responder: (id) => ({ 1: "Li Na", 2: "Wang" })[id],
    offer: () => "Chen",
    who: () => "the daughter",
    service: (c) => c,
    role: () => "care worker",
};

test("an assignment says who, how far, and how much slower the next best was", () => {
    set_language("en");
    const candidate = (responder, eta_ms) => ({
        responder,
        eta_ms,
        cost_ms: eta_ms,
        penalty_ms: 0,
        distance_m: 1,
    });
    const event = {
        type: "SlotAssigned",
        slot: 0,
        responder: 1,
        by: "engine",
        eta_ms: 240_000,
        rationale: { considered: 2, winner: candidate(1, 240_000), next: candidate(2, 360_000) },
    };
    const words = event_words(event, names, 0);
    assert.equal(words.text, "sent Li Na (care worker), 4 min away");
    assert.deepEqual(words.more, ["next best Wang, 6 min: 2:00 slower"]);
    event.rationale.next = { ...candidate(2, 180_000), cost_ms: 900_000 };
    assert.deepEqual(event_words(event, names, 0).more, [
        "next best Wang, 3 min: 1:00 faster, but of more use elsewhere",
    ]);
});

test("events without a text do not end in a colon; unknown ones show their name", () => {
    set_language("en");
    assert.equal(event_words({ type: "RequestCancelled" }, names, 0).text, "cancelled");
    assert.equal(event_words({ type: "SomethingNew" }, names, 0).text, "SomethingNew");
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
