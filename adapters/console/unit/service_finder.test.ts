import assert from "node:assert/strict";
import { test } from "node:test";
import { find_services, propose } from "@/areas/requests/call_taking/service_finder.ts";
import type { OfferedService } from "@/areas/requests/call_taking/service_finder.ts";

const services: OfferedService[] = [
    { code: "chest_pain", name_en: "Chest pain or stroke signs", name_zh: "胸痛或中风先兆", urgency: "P0" },
    { code: "fall", name_en: "Fall at home or outside", name_zh: "跌倒", urgency: "P1" },
    { code: "home_help", name_en: "Help at home (blue card)", name_zh: "居家帮助", urgency: "P3" },
    { code: "power_repair", name_en: "No electricity", name_zh: "停电与电路抢修", urgency: "P2" },
    { code: "water_repair", name_en: "Leak or no water", name_zh: "漏水与水管抢修", urgency: "P2" },
    { code: "haircut", name_en: "Haircut at home", name_zh: "上门理发", urgency: "P3" },
];
const codes = (list: OfferedService[]) => list.map(({ code }) => code);

test("by name in both languages, initials and code", () => {
    assert.equal(codes(find_services("fall", services))[0], "fall");
    assert.equal(codes(find_services("跌", services))[0], "fall");
    assert.equal(codes(find_services("dd", services))[0], "fall");
    assert.equal(codes(find_services("power_", services))[0], "power_repair");
    assert.equal(codes(find_services("electr", services))[0], "power_repair");
    assert.deepEqual(find_services("xyz", services), []);
    assert.equal(find_services("", services).length, services.length);
});

test("the words of a caller propose services", () => {
    assert.equal(codes(propose("老人在厕所跌倒了", services))[0], "fall");
    assert.equal(codes(propose("家里停电了", services))[0], "power_repair");
    assert.equal(codes(propose("the pipe has a leak in the kitchen", services))[0], "water_repair");
    assert.equal(codes(propose("has fallen in the bathroom", services))[0], "fall");
    assert.deepEqual(propose("at home", services), []);
    assert.deepEqual(propose("", services), []);
});

test("of equals the more urgent is proposed first", () => {
    assert.equal(codes(propose("chest pain, and no electricity", services))[0], "chest_pain");
});
