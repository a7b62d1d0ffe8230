// Who is signed in, as what and until when; a new passphrase; security keys; leaving.
import { useEffect, useRef, useState } from "react";
import type { FormEvent } from "react";
import { Dialog } from "react-aria-components/Dialog";
import { Heading } from "react-aria-components/Heading";
import { Input } from "react-aria-components/Input";
import { Label } from "react-aria-components/Label";
import { Modal, ModalOverlay } from "react-aria-components/Modal";
import { TextField } from "react-aria-components/TextField";
import { change_passphrase } from "@/shell/access/access_api.ts";
import { access_text, role_word } from "@/shell/access/access_words.ts";
import { NewPassphrase } from "@/shell/access/new_passphrase.tsx";
import { useWait } from "@/shell/access/use_wait.ts";
import { Waiting } from "@/shell/access/waiting.tsx";
import { useConsole } from "@/shell/console_context.ts";
import { as_problem } from "@/shell/net/problem.ts";
import type { Problem } from "@/shell/net/problem.ts";
import { Button } from "@/shell/parts/button.tsx";
import { useChanges } from "@/shell/store/hooks.ts";
import { day_and_time } from "@/shell/time/times.ts";
import { words } from "@/shell/words/words.ts";
import { SecurityKeys } from "./security_keys.tsx";
import "@/shell/access/access.css";

const w = words({
    title: { en: "My account", zh: "我的账号" },
    name: { en: "Name", zh: "姓名" },
    account: { en: "Account", zh: "账号" },
    token: { en: "Access token", zh: "访问令牌" },
    roles: { en: "Roles", zh: "角色" },
    districts: { en: "Districts", zh: "区县" },
    until: { en: "Signed in until", zh: "登录有效期至" },
    until_text: { en: "{time} at the latest", zh: "最迟 {time}" },
    change: { en: "Change passphrase…", zh: "修改密码…" },
    change_title: { en: "Change passphrase", zh: "修改密码" },
    change_text: {
        en: "All your other sessions end; this one goes on.",
        zh: "修改后其他设备上的登录会失效，本次登录不受影响。",
    },
    old: { en: "Passphrase until now", zh: "当前密码" },
    wrong: { en: "The passphrase until now is not right.", zh: "当前密码不正确。" },
    save: { en: "Change it", zh: "确认修改" },
    busy: { en: "Checking…", zh: "正在验证…" },
    cancel: { en: "Cancel", zh: "取消" },
    changed: { en: "Your passphrase is changed.", zh: "密码已修改。" },
    sign_out: { en: "Sign out", zh: "退出登录" },
});

export function MyAccount() {
    const console = useConsole();
    const { identity, watch, names } = console;
    useChanges(identity);
    useChanges(watch);
    useChanges(names);
    const [changing, change] = useState(false);
    const [changed, set_changed] = useState(false);
    const { view } = watch;
    const facts: [string, string][] = [
        ...(view ? ([[w.name(), view.shown_name]] as [string, string][]) : []),
        [view ? w.account() : w.token(), identity.name],
        [w.roles(), [...identity.roles].map(role_word).join(" · ")],
        ...(identity.districts.length > 0
            ? ([
                  [w.districts(), identity.districts.map((one) => names.name("districts", one)).join(" · ")],
              ] as [string, string][])
            : []),
        ...(view
            ? ([[w.until(), w.until_text({ time: day_and_time(view.ends_at) })]] as [string, string][])
            : []),
    ];
    return (
        <section className="my-account" aria-labelledby="my-account">
            <h2 id="my-account">{w.title()}</h2>
            <dl>
                {facts.map(([name, text]) => (
                    <div key={name}>
                        <dt>{name}</dt>
                        <dd>{text}</dd>
                    </div>
                ))}
            </dl>
            <div className="my-account-buttons">
                {view && (
                    <Button
                        onPress={() => {
                            set_changed(false);
                            change(true);
                        }}
                    >
                        {w.change()}
                    </Button>
                )}
                <Button onPress={() => console.sign_out()}>{w.sign_out()}</Button>
            </div>
            <p role="status" className="my-account-done">
                {changed && `✓ ${w.changed()}`}
            </p>
            {view && <SecurityKeys account={identity.name} />}
            <ModalOverlay isOpen={changing} onOpenChange={change} className="overlay">
                <Modal className="modal">
                    <Dialog className="dialog">
                        <ChangeForm
                            account={identity.name}
                            on_cancel={() => change(false)}
                            on_done={() => {
                                change(false);
                                set_changed(true);
                            }}
                        />
                    </Dialog>
                </Modal>
            </ModalOverlay>
        </section>
    );
}

interface Props {
    account: string;
    on_done(): void;
    on_cancel(): void;
}

function ChangeForm({ account, on_done, on_cancel }: Props) {
    const { api } = useConsole();
    const [old, set_old] = useState("");
    const [value, set_value] = useState("");
    const [repeat, set_repeat] = useState("");
    const [differs, set_differs] = useState(false);
    const [busy, set_busy] = useState(false);
    const [refusal, set_refusal] = useState<Problem | null>(null);
    const [attempt, set_attempt] = useState(0);
    const wait = useWait();
    const form = useRef<HTMLFormElement>(null);
    const focus = (name: string) =>
        form.current?.querySelector<HTMLInputElement>(`input[name="${name}"]`)?.focus();
    useEffect(() => {
        if (refusal) focus(refusal.reason === "weak_passphrase" ? "new_passphrase" : "old");
    }, [attempt]);
    const send = async (event: FormEvent) => {
        event.preventDefault();
        if (busy || wait.waits) return;
        if (value !== repeat) {
            set_differs(true);
            return focus("repeat");
        }
        set_busy(true);
        try {
            await change_passphrase(api, old, value);
            on_done();
        } catch (error) {
            const problem = as_problem(error);
            if (problem.reason === "wrong_credentials") set_old("");
            wait.hear(problem);
            set_refusal(problem);
            set_attempt((n) => n + 1);
            set_busy(false);
        }
    };
    return (
        <form ref={form} onSubmit={(event) => void send(event)}>
            <Heading slot="title">{w.change_title()}</Heading>
            <p>{w.change_text()}</p>
            {refusal?.reason === "wait" ? (
                <Waiting key={attempt} until={wait.until} on_over={wait.over} />
            ) : (
                refusal && (
                    <p key={attempt} role="alert" className="problem">
                        {refusal.reason === "wrong_credentials" ? w.wrong() : access_text(refusal)}
                    </p>
                )
            )}
            <input type="hidden" name="username" autoComplete="username" value={account} readOnly />
            <TextField
                name="old"
                type="password"
                autoComplete="current-password"
                autoFocus
                value={old}
                onChange={set_old}
                isRequired
            >
                <Label>{w.old()}</Label>
                <Input />
            </TextField>
            <NewPassphrase
                account={account}
                value={value}
                repeat={repeat}
                on_value={set_value}
                on_repeat={set_repeat}
                differs={differs}
            />
            <div className="dialog-buttons">
                <Button onPress={on_cancel}>{w.cancel()}</Button>
                <Button type="submit" kind="primary" isDisabled={wait.waits}>
                    {busy ? w.busy() : w.save()}
                </Button>
            </div>
        </form>
    );
}
