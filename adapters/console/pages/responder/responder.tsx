// One thing at a time: what the responder is, what he is asked, what comes next. Hours are one tab away.
import { DutyScreen } from "@/areas/field/duty_screen.tsx";
import { useField } from "@/areas/field/field_console.ts";
import { Hours } from "@/areas/field/hours.tsx";
import { OfferScreen } from "@/areas/field/offer_screen.tsx";
import { OutboxLine } from "@/areas/field/outbox_line.tsx";
import { open_offer, slot_status, state_of } from "@/areas/field/work.ts";
import { WorkScreen } from "@/areas/field/work_screen.tsx";
import { useParameter } from "@/shell/address.ts";
import { Button } from "@/shell/parts/button.tsx";
import { LanguageSwitch } from "@/shell/parts/language_switch.tsx";
import { PersonMenu } from "@/shell/parts/person_menu.tsx";
import { useChanges, useNow } from "@/shell/store/hooks.ts";
import { words } from "@/shell/words/words.ts";
import { Installed, version } from "./installed.ts";

const w = words({
    page: { en: "Responder", zh: "出勤" },
    loading: { en: "Reading…", zh: "正在读取…" },
    nobody: {
        en: "This token belongs to no responder. Ask the office for yours.",
        zh: "该令牌未关联服务人员，请向办公室索取。",
    },
    work: { en: "Work", zh: "任务" },
    hours: { en: "Hours", zh: "时长" },
    tabs: { en: "Parts of this page", zh: "页面分区" },
    sound_blocked: { en: "Touch the screen once, or nothing can ring.", zh: "请先点一下屏幕，否则无法响铃。" },
    newer: { en: "A new version is here.", zh: "有新版本。" },
    take: { en: "Load it", zh: "更新" },
});

export function ResponderPage() {
    const field = useField();
    useChanges(field.field);
    useChanges(field.outbox);
    useChanges(field.identity);
    const [parameter, open] = useParameter("tab");
    const tab = parameter === "hours" ? "hours" : "work";
    const now = useNow();
    const { known } = field.field;
    const pressed = field.pressed();
    const state = known && state_of(known, pressed, now);
    const offer = known && state === "offer" ? open_offer(known, now) : null;
    const shown = offer ? "work" : tab;
    return (
        <div className="field">
            <header className="field-head">
                <PersonMenu />
                <LanguageSwitch />
            </header>
            <Notices />
            <main className="field-main" aria-label={shown === "hours" ? w.hours() : w.page()}>
                {!known ? (
                    <p className="loading" role="status">
                        {field.identity.state === "yes" && !field.responder_id ? w.nobody() : w.loading()}
                    </p>
                ) : shown === "hours" ? (
                    <Hours />
                ) : (
                    <WorkTab />
                )}
            </main>
            {!offer && (
                <nav className="field-tabs" aria-label={w.tabs()}>
                    {(["work", "hours"] as const).map((one) => (
                        <Button
                            key={one}
                            kind="quiet"
                            aria-current={one === tab ? "page" : undefined}
                            onPress={() => open(one === "hours" ? one : "")}
                        >
                            {w[one]()}
                        </Button>
                    ))}
                </nav>
            )}
        </div>
    );
}

function WorkTab() {
    const field = useField();
    const now = useNow();
    const { known } = field.field;
    if (!known) return null;
    const pressed = field.pressed();
    const state = state_of(known, pressed, now);
    const status = slot_status(known, pressed);
    const offer = state === "offer" ? open_offer(known, now) : null;
    if (offer) return <OfferScreen key={offer.id} offer={offer} />;
    const { request } = known;
    if (status && request) {
        return <WorkScreen key={request.id} known={{ ...known, request }} state={state} status={status} />;
    }
    return <DutyScreen known={known} state={state} />;
}

function Notices() {
    const field = useField();
    useChanges(field.sound);
    useChanges(version);
    const on_duty = field.field.known && field.field.known.responder.status !== "off_duty";
    return (
        <section className="notices" aria-label={w.page()}>
            <OutboxLine />
            {on_duty && field.sound.state() === "blocked" && (
                <p className="line" role="status">
                    {w.sound_blocked()}
                </p>
            )}
            {version.newer && (
                <div className="line" role="status">
                    <p>{w.newer()}</p>
                    <Button onPress={Installed.take_newer}>{w.take()}</Button>
                </div>
            )}
        </section>
    );
}
