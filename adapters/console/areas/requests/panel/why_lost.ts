// Why a candidate lost against the one who was chosen, in words.
import { duration } from "@/shell/time/times.ts";
import { enum_word } from "@/shell/words/named.ts";
import { words } from "@/shell/words/words.ts";
import type { Candidate } from "./candidates_of.ts";

const w = words({
    not_chosen: { en: "not chosen", zh: "未选" },
    change: {
        en: "on the way elsewhere: a change counts {time}",
        zh: "正赶往他处：改派加计 {time}",
    },
    later: { en: "{time} later", zh: "晚 {time}" },
    old_place: { en: "position too old: counts {time} more", zh: "位置过旧，多计 {time}" },
    tie: { en: "as near, but idle for less long", zh: "同样近，但空闲时间较短" },
    chances: {
        en: "{accepts} % to accept, {in_time} % to be in time",
        zh: "接受概率 {accepts}%，及时到达概率 {in_time}%",
    },
});

type Weighed = Omit<Candidate, "verdict">;

// How much later than another a candidate counts as arriving. Costs will not do: the rolling policy
// weighs them by class.
const later_than = (a: Weighed, b: Weighed): number =>
    a.eta_ms + a.penalty_ms - b.eta_ms - b.penalty_ms;

export function why_lost(candidate: Weighed, verdict: string, winner: Weighed | undefined): string {
    if (verdict !== "dearer") return enum_word("Verdict", verdict);
    if (!winner || candidate.responder === winner.responder) return w.not_chosen();
    const more = later_than(candidate, winner);
    const change = candidate.terms?.switch_ms ?? 0;
    if (more <= 0 && change > 0) return w.change({ time: duration(change) });
    if (more === 0) return w.tie();
    if (more < 0) return w.not_chosen();
    const time = duration(more);
    const is_old = candidate.penalty_ms > 0 && candidate.eta_ms <= winner.eta_ms;
    return is_old ? w.old_place({ time }) : w.later({ time });
}

// How likely a volunteer was to accept and to be in time; "" for those who are sent.
export function chances_text({
    accepts_permille: accepts,
    in_time_permille: in_time,
}: Pick<Candidate, "accepts_permille" | "in_time_permille">): string {
    if (typeof accepts !== "number" || typeof in_time !== "number") return "";
    const per_cent = (permille: number) => Math.round(permille / 10);
    return w.chances({ accepts: per_cent(accepts), in_time: per_cent(in_time) });
}
