// One account: what it is, and what its keeper can do to it.
import { useState } from "react";
import { AskOnce } from "@/shell/parts/ask_once.tsx";
import { Button } from "@/shell/parts/button.tsx";
import { toasts } from "@/shell/parts/toasts.tsx";
import { day_and_time } from "@/shell/time/times.ts";
import { words } from "@/shell/words/words.ts";
import type { Say } from "@/shell/words/words.ts";
import { account_action_path, account_actions, account_state, invitation_link } from "./accounts.ts";
import type { AccountAction, AccountChanged, AccountView } from "./accounts.ts";
import { AccountForm } from "./account_form.tsx";
import { Facts, StateMark, roles_text, useDistricts } from "./facts.tsx";
import { Side } from "./side.tsx";
import type { Told } from "./told.ts";
import { ToldOnce } from "./told_once.tsx";
import type { Changer } from "./use_changes.ts";

const w = words({
    new_account: { en: "New account", zh: "新建账号" },
    account: { en: "Account", zh: "账号" },
    state: { en: "State", zh: "状态" },
    roles: { en: "Roles", zh: "角色" },
    districts: { en: "Districts", zh: "区县" },
    responder: { en: "Responder", zh: "出勤人员" },
    factor: { en: "App for codes", zh: "动态验证码" },
    yes: { en: "connected", zh: "已绑定" },
    no: { en: "none", zh: "未绑定" },
    created: { en: "Made", zh: "创建时间" },
    passphrase: { en: "Passphrase chosen", zh: "密码设置时间" },
    invited: { en: "Invited until", zh: "邀请有效期至" },
    wait: { en: "Locked until", zh: "锁定至" },
    used: { en: "Last use", zh: "最近使用" },
    sessions: { en: "Signed in", zh: "在线会话" },
    change: { en: "Change…", zh: "修改…" },
    invite: { en: "Invite again", zh: "重新邀请" },
    invite_text: {
        en: "{name} chooses a new passphrase and connects an app anew. Until then the old ones count; all sessions end now.",
        zh: "{name}须重新设置密码并绑定应用；在此之前原密码仍有效。现有登录会立即失效。",
    },
    disable: { en: "Disable", zh: "停用" },
    disable_text: {
        en: "{name} is signed out at once and cannot sign in until you enable the account again.",
        zh: "{name}会立即退出，重新启用前无法登录。",
    },
    enable: { en: "Enable", zh: "启用" },
    unlock: { en: "Unlock", zh: "解除锁定" },
    end_sessions: { en: "End all sessions", zh: "终止所有登录" },
    end_sessions_text: {
        en: "{name} is signed out everywhere, and can sign in again.",
        zh: "{name}会在所有设备上退出，可重新登录。",
    },
    ask: { en: "{action}: {name}?", zh: "{action}：{name}？" },
    done: { en: "{action}: done", zh: "{action}：已完成" },
    added: { en: "Added: {name}", zh: "已添加：{name}" },
    gone: { en: "There is no account of this name.", zh: "没有该账号。" },
});

const hurting: Partial<Record<AccountAction, Say>> = {
    invite: w.invite_text,
    disable: w.disable_text,
    end_sessions: w.end_sessions_text,
};
const names: Record<Exclude<AccountAction, "add">, Say> = {
    change: w.change,
    invite: w.invite,
    disable: w.disable,
    enable: w.enable,
    unlock: w.unlock,
    end_sessions: w.end_sessions,
};

interface Props {
    account: AccountView | null;
    name: string; // "" = a new one
    told: Told | null;
    changer: Changer;
    now: number;
    on_told(told: Told | null): void;
    on_open(name: string): void;
    on_close(): void;
}

const link_of = ({ account, invitation }: AccountChanged): Told => ({
    kind: "link",
    name: account.shown_name,
    text: invitation_link(window.location.origin, invitation ?? ""),
});

export function AccountSide(props: Props) {
    const { account, name, told, changer, now, on_told, on_open, on_close } = props;
    const [writing, write] = useState(false);
    const districts = useDistricts();
    if (!name) {
        return (
            <Side title={w.new_account()} changer={changer} on_close={on_close}>
                <AccountForm
                    account={null}
                    changer={changer}
                    on_cancel={on_close}
                    on_done={(changed) => {
                        toasts.add(w.added({ name: changed.account.shown_name }));
                        on_open(changed.account.name);
                        on_told(link_of(changed));
                    }}
                />
            </Side>
        );
    }
    if (!account) {
        return (
            <Side title={name} changer={changer} on_close={on_close}>
                {told ? <ToldOnce told={told} on_done={() => on_told(null)} /> : <p role="status">{w.gone()}</p>}
            </Side>
        );
    }
    const { shown_name } = account;
    const act = async (action: Exclude<AccountAction, "add">) => {
        if (action === "change") return write(true);
        const changed = await changer.change<AccountChanged>(account_action_path(action), { name });
        if (!changed) return;
        toasts.add(w.done({ action: names[action]() }));
        if (changed.invitation) on_told(link_of(changed));
    };
    return (
        <Side title={shown_name} changer={changer} on_close={on_close}>
            {told && <ToldOnce told={told} on_done={() => on_told(null)} />}
            {writing ? (
                <AccountForm
                    account={account}
                    changer={changer}
                    on_cancel={() => {
                        changer.forget();
                        write(false);
                    }}
                    on_done={() => {
                        write(false);
                        toasts.add(w.done({ action: names.change() }));
                    }}
                />
            ) : (
                <div className="command-buttons">
                    {account_actions(account, now).map((action) => {
                        const text = hurting[action];
                        if (action === "add") return null;
                        const button = names[action]();
                        if (!text) {
                            return (
                                <Button key={action} isDisabled={changer.busy} onPress={() => void act(action)}>
                                    {button}
                                </Button>
                            );
                        }
                        return (
                            <AskOnce
                                key={action}
                                name={button}
                                kind={action === "disable" ? "danger" : "plain"}
                                title={w.ask({ action: button, name: shown_name })}
                                text={text({ name: shown_name })}
                                disabled={changer.busy}
                                on_yes={() => void act(action)}
                            />
                        );
                    })}
                </div>
            )}
            <Facts
                rows={[
                    [w.account(), account.name],
                    [w.state(), <StateMark state={account_state(account, now)} />],
                    [w.roles(), roles_text(account.roles)],
                    [w.districts(), districts(account.districts)],
                    account.responder ? [w.responder(), `#${account.responder}`] : null,
                    [w.factor(), account.second_factor ? w.yes() : w.no()],
                    [w.sessions(), account.sessions],
                    [w.used(), day_and_time(account.used_at)],
                    [w.created(), day_and_time(account.created_at)],
                    [w.passphrase(), day_and_time(account.passphrase_at)],
                    account.invited_until > now ? [w.invited(), day_and_time(account.invited_until)] : null,
                    account.wait_until > now ? [w.wait(), day_and_time(account.wait_until)] : null,
                ]}
            />
        </Side>
    );
}
