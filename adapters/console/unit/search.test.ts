import assert from "node:assert/strict";
import { test } from "node:test";
import { find_here } from "@/areas/requests/search.ts";
import { a_request, line_desk } from "./line_desk.ts";

test("a number means that request only, not one that begins with it", () => {
    const desk = line_desk();
    desk.put("requests", a_request(2571));
    assert.deepEqual(
        find_here(desk, "#257").map(({ key }) => key),
        ["request-257"],
    );
    assert.deepEqual(find_here(desk, "#25"), []);
});
