import assert from "node:assert/strict";
import { test } from "node:test";
import { source_name, with_source_name } from "@/shell/words/source_name.ts";
import { chosen } from "@/shell/words/words.ts";

test("who it was stands there, and not by which way", () => {
    assert.equal(source_name("http:Wang Min"), "Wang Min");
    assert.equal(source_name("gateway:exchange"), "exchange");
    assert.equal(source_name("Wang Min"), "Wang Min");
    chosen.language = "zh";
    assert.equal(source_name("engine"), "系统");
});

test("in a sentence too, and nothing else in it is touched", () => {
    const said = "note by http:Li: see http://example.org";
    assert.equal(with_source_name(said, "http:Li"), "note by Li: see http://example.org");
    assert.equal(with_source_name("the engine sends", "engine"), "the engine sends");
});
