import { useEffect, useState } from "react";
import type { ReactNode } from "react";
import { read_invitation } from "@/shell/access/access_api.ts";
import type { Invitation, OpenedSession } from "@/shell/access/access_api.ts";
import { access_text, role_word } from "@/shell/access/access_words.ts";
import { useConsole } from "@/shell/console_context.ts";
import { as_problem } from "@/shell/net/problem.ts";
import type { Problem } from "@/shell/net/problem.ts";
import { Button } from "@/shell/parts/button.tsx";
import { LanguageSwitch } from "@/shell/parts/language_switch.tsx";
import { Changing } from "@/shell/store/changing.ts";
import { useChanges } from "@/shell/store/hooks.ts";
import { day_and_time } from "@/shell/time/times.ts";
import { words } from "@/shell/words/words.ts";
import { AcceptForm } from "./accept_form.tsx";
import { forget_invitation, take_invitation } from "./kept.ts";
import { RecoveryCodes } from "./recovery_codes.tsx";

const w = words({
    title: { en: "Invitation to Muster", zh: "Muster 账号邀请" },
    codes_title: { en: "Keep your recovery codes", zh: "请保存恢复码" },
    for: { en: "For", zh: "受邀人" },
    account: { en: "Account", zh: "账号" },
    roles: { en: "Roles", zh: "角色" },
    until: { en: "Valid until", zh: "有效期至" },
    none: {
        en: "There is no invitation here. Open the link that you were given once more.",
        zh: "此处没有邀请，请重新打开收到的链接。",
    },
    reading: { en: "Reading the invitation…", zh: "正在读取邀请…" },
    again: { en: "Try again", zh: "重试" },
    sign_in: { en: "To the sign-in", zh: "前往登录" },
});

// What was read and done outlives a change of language, which draws everything anew.
class Accepting extends Changing {
    invitation = take_invitation();
    told: Invitation | null = null;
    problem: Problem | null = null;
    opened: OpenedSession | null = null;

    tell(changes: Partial<Pick<Accepting, "invitation" | "told" | "problem" | "opened">>): void {
        Object.assign(this, changes);
        this.changed();
    }
}
const accepting = new Accepting();
// The same link in the same tab, or another one.
window.addEventListener("hashchange", () => window.location.reload());

export function InvitationPage() {
    const { api } = useConsole();
    useChanges(accepting);
    const { invitation, told, problem, opened } = accepting;
    const [turn, set_turn] = useState(0);
    useEffect(() => {
        if (!invitation || told) return;
        read_invitation(api, invitation).then(
            (read) => accepting.tell({ told: read, problem: null }),
            (error: unknown) => accepting.tell({ problem: as_problem(error) }),
        );
    }, [api, invitation, told, turn]);
    const ended = (why: Problem) => {
        forget_invitation();
        accepting.tell({ told: null, invitation: "", problem: why });
    };
    if (opened) {
        return (
            <Frame title={opened.recovery_codes.length > 0 ? w.codes_title() : w.title()}>
                <RecoveryCodes opened={opened} />
            </Frame>
        );
    }
    if (problem && !told) {
        return (
            <Frame title={w.title()}>
                <p role="alert" className="problem">
                    {access_text(problem)}
                </p>
                {problem.reason === "invitation_ended" ? (
                    <p>
                        <a href="/">{w.sign_in()}</a>
                    </p>
                ) : (
                    <Button onPress={() => set_turn(turn + 1)}>{w.again()}</Button>
                )}
            </Frame>
        );
    }
    if (!told) {
        return (
            <Frame title={w.title()}>
                <p role="status">{invitation ? w.reading() : w.none()}</p>
                {!invitation && (
                    <p>
                        <a href="/">{w.sign_in()}</a>
                    </p>
                )}
            </Frame>
        );
    }
    return (
        <Frame title={w.title()}>
            <dl className="invitation-facts">
                <Fact name={w.for()}>{told.shown_name}</Fact>
                <Fact name={w.account()}>{told.account}</Fact>
                <Fact name={w.roles()}>{told.roles.map(role_word).join(" · ")}</Fact>
                <Fact name={w.until()}>{day_and_time(told.expires_at)}</Fact>
            </dl>
            <AcceptForm
                invitation={invitation}
                told={told}
                on_ended={ended}
                on_accepted={(session) => {
                    forget_invitation();
                    accepting.tell({ opened: session });
                }}
            />
        </Frame>
    );
}

function Frame({ title, children }: { title: string; children: ReactNode }) {
    return (
        <main className="invitation">
            <header>
                <h1>{title}</h1>
                <LanguageSwitch />
            </header>
            {children}
        </main>
    );
}

const Fact = ({ name, children }: { name: string; children: ReactNode }) => (
    <div>
        <dt>{name}</dt>
        <dd>{children}</dd>
    </div>
);
