// The responder that is picked on the board or the map: who he is, what he does, what can be done.
import { useDesk } from "@/areas/requests/desk_console.ts";
import { Button } from "@/shell/parts/button.tsx";
import { DutyMark } from "@/shell/parts/marks.tsx";
import { Phone } from "@/shell/parts/phone.tsx";
import { toasts } from "@/shell/parts/toasts.tsx";
import { as_problem } from "@/shell/net/problem.ts";
import { useChanges, useEntity } from "@/shell/store/hooks.ts";
import { enum_word } from "@/shell/words/named.ts";
import { problem_text } from "@/shell/words/problem_words.ts";
import { words } from "@/shell/words/words.ts";
import type { Responder } from "muster/schema";
import { place_of } from "./place.ts";
import { Work } from "./responder_row.tsx";

const w = words({
    picked: { en: "Responder", zh: "服务人员" },
    open: { en: "Open request #{id}", zh: "打开请求 #{id}" },
    show: { en: "Show on the map", zh: "在地图上显示" },
    send_to: { en: "Send to {post}", zh: "调往{post}" },
    why: {
        en: "More people would be covered from {post}.",
        zh: "在{post}待命可覆盖更多需求。",
    },
    sent: { en: "{name} was sent to stand by at {post}.", zh: "已通知{name}前往{post}待命。" },
    close: { en: "Close", zh: "关闭" },
});

interface Props {
    id: number;
    on_close(): void;
}

export function ResponderCard({ id, on_close }: Props) {
    const desk = useDesk();
    const responder = useEntity<Responder>("responders", id);
    useChanges(desk.posts);
    if (!responder) return null;
    const { profile, status, advised, request } = responder;
    const place = place_of(desk.store, responder);
    const skills = (profile.skills ?? []).map((skill) => desk.names.name("skills", skill));
    return (
        <section className="responder-card" aria-label={w.picked()}>
            <h3>
                {profile.name || `#${id}`} <DutyMark status={status} word />
                <Phone number={profile.phone} />
                <Button kind="quiet" aria-label={w.close()} onPress={on_close}>
                    ✕
                </Button>
            </h3>
            <p className="dim">
                {[enum_word("ResponderKind", profile.kind), ...skills].filter(Boolean).join(" · ")}
            </p>
            <div className="card-actions">
                {request > 0 && (
                    <Button aria-label={w.open({ id: request })} onPress={() => desk.open_request(request)}>
                        <Work responder={responder} />
                    </Button>
                )}
                {place && (
                    <Button onPress={() => desk.desk.set({ look_at: { ...place.point } })}>
                        {w.show()}
                    </Button>
                )}
                {advised && desk.may(responder, "OrderStandby") && (
                    <Standby responder={responder} post={advised} />
                )}
            </div>
        </section>
    );
}

function Standby({ responder, post }: { responder: Responder; post: string }) {
    const desk = useDesk();
    const name = responder.profile.name || `#${responder.id}`;
    const post_name = desk.posts.name(post);
    const send = () =>
        desk
            .send_once(`standby ${responder.id} ${post}`, "OrderStandby", { responder: responder.id, post })
            .then(
                () => toasts.add(w.sent({ name, post: post_name })),
                (error: unknown) => toasts.add(problem_text(as_problem(error)), true),
            );
    return (
        <>
            <Button kind="primary" onPress={send}>
                → {w.send_to({ post: post_name })}
            </Button>
            <span className="dim">{w.why({ post: post_name })}</span>
        </>
    );
}
