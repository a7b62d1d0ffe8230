import assert from "node:assert/strict";
import { test } from "node:test";
import { Problem } from "@/shell/net/problem.ts";
import { until_answered } from "@/shell/net/until_answered.ts";

async function asked(...answers: (number | "there")[]) {
    const got: string[] = [];
    let questions = 0;
    const at_once = (then: () => void) => then();
    const ask = async () => {
        questions++;
        const answer = answers.shift() ?? "there";
        if (answer !== "there") throw new Problem({ status: answer });
        return answer;
    };
    until_answered(ask, (answer) => got.push(answer), () => true, at_once);
    await new Promise((done) => setTimeout(done, 5));
    return { got, questions };
}

test("it is asked for again until there is an answer", async () => {
    assert.deepEqual(await asked(0, 503, 429, "there"), { got: ["there"], questions: 4 });
});

test("a refusal is an answer", async () => {
    assert.deepEqual(await asked(403), { got: [], questions: 1 });
});
