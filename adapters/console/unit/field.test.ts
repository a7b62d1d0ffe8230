// The responder's phone: what state he is in with what he pressed, and the outbox, which sends in
// order, with one key each, and keeps what got no answer.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Outbox, longest_ms } from "@/areas/field/outbox.ts";
import type { Entry } from "@/areas/field/phone_store.ts";
import { amap_link, geo_link, next_step, open_offer, share_left, slot_status, state_of } from "@/areas/field/work.ts";
import type { Known } from "@/areas/field/work.ts";
import { Problem, no_answer } from "@/shell/net/problem.ts";

const now = 1_000_000;
const known = (status: string, slot = "", more: object = {}): Known =>
    ({
        responder: { id: 7, status, clear_until: 0, request: slot ? 3 : 0 },
        offers: [],
        request: slot ? { id: 3, slots: [{ responder: 8, status: "on_scene" }, { responder: 7, status: slot }] } : null,
        ...more,
    }) as unknown as Known;
const offer = (id: number, until: number, status = "live") =>
    ({ id, status, made_at: now - 1_000, offer_deadline: until }) as never;

test("the state is the slot's, else the offer's, else the duty's", () => {
    assert.equal(state_of(known("off_duty"), [], now), "off");
    assert.equal(state_of(known("out_of_service"), [], now), "out");
    assert.equal(state_of(known("available"), [], now), "free");
    assert.equal(state_of(known("available", "", { offers: [offer(1, now + 5)] }), [], now), "offer");
    assert.equal(state_of(known("available", "", { offers: [offer(1, now)] }), [], now), "free", "it is over");
    assert.equal(state_of(known("off_duty", "", { offers: [offer(1, now + 5)] }), [], now), "off");
    assert.equal(state_of(known("dispatched", "assigned"), [], now), "sent");
    assert.equal(state_of(known("en_route", "en_route"), [], now), "way");
    assert.equal(state_of(known("on_scene", "on_scene"), [], now), "there");
});

test("getting ready ends when its time has come", () => {
    const clearing = known("clearing");
    clearing.responder.clear_until = now + 1;
    assert.equal(state_of(clearing, [], now), "clearing");
    assert.equal(state_of(clearing, [], now + 1), "free");
});

test("what was pressed counts before it is sent, for its own request only", () => {
    const step = (command: string, request = 3) => ({ command, body: { request } });
    const sent = known("dispatched", "assigned");
    assert.equal(slot_status(sent, [step("AcknowledgeAssignment"), step("ReportEnRoute")]), "en_route");
    assert.equal(slot_status(sent, [step("ReportOnScene", 4)]), "assigned");
    assert.equal(slot_status(sent, [step("CompleteAssignment")]), null);
    const off = { command: "SetDuty", body: { status: "off_duty" } };
    assert.equal(state_of(known("available"), [off], now), "off");
});

test("each step has the next one", () => {
    assert.equal(next_step("assigned"), "AcknowledgeAssignment");
    assert.equal(next_step("acknowledged"), "ReportEnRoute");
    assert.equal(next_step("en_route"), "ReportOnScene");
    assert.equal(next_step("on_scene"), "CompleteAssignment");
    assert.equal(next_step(null), null);
});

test("of several offers the one that ends first is shown, and its ring empties", () => {
    const two = known("available", "", { offers: [offer(1, now + 9_000), offer(2, now + 3_000), offer(3, now + 1, "expired")] });
    assert.equal(open_offer(two, now)?.id, 2);
    assert.equal(share_left(offer(2, now + 3_000), now), 0.75);
    assert.equal(share_left(offer(2, now + 3_000), now + 9_000), 0);
});

test("links for the way there", () => {
    assert.equal(geo_link({ lat: 32.4, lon: 119.41 }), "geo:32.4,119.41?q=32.4,119.41");
    assert.equal(
        amap_link({ lat: 32.4, lon: 119.41 }, "1号,2幢"),
        "https://uri.amap.com/navigation?to=119.41%2C32.4%2C1%E5%8F%B7+2%E5%B9%A2&coordinate=wgs84&callnative=1",
    );
});

class Kept {
    held = new Map<string, Entry>();
    entries = async (responder: number) =>
        [...this.held.values()].filter((entry) => entry.responder === responder);
    put_entry = async (entry: Entry) => void this.held.set(entry.key, entry);
    drop_entry = async (key: string) => void this.held.delete(key);
}

function outbox(store: Kept, answer: (name: string) => Promise<unknown>, time = () => now) {
    const sent: string[] = [];
    const refused: string[] = [];
    const dropped: string[] = [];
    const box = new Outbox({
        store,
        send: (name, _body, { key = "" }) => {
            sent.push(`${name} ${key}`);
            return answer(name) as never;
        },
        on_done: () => {},
        on_refused: ({ command }) => refused.push(command),
        on_dropped: ({ command }) => dropped.push(command),
        now: time,
    });
    return { box, sent, refused, dropped };
}
const settled = () => new Promise((done) => setTimeout(done, 5));

test("what got no answer waits, in order, and has the same key when it is sent again", async () => {
    let net = false;
    const store = new Kept();
    const { box, sent } = outbox(store, () => (net ? Promise.resolve({ seq: 1 }) : Promise.reject(no_answer())));
    await box.open(7);
    box.add("ReportEnRoute", { request: 3 });
    box.add("ReportOnScene", { request: 3 });
    await settled();
    assert.equal(box.held_up, true);
    assert.ok(sent.length > 0 && sent.every((one) => one === sent[0]), "the second waits for the first");
    assert.equal(store.held.size, 2);
    net = true;
    box.retry_now();
    await settled();
    assert.deepEqual(sent.slice(-2).map((one) => one.split(" ")[0]), ["ReportEnRoute", "ReportOnScene"]);
    assert.equal(sent.at(-2), sent[0], "the same key");
    assert.equal(box.entries.length + store.held.size, 0);
});

test("a reload keeps what waits, and its key", async () => {
    const store = new Kept();
    const before = outbox(store, () => new Promise(() => {}));
    await before.box.open(7);
    before.box.add("AcceptOffer", { offer: 1 });
    await settled();
    const after = outbox(store, () => Promise.resolve({ seq: 1 }));
    await after.box.open(7);
    await settled();
    assert.deepEqual(after.sent, before.sent);
    assert.equal(store.held.size, 0);
});

test("a refusal ends an entry, is told, and the next one goes on", async () => {
    const { box, sent, refused } = outbox(new Kept(), (name) =>
        name === "AcceptOffer"
            ? Promise.reject(new Problem({ status: 409, reason: "offer_ended" }))
            : Promise.resolve({ seq: 1 }),
    );
    await box.open(7);
    box.add("AcceptOffer", { offer: 1 });
    box.add("SetDuty", { status: "off_duty" });
    await settled();
    assert.deepEqual(refused, ["AcceptOffer"]);
    assert.equal(sent.length, 2);
    assert.equal(box.entries.length, 0);
});

test("pressed twice it waits once, and another's entries are not sent", async () => {
    const store = new Kept();
    const { box, sent } = outbox(store, () => Promise.reject(no_answer()));
    await box.open(7);
    box.add("AcceptOffer", { offer: 1 });
    box.add("AcceptOffer", { offer: 1 });
    assert.equal(box.entries.length, 1);
    await settled();
    box.close();
    sent.length = 0;
    await box.open(8);
    await settled();
    assert.equal(sent.length, 0);
    assert.equal(store.held.size, 1, "it is there when he comes back");
    box.close();
});

test("what was meant half a day ago is dropped, and told", async () => {
    const store = new Kept();
    const { box } = outbox(store, () => Promise.reject(no_answer()));
    await box.open(7);
    box.add("SetDuty", { status: "available" });
    await settled();
    box.close();
    const later = outbox(store, () => Promise.resolve({ seq: 1 }), () => now + longest_ms + 1);
    await later.box.open(7);
    await settled();
    assert.deepEqual(later.dropped, ["SetDuty"]);
    assert.equal(later.sent.length + store.held.size, 0);
});
