// Why this one: all who were weighed for a decision, and why each lost.
import { duration, metres, none } from "@/shell/time/times.ts";
import { words } from "@/shell/words/words.ts";
import { useDesk } from "../desk_console.ts";
import { is_able } from "./candidates_of.ts";
import type { Decision } from "./story.ts";
import { chances_text, why_lost } from "./why_lost.ts";

const w = words({
    title: { en: "Why this one ({n} weighed)", zh: "为何选他（比较了 {n} 人）" },
    candidate: { en: "Candidate", zh: "候选人" },
    eta: { en: "Arrives in", zh: "到达需" },
    distance: { en: "Distance", zh: "距离" },
    why: { en: "Why not", zh: "未选原因" },
});

const most_rows = 40; // the nearest come first

export function Weighed({ decision: { candidates } }: { decision: Decision }) {
    const desk = useDesk();
    const winner = candidates.find(({ verdict }) => verdict === "won")?.candidate;
    const weighed = candidates.filter(({ candidate, verdict }) =>
        is_able({ ...candidate, verdict }),
    );
    return (
        <details className="weighed">
            <summary>{w.title({ n: weighed.length })}</summary>
            <table>
                <thead>
                    <tr>
                        <th scope="col">{w.candidate()}</th>
                        <th scope="col">{w.eta()}</th>
                        <th scope="col">{w.distance()}</th>
                        <th scope="col">{w.why()}</th>
                    </tr>
                </thead>
                <tbody>
                    {candidates.slice(0, most_rows).map((traced) => {
                        const { candidate, verdict } = traced;
                        const chances = chances_text(traced);
                        return (
                            <tr key={candidate.responder} className={verdict}>
                                <td>{desk.responder_name(candidate.responder)}</td>
                                <td>{candidate.eta_ms ? duration(candidate.eta_ms) : none}</td>
                                <td>
                                    {candidate.distance_m ? metres(candidate.distance_m) : none}
                                </td>
                                <td>
                                    {why_lost(candidate, verdict, winner)}
                                    {chances && <div className="dim">{chances}</div>}
                                </td>
                            </tr>
                        );
                    })}
                </tbody>
            </table>
        </details>
    );
}
