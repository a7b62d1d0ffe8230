// What an account or a token says of itself, in words.
import type { ReactNode } from "react";
import { role_word } from "@/shell/access/access_words.ts";
import { useConsole } from "@/shell/console_context.ts";
import { useChanges } from "@/shell/store/hooks.ts";
import { words } from "@/shell/words/words.ts";
import type { AccountState, TokenState } from "./accounts.ts";

const w = words({
    all: { en: "all", zh: "全部" },
    disabled: { en: "disabled", zh: "已停用" },
    waits: { en: "locked for a while", zh: "暂时锁定" },
    invited: { en: "invited", zh: "已邀请" },
    outside: { en: "by another service", zh: "外部登录" },
    active: { en: "active", zh: "正常" },
    never: { en: "never signed in", zh: "从未登录" },
    revoked: { en: "revoked", zh: "已撤销" },
    expired: { en: "has run out", zh: "已过期" },
    soon: { en: "runs out soon", zh: "即将到期" },
    valid: { en: "valid", zh: "有效" },
});

const marks: Record<AccountState | TokenState, string> = {
    disabled: "■",
    waits: "▲",
    invited: "✉",
    outside: "●",
    active: "●",
    never: "○",
    revoked: "■",
    expired: "■",
    soon: "▲",
    valid: "●",
};
const looks: Partial<Record<AccountState | TokenState, string>> = {
    disabled: "bad",
    revoked: "bad",
    expired: "bad",
    waits: "warn",
    soon: "warn",
};

export const state_word = (state: AccountState | TokenState): string => w[state]();

export const StateMark = ({ state }: { state: AccountState | TokenState }) => (
    <span className={`state-mark ${looks[state] ?? ""}`}>
        <span aria-hidden="true">{marks[state]} </span>
        {state_word(state)}
    </span>
);

export const roles_text = (roles: readonly string[]): string => roles.map(role_word).join(" · ");

export function useDistricts(): (codes: readonly string[]) => string {
    const { names } = useConsole();
    useChanges(names);
    return (codes) =>
        codes.length > 0 ? codes.map((code) => names.name("districts", code)).join(" · ") : w.all();
}

export const Facts = ({ rows }: { rows: readonly (readonly [string, ReactNode] | null)[] }) => (
    <dl className="facts">
        {rows.map(
            (row) =>
                row && (
                    <div key={row[0]}>
                        <dt>{row[0]}</dt>
                        <dd>{row[1]}</dd>
                    </div>
                ),
        )}
    </dl>
);
