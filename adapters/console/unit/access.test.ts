// Signing in: what is asked next, what a passphrase lacks, and why somebody was refused.
import assert from "node:assert/strict";
import { test } from "node:test";
import { access_text } from "@/shell/access/access_words.ts";
import { path_of } from "@/shell/access/qr_code.tsx";
import { after_refusal, beginning, body_of, is_recovery_code, next_field } from "@/shell/access/steps.ts";
import type { Progress } from "@/shell/access/steps.ts";
import { hint_of, weakness_text } from "@/shell/access/weakness.ts";
import { Problem } from "@/shell/net/problem.ts";
import { chosen } from "@/shell/words/words.ts";

const refused = (reason: string, more: object = {}) => new Problem({ status: 401, reason, ...more });
const typing = (progress: Progress, typed: object): Progress => ({
    ...progress,
    typed: { ...progress.typed, ...typed },
});
const typed = typing(beginning(), { account: " li.wei ", passphrase: "right horse battery" });

test("a code is asked for after name and passphrase, which go along with it", () => {
    const next = after_refusal(typed, refused("code_needed"));
    assert.equal(next.step, "code");
    assert.equal(next.said, "", "nothing was wrong");
    assert.equal(next_field(next), "code");
    assert.deepEqual(body_of(typing(next, { code: " 123456 " }).typed), {
        account: "li.wei",
        passphrase: "right horse battery",
        code: "123456",
    });
});

test("what is wrong is asked for again, and only that", () => {
    const wrong = after_refusal(typed, refused("wrong_credentials"));
    assert.equal(wrong.said, "wrong");
    assert.equal(wrong.typed.passphrase, "");
    assert.equal(next_field(wrong), "passphrase", "the name stays");
    const code = typing(after_refusal(typed, refused("code_needed")), { code: "111111" });
    const wrong_code = after_refusal(code, refused("wrong_credentials"));
    assert.equal(wrong_code.step, "code");
    assert.equal(wrong_code.said, "wrong_code");
    assert.equal(wrong_code.typed.code, "");
    assert.equal(wrong_code.typed.passphrase, "right horse battery");
    assert.ok(wrong_code.attempt > code.attempt, "it is said again");
});

test("a new passphrase goes with the code that was sent, until that has run out", () => {
    const code = typing(after_refusal(typed, refused("code_needed")), { code: "123456" });
    const renew = after_refusal(code, refused("passphrase_ended"));
    assert.equal(renew.step, "renew");
    assert.equal(renew.typed.code, "123456");
    const chosen_one = typing(renew, { new_passphrase: "four words that differ", repeat: "four words that differ" });
    assert.equal(body_of(chosen_one.typed).code, "123456");
    assert.equal(body_of(chosen_one.typed).new_passphrase, "four words that differ");
    const weak = after_refusal(chosen_one, refused("weak_passphrase", { status: 422 }));
    assert.equal(weak.step, "renew");
    assert.equal(weak.typed.new_passphrase, "");
    const passed = after_refusal(chosen_one, refused("wrong_credentials"));
    assert.equal(passed.step, "code");
    assert.equal(passed.said, "code_passed");
    assert.equal(passed.typed.new_passphrase, "four words that differ", "it need not be typed again");
});

test("waiting and other refusals leave the step and what was typed", () => {
    const code = typing(after_refusal(typed, refused("code_needed")), { code: "123456" });
    for (const [reason, said] of [["wait", "wait"], ["not_allowed", "no_factor"], ["unavailable", "other"]]) {
        const next = after_refusal(code, refused(reason!));
        assert.equal(next.said, said);
        assert.equal(next.step, "code");
        assert.deepEqual(next.typed, code.typed);
    }
});

test("six digits are the app's, anything else a recovery code", () => {
    assert.ok(!is_recovery_code("123 456"));
    assert.ok(!is_recovery_code(""));
    assert.ok(is_recovery_code("ABCD-2345-EFGH-6723"));
    assert.ok(is_recovery_code("1234567"));
});

test("what a passphrase lacks is said while it is typed, signs of Chinese counted as signs", () => {
    chosen.language = "en";
    assert.equal(hint_of("", "li").text, "");
    assert.match(hint_of("马到成功", "li").text, /^4 of at least 12/);
    assert.match(hint_of("aaaaaaaaaaaa", "li").text, /different/);
    assert.match(hint_of("1990 01 02 1357 911", "li").text, /digits/);
    assert.match(hint_of("Li.Wei has a passphrase", "li.wei").text, /name of the account/);
    assert.ok(hint_of("four words that differ", "li.wei").good);
    assert.ok(hint_of("青山绿水红日白云金风玉露", "li").good);
});

test("what the server says of a passphrase is said in the language of the reader", () => {
    const details = [
        "it has 7 signs; at least 14 are wanted, such as four words that do not belong together",
        "it is longer than 1024 bytes",
        "it has fewer than 6 different signs",
        "it is all digits, as dates and telephone numbers are",
        "the name of the account is in it",
        "it is the one of before",
        "it is on a list that nobody thought of",
    ];
    chosen.language = "zh";
    const said = details.map(weakness_text);
    assert.equal(new Set(said).size, details.length, said.join("\n"));
    for (const text of said) assert.ok(!/[a-z]{4,}/.test(text), text);
    assert.match(said[0]!, /14/);
    chosen.language = "en";
});

test("each refusal has words in both languages, and a field its own", () => {
    const at = (reason: string, field: string, detail = "") =>
        access_text(new Problem({ status: 422, reason, field: `/${field}`, detail }));
    for (const language of ["en", "zh"] as const) {
        chosen.language = language;
        const said = [
            at("wrong_credentials", ""),
            at("wait", ""),
            at("invitation_ended", "invitation"),
            at("unknown_account", "name"),
            at("unknown_token", "name"),
            at("name_taken", "name"),
            at("unavailable", ""),
            at("bad_value", "name"),
            at("bad_value", "shown_name"),
            at("bad_value", "roles", "system, security and audit are kept by different people"),
            at("bad_value", "roles", "without a role nothing may be done"),
            at("bad_value", "responder"),
            at("bad_value", "days"),
            at("not_allowed", "name"),
        ];
        assert.equal(new Set(said).size, said.length, said.join("\n"));
        if (language === "zh") for (const text of said) assert.ok(!/[a-z]{4,}/.test(text), text);
    }
    chosen.language = "en";
});

test("a QR code is drawn square by square, with room around it", () => {
    const code = { size: 2, get: (x: number, y: number) => x === y };
    assert.equal(path_of(code as never), "M4 4h1v1h-1zM5 5h1v1h-1z");
});
