// The accounts page: states, what is typed, and what is offered.
import assert from "node:assert/strict";
import { test } from "node:test";
import {
    account_actions,
    account_state,
    days_left,
    invitation_link,
    listed,
    rights_of,
    token_state,
    typed_of,
    whole_account,
    whole_token,
} from "@/areas/accounts/accounts.ts";
import type { AccountView, TokenView } from "@/areas/accounts/accounts.ts";
import { sorted_rows } from "@/shell/tables/row_table.tsx";

const day = 86_400_000;
const now = 1_000 * day;
const account = (more: Partial<AccountView> = {}): AccountView => ({
    name: "li.wei",
    shown_name: "李伟",
    roles: ["dispatcher"],
    districts: [],
    responder: 0,
    created_at: now - day,
    disabled_at: 0,
    passphrase_at: now - day,
    invited_until: 0,
    wait_until: 0,
    used_at: 0,
    sessions: 0,
    second_factor: true,
    outside: false,
    ...more,
});
const token = (more: Partial<TokenView> = {}): TokenView => ({
    name: "gate",
    roles: ["adapter"],
    districts: [],
    responder: 0,
    devices: [],
    created_at: now - day,
    expires_at: now + 90 * day,
    revoked_at: 0,
    ...more,
});

test("the state that matters most is the one that is shown", () => {
    const state = (more: Partial<AccountView>) => account_state(account(more), now);
    assert.equal(state({}), "active");
    assert.equal(state({ passphrase_at: 0 }), "never");
    assert.equal(state({ passphrase_at: 0, invited_until: now + 1 }), "invited");
    assert.equal(state({ passphrase_at: 0, invited_until: now }), "never", "it has run out");
    assert.equal(state({ wait_until: now + 1, invited_until: now + 1 }), "waits");
    assert.equal(state({ wait_until: now + 1, disabled_at: 5 }), "disabled");
    assert.equal(state({ outside: true, passphrase_at: 0 }), "outside");
});

test("what the service leaves out is empty, 0 or no", () => {
    const { name, districts, sessions, second_factor } = whole_account({ name: "li.wei" });
    assert.deepEqual({ name, districts, sessions, second_factor }, {
        name: "li.wei",
        districts: [],
        sessions: 0,
        second_factor: false,
    });
    assert.equal(token_state(whole_token({ name: "gate" }), now), "valid", "it never ends");
});

test("a token that is about to end says so in time", () => {
    const state = (more: Partial<TokenView>) => token_state(token(more), now);
    assert.equal(state({}), "valid");
    assert.equal(state({ expires_at: 0 }), "valid", "it never ends");
    assert.equal(state({ expires_at: now + 14 * day }), "soon");
    assert.equal(state({ expires_at: now }), "expired");
    assert.equal(state({ revoked_at: 5 }), "revoked");
    assert.equal(days_left({ expires_at: now + 1 }, now), 1, "begun days count");
    assert.equal(days_left({ expires_at: now + 60 * day + 60_000 }, now), 60, "by a clock that goes ahead");
    assert.equal(days_left({ expires_at: 0 }, now), Infinity);
});

test("only what would change something is offered", () => {
    assert.deepEqual(account_actions(account(), now), ["change", "invite", "disable"]);
    assert.deepEqual(account_actions(account({ sessions: 2 }), now), ["change", "invite", "end_sessions", "disable"]);
    assert.deepEqual(account_actions(account({ wait_until: now + 1 }), now)[0], "unlock");
    assert.deepEqual(account_actions(account({ disabled_at: 1, sessions: 1 }), now), ["enable", "change"]);
});

test("what is typed is what is sent, and a responder's number only with the role", () => {
    const typed = typed_of(account({ roles: ["responder"], responder: 7, districts: ["a"] }));
    assert.deepEqual(rights_of(typed), { roles: ["responder"], districts: ["a"], responder: 7 });
    assert.equal(rights_of({ ...typed, roles: ["dispatcher"] }).responder, 0);
    assert.deepEqual(listed(" SN-1, SN-2，SN-1\nSN-3* "), ["SN-1", "SN-2", "SN-3*"]);
});

test("the invitation stands in the fragment, which no server sees", () => {
    const link = new URL(invitation_link("https://muster.example", "msi_abc"));
    assert.equal(link.pathname, "/invitation/");
    assert.equal(link.hash, "#msi_abc");
});

test("rows are sorted by what they mean, and the table stays as it was", () => {
    const rows = ["b10", "a", "b9"];
    assert.deepEqual(sorted_rows(rows, (one) => one, false, "en-GB"), ["a", "b9", "b10"]);
    assert.deepEqual(sorted_rows([3, Infinity, -1], (one) => one, true, "en-GB"), [Infinity, 3, -1]);
    assert.deepEqual(rows, ["b10", "a", "b9"]);
});
