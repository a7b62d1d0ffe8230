// Sign-in by another service: what binds it to its tab, where it leads back to, and what is said.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { read_brought } from "@/pages/signed_in/brought.ts";
import { bound, way_back } from "@/shell/access/outside.ts";
import { outside_text, provider_text } from "@/shell/access/outside_words.ts";
import { random_hex } from "@/shell/net/ids.ts";
import { Problem } from "@/shell/net/problem.ts";
import { chosen } from "@/shell/words/words.ts";

test("the server hears the hash of what the tab keeps, in base64url", async () => {
    for (let n = 0; n < 50; ++n) {
        const binding = random_hex(32);
        assert.match(binding, /^[0-9a-f]{64}$/);
        const hash = createHash("sha256").update(binding).digest("base64url");
        assert.equal(await bound(binding), hash);
    }
});

test("it leads back to a page of this origin, and to no other", () => {
    const origin = "https://muster.example:8443";
    const back = (path: string) => way_back(path, origin);
    assert.equal(back("/desk/map?request=7"), `${origin}/desk/map?request=7`);
    assert.equal(back("/.//evil.example"), `${origin}//evil.example`, "whole, and so of this origin");
    for (const other of [
        "",
        "desk",
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example/",
        "/\t/evil.example/",
        "/\n\\evil.example",
        "//",
        "/\\",
        "javascript:alert(1)",
    ]) {
        assert.equal(back(other), `${origin}/`, JSON.stringify(other));
    }
});

test("what the other service sent is read, and its words are cut", () => {
    const begun = { binding: "b", back: "/desk", name: "City SSO" };
    const good = read_brought("?code=c%2B1&state=s&iss=x", begun);
    assert.deepEqual([good.code, good.state, good.error, good.begun], ["c+1", "s", "", begun]);
    const bad = read_brought(`?error=server_error&error_description=${"x".repeat(1000)}`, begun);
    assert.equal(bad.error, "server_error");
    assert.equal(bad.said.length, 300);
    assert.equal(read_brought("?error=login_required", null).said, "login_required");
});

test("each refusal has words in both languages, with the name of the other service", () => {
    const before = chosen.language;
    const reasons = ["wrong_credentials", "unknown_account", "unavailable", "too_many", "no_outside_sign_in"];
    const texts = (["en", "zh"] as const).map((language) => {
        chosen.language = language;
        return [
            ...reasons.map((reason) => outside_text(new Problem({ status: 400, reason }), "城市SSO")),
            provider_text("access_denied", "城市SSO"),
            provider_text("server_error", "城市SSO"),
        ];
    });
    chosen.language = before;
    for (const said of texts) {
        assert.equal(new Set(said).size, said.length);
        assert.ok(said[1]?.includes("城市SSO") && said[5]?.includes("城市SSO"), said.join("\n"));
    }
});
