// Whether the record of accesses is what the log vouches for, and where its signed hashes were sent.
import { useEffect, useState } from "react";
import type { Got } from "@/shell/net/use_get.ts";
import { Button } from "@/shell/parts/button.tsx";
import { clock } from "@/shell/time/times.ts";
import { problem_text } from "@/shell/words/problem_words.ts";
import { words } from "@/shell/words/words.ts";
import { tone_of } from "./proof.ts";
import type { Anchor, Proof } from "./proof.ts";
import { proof_details, proof_sentence, sent_words, target_word } from "./proof_words.ts";

const w = words({
    title: { en: "Proof", zh: "佐证" },
    checking: { en: "Checking the record against the log…", zh: "正在对照日志核验记录…" },
    check: { en: "Check now", zh: "立即核验" },
    checked: { en: "Checked at {time}.", zh: "核验时间：{time}。" },
    failed: { en: "The proof could not be read: {why}", zh: "无法读取佐证：{why}" },
    anchors: { en: "Sent elsewhere", zh: "外部存证" },
    anchors_hint: { en: "the log's signed hash", zh: "日志签名哈希" },
    no_anchors: { en: "No place is set for anchors.", zh: "未设置外部存证。" },
    failing: { en: "▲ failing now", zh: "▲ 当前失败" },
});

const signs = { good: "✓", none: "○", bad: "■" } as const;

export function ProofBand({ got, on_check }: { got: Got<Proof>; on_check(): void }) {
    const { value: proof, problem, busy } = got;
    const [checked, set_checked] = useState(0);
    useEffect(() => {
        if (proof) set_checked(Date.now());
    }, [proof]);
    const tone = proof ? tone_of(proof) : "none";
    const sentence = proof ? proof_sentence(proof, Date.now()) : problem ? "" : w.checking();
    return (
        <section className={`proof-band ${problem ? "bad" : tone}`} aria-label={w.title()}>
            <span className="proof-sign" aria-hidden="true">
                {problem ? "■" : proof ? signs[tone] : "…"}
            </span>
            <div className="proof-told">
                <h3>{w.title()}</h3>
                {problem && (
                    <p className="problem" role="alert">
                        {w.failed({ why: problem_text(problem) })}
                    </p>
                )}
                <p role={tone === "bad" ? "alert" : "status"} className="proof-sentence">
                    {sentence}
                </p>
                {proof && proof_details(proof).map((text) => <p key={text}>{text}</p>)}
                <p className="proof-check">
                    <Button onPress={() => busy || on_check()}>{w.check()}</Button>
                    <span role="status" className="dim">
                        {proof && (busy ? w.checking() : checked > 0 && w.checked({ time: clock(checked) }))}
                    </span>
                </p>
            </div>
            {proof && <Anchors anchors={proof.anchors ?? []} />}
        </section>
    );
}

function Anchors({ anchors }: { anchors: readonly Anchor[] }) {
    return (
        <div className="proof-anchors">
            <h3>
                {w.anchors()} <span className="dim">· {w.anchors_hint()}</span>
            </h3>
            {anchors.length === 0 && <p className="dim">{w.no_anchors()}</p>}
            <dl>
                {anchors.map((anchor, at) => (
                    <div key={at}>
                        <dt>{target_word(anchor)}</dt>
                        <dd>
                            {sent_words(anchor, Date.now())}
                            {anchor.failing && <b className="problem"> {w.failing()}</b>}
                        </dd>
                    </div>
                ))}
            </dl>
        </div>
    );
}
