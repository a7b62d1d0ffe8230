// One token: what it may do, a new secret for it, its end.
import { useState } from "react";
import { AskOnce } from "@/shell/parts/ask_once.tsx";
import { toasts } from "@/shell/parts/toasts.tsx";
import { day_and_time } from "@/shell/time/times.ts";
import { words } from "@/shell/words/words.ts";
import { days_left, token_action_path, token_state } from "./accounts.ts";
import type { TokenChanged, TokenView } from "./accounts.ts";
import { DaysField, usual_days } from "./days_field.tsx";
import { Facts, StateMark, roles_text, useDistricts } from "./facts.tsx";
import { Side } from "./side.tsx";
import type { Told } from "./told.ts";
import { ToldOnce } from "./told_once.tsx";
import { TokenForm } from "./token_form.tsx";
import type { Changer } from "./use_changes.ts";

const w = words({
    new_token: { en: "New token", zh: "新建令牌" },
    state: { en: "State", zh: "状态" },
    roles: { en: "Roles", zh: "角色" },
    districts: { en: "Districts", zh: "区县" },
    responder: { en: "Responder", zh: "出勤人员" },
    devices: { en: "Devices", zh: "设备" },
    all: { en: "all", zh: "全部" },
    created: { en: "Made", zh: "创建时间" },
    ends: { en: "Ends", zh: "到期时间" },
    left: { en: "{n, plural, one {# day left} other {# days left}}", zh: "剩余 {n} 天" },
    never: { en: "never", zh: "永不" },
    revoked: { en: "Revoked", zh: "撤销时间" },
    rotate: { en: "New secret", zh: "更换令牌" },
    rotate_text: {
        en: "{name} gets a new secret. The old one works for another day, so that the machine can be changed over.",
        zh: "为{name}生成新令牌。旧令牌在一天内仍可使用，便于切换。",
    },
    revoke: { en: "Revoke", zh: "撤销" },
    revoke_text: {
        en: "The machine {name} is shut out at once, and for good.",
        zh: "{name}会立即无法接入，且不能恢复。",
    },
    ask: { en: "{action}: {name}?", zh: "{action}：{name}？" },
    done: { en: "{action}: done", zh: "{action}：已完成" },
    gone: { en: "There is no token of this name.", zh: "没有该令牌。" },
});

interface Props {
    token: TokenView | null;
    name: string; // "" = a new one
    told: Told | null;
    changer: Changer;
    now: number;
    on_told(told: Told | null): void;
    on_open(name: string): void;
    on_close(): void;
}

export function ends_text(token: TokenView, now: number): string {
    const n = days_left(token, now);
    if (n === Infinity) return w.never();
    return token.revoked_at || n === 0 ? "–" : w.left({ n });
}

export function TokenSide({ token, name, told, changer, now, on_told, on_open, on_close }: Props) {
    const districts = useDistricts();
    const [days, set_days] = useState(usual_days);
    const secret_of = ({ token: made, secret }: TokenChanged): Told => ({
        kind: "secret",
        name: made.name,
        text: secret ?? "",
    });
    if (!name) {
        return (
            <Side title={w.new_token()} changer={changer} on_close={on_close}>
                <TokenForm
                    changer={changer}
                    on_cancel={on_close}
                    on_done={(changed) => {
                        on_open(changed.token.name);
                        on_told(secret_of(changed));
                    }}
                />
            </Side>
        );
    }
    if (!token) {
        return (
            <Side title={name} changer={changer} on_close={on_close}>
                {told ? <ToldOnce told={told} on_done={() => on_told(null)} /> : <p role="status">{w.gone()}</p>}
            </Side>
        );
    }
    const rotate = async () => {
        const body = { name, days: Number(days) || 0 };
        const changed = await changer.change<TokenChanged>(token_action_path("rotate"), body);
        if (changed) on_told(secret_of(changed));
    };
    const revoke = async () => {
        const changed = await changer.change<TokenChanged>(token_action_path("revoke"), { name });
        if (changed) toasts.add(w.done({ action: w.revoke() }));
    };
    return (
        <Side title={name} changer={changer} on_close={on_close}>
            {told && <ToldOnce told={told} on_done={() => on_told(null)} />}
            {!token.revoked_at && (
                <div className="command-buttons">
                    <AskOnce
                        name={w.rotate()}
                        title={w.ask({ action: w.rotate(), name })}
                        text={w.rotate_text({ name })}
                        disabled={changer.busy}
                        on_yes={() => void rotate()}
                    >
                        <DaysField value={days} on_change={set_days} />
                    </AskOnce>
                    <AskOnce
                        name={w.revoke()}
                        kind="danger"
                        title={w.ask({ action: w.revoke(), name })}
                        text={w.revoke_text({ name })}
                        disabled={changer.busy}
                        on_yes={() => void revoke()}
                    />
                </div>
            )}
            <Facts
                rows={[
                    [w.state(), <StateMark state={token_state(token, now)} />],
                    [w.roles(), roles_text(token.roles)],
                    [w.districts(), districts(token.districts)],
                    token.responder ? [w.responder(), `#${token.responder}`] : null,
                    token.roles.includes("adapter")
                        ? [w.devices(), token.devices.length > 0 ? token.devices.join(" · ") : w.all()]
                        : null,
                    [w.created(), day_and_time(token.created_at)],
                    [w.ends(), token.expires_at ? day_and_time(token.expires_at) : w.never()],
                    token.revoked_at ? [w.revoked(), day_and_time(token.revoked_at)] : null,
                ]}
            />
        </Side>
    );
}
