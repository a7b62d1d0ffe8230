// Adding a security key, and removing one. Either asks for the passphrase: whoever finds a page that was
// left open gets no way in of his own, and takes none away.
import { useEffect, useRef, useState } from "react";
import type { FormEvent, ReactNode } from "react";
import { Heading } from "react-aria-components/Heading";
import { Input } from "react-aria-components/Input";
import { Label } from "react-aria-components/Label";
import { TextField } from "react-aria-components/TextField";
import { field_of } from "@/shell/access/access_words.ts";
import { add_key, ask_new_key, remove_key } from "@/shell/access/key_api.ts";
import { TouchNow } from "@/shell/access/key_way.tsx";
import { field_again, key_text, name_fault } from "@/shell/access/key_words.ts";
import { KeyFault, make_key } from "@/shell/access/security_key.ts";
import { useWait } from "@/shell/access/use_wait.ts";
import type { Wait } from "@/shell/access/use_wait.ts";
import { Waiting } from "@/shell/access/waiting.tsx";
import { useConsole } from "@/shell/console_context.ts";
import { as_problem } from "@/shell/net/problem.ts";
import type { Problem } from "@/shell/net/problem.ts";
import { Button } from "@/shell/parts/button.tsx";
import { words } from "@/shell/words/words.ts";

const w = words({
    add_title: { en: "Add a security key", zh: "添加安全密钥" },
    add_text: {
        en: "Have the key at hand. The browser will ask you to put it in and touch it.",
        zh: "请准备好安全密钥，浏览器会提示您插入并触碰。",
    },
    name: { en: "Name of the key, such as “on my key ring”", zh: "密钥名称，如“钥匙串上的”" },
    passphrase: { en: "Your passphrase", zh: "您的密码" },
    add: { en: "Add it", zh: "添加" },
    remove_title: { en: "Remove “{name}”", zh: "移除“{name}”" },
    remove_text: {
        en: "You cannot sign in with this key any more. Your other ways in stay as they are.",
        zh: "移除后不能再用该密钥登录，其他登录方式不受影响。",
    },
    remove: { en: "Remove it", zh: "确认移除" },
    busy: { en: "Checking…", zh: "正在验证…" },
    cancel: { en: "Cancel", zh: "取消" },
});

interface AddProps {
    account: string;
    on_done(name: string): void;
    on_cancel(): void;
}

export function AddKey({ account, on_done, on_cancel }: AddProps) {
    const { api } = useConsole();
    const [name, set_name] = useState("");
    const [touching, touch] = useState(false);
    const leaving = useRef<AbortController | null>(null);
    useEffect(() => () => leaving.current?.abort(), []);
    const send = async (passphrase: string) => {
        const { signal } = (leaving.current = new AbortController());
        const named = name.trim();
        const bad = name_fault(named);
        if (bad) throw bad;
        const question = await ask_new_key(api);
        touch(true);
        const made = await make_key(question, signal).finally(() => touch(false));
        await add_key(api, { ...made, passphrase, name: named });
        on_done(named);
    };
    return (
        <KeyForm
            account={account}
            title={w.add_title()}
            text={w.add_text()}
            go={w.add()}
            kind="primary"
            touching={touching}
            send={send}
            on_cancel={on_cancel}
        >
            <TextField
                name="name"
                autoComplete="off"
                autoFocus
                value={name}
                onChange={set_name}
                isRequired
            >
                <Label>{w.name()}</Label>
                <Input />
            </TextField>
        </KeyForm>
    );
}

interface RemoveProps {
    account: string;
    id: string;
    name: string;
    on_done(): void;
    on_cancel(): void;
}

export function RemoveKey({ account, id, name, on_done, on_cancel }: RemoveProps) {
    const { api } = useConsole();
    const send = async (passphrase: string) => {
        try {
            await remove_key(api, id, passphrase);
        } catch (error) {
            // It is gone already, by another page: that is what was wanted.
            if (field_of(as_problem(error)) !== "id") throw error;
        }
        on_done();
    };
    return (
        <KeyForm
            account={account}
            title={w.remove_title({ name })}
            text={w.remove_text()}
            go={w.remove()}
            kind="danger"
            send={send}
            on_cancel={on_cancel}
        />
    );
}

// What a form is told that did not do what it was to do.
interface Trial {
    fault: KeyFault | Problem | null;
    attempt: number;
    busy: boolean;
    wait: Wait;
    run(what: () => Promise<void>): Promise<void>;
}

function useTrial(): Trial {
    const [fault, set_fault] = useState<KeyFault | Problem | null>(null);
    const [attempt, set_attempt] = useState(0);
    const [busy, set_busy] = useState(false);
    const wait = useWait();
    const run = async (what: () => Promise<void>) => {
        if (busy || wait.waits) return;
        set_busy(true);
        set_fault(null);
        try {
            await what();
        } catch (error) {
            const found = error instanceof KeyFault ? error : as_problem(error);
            if (!(found instanceof KeyFault)) wait.hear(found);
            set_fault(found);
            set_attempt((n) => n + 1);
            set_busy(false);
        }
    };
    return { fault, attempt, busy, wait, run };
}

interface FormProps {
    account: string;
    title: string;
    text: string;
    go: string;
    kind: "primary" | "danger";
    touching?: boolean;
    children?: ReactNode; // what is typed before the passphrase
    send(passphrase: string): Promise<void>;
    on_cancel(): void;
}

function KeyForm(props: FormProps) {
    const { account, title, text, go, kind, touching = false, children, send, on_cancel } = props;
    const [passphrase, set_passphrase] = useState("");
    const { fault, attempt, busy, wait, run } = useTrial();
    const form = useRef<HTMLFormElement>(null);
    useEffect(() => {
        const field = fault && field_again(fault);
        if (!field) return;
        if (field === "passphrase") set_passphrase("");
        form.current?.querySelector<HTMLInputElement>(`input[name="${field}"]`)?.focus();
    }, [attempt]);
    const submit = (event: FormEvent) => {
        event.preventDefault();
        void run(() => send(passphrase));
    };
    return (
        <form ref={form} onSubmit={submit}>
            <Heading slot="title">{title}</Heading>
            <p>{text}</p>
            <WhatWasSaid fault={fault} attempt={attempt} wait={wait} />
            {children}
            <input type="hidden" name="username" autoComplete="username" value={account} readOnly />
            <TextField
                name="passphrase"
                type="password"
                autoComplete="current-password"
                autoFocus={!children}
                value={passphrase}
                onChange={set_passphrase}
                isRequired
            >
                <Label>{w.passphrase()}</Label>
                <Input />
            </TextField>
            <TouchNow touching={touching} />
            <div className="dialog-buttons">
                <Button onPress={on_cancel}>{w.cancel()}</Button>
                <Button type="submit" kind={kind} isDisabled={wait.waits}>
                    {busy ? w.busy() : go}
                </Button>
            </div>
        </form>
    );
}

function WhatWasSaid({ fault, attempt, wait }: Pick<Trial, "fault" | "attempt" | "wait">) {
    if (!fault) return null;
    if (!(fault instanceof KeyFault) && fault.reason === "wait") {
        return <Waiting key={attempt} until={wait.until} on_over={wait.over} />;
    }
    return (
        <p key={attempt} role="alert" className="problem">
            {key_text(fault)}
        </p>
    );
}
