// The security keys of whoever is signed in: which there are, another one, and one less. Nothing of it is
// seen where the desk has none set up.
import { useEffect, useRef, useState } from "react";
import { Dialog } from "react-aria-components/Dialog";
import { Modal, ModalOverlay } from "react-aria-components/Modal";
import { keys_path } from "@/shell/access/key_api.ts";
import type { KeyView } from "@/shell/access/key_api.ts";
import { is_key_possible } from "@/shell/access/security_key.ts";
import { useGet } from "@/shell/net/use_get.ts";
import { Button } from "@/shell/parts/button.tsx";
import { day, day_and_time } from "@/shell/time/times.ts";
import { problem_text } from "@/shell/words/problem_words.ts";
import { words } from "@/shell/words/words.ts";
import { AddKey, RemoveKey } from "./key_forms.tsx";

const w = words({
    title: { en: "Security keys", zh: "安全密钥" },
    text: {
        en: "At the sign-in you can touch a key in place of typing a code. Add two, and keep one in a safe place.",
        zh: "登录时可触碰安全密钥，无需输入验证码。建议添加两个，其中一个妥善保管备用。",
    },
    none: { en: "You have no security key.", zh: "您还没有安全密钥。" },
    unnamed: { en: "Without a name", zh: "未命名" },
    added: { en: "Added {time}", zh: "添加于 {time}" },
    used: { en: "Last used {time}", zh: "最近使用 {time}" },
    never: { en: "Never used", zh: "从未使用" },
    add: { en: "Add a security key", zh: "添加安全密钥" },
    remove: { en: "Remove", zh: "移除" },
    remove_named: { en: "Remove {name}", zh: "移除 {name}" },
    was_added: { en: "The security key “{name}” is added.", zh: "已添加安全密钥“{name}”。" },
    was_removed: { en: "The security key “{name}” is removed.", zh: "已移除安全密钥“{name}”。" },
    impossible: {
        en: "This browser cannot ask security keys here: it must be a recent one, and the page opened by https.",
        zh: "当前浏览器无法使用安全密钥：请使用较新的浏览器，并通过 HTTPS 打开本页面。",
    },
    again: { en: "Try again", zh: "重试" },
});

const not_found = 404;
type Asked = { what: "add" } | { what: "remove"; key: KeyView };

const name_of = ({ name }: KeyView): string => name || w.unnamed();

export function SecurityKeys({ account }: { account: string }) {
    const { value, problem, again } = useGet<{ items?: KeyView[] }>(keys_path);
    const [asked, ask] = useState<Asked | null>(null);
    const [done, say_done] = useState<(() => string) | null>(null);
    const title = useRef<HTMLHeadingElement>(null);
    const items = value?.items ?? [];
    // The button that removed a key goes with it: whoever pressed it is led back to the list.
    const leaving = useRef("");
    useEffect(() => {
        if (!leaving.current || items.some(({ id }) => id === leaving.current)) return;
        leaving.current = "";
        title.current?.focus();
    }, [value]);
    if (problem?.status === not_found || !(value || problem)) return null;

    const begin = (what: Asked) => {
        say_done(null);
        ask(what);
    };
    const finish = (text: () => string, gone = "") => {
        leaving.current = gone;
        ask(null);
        say_done(() => text);
        again();
    };
    return (
        <section className="my-keys" aria-labelledby="my-keys">
            <h3 id="my-keys" ref={title} tabIndex={-1}>
                {w.title()}
            </h3>
            <p className="hint">{w.text()}</p>
            {value && <KeyList items={items} on_remove={(key) => begin({ what: "remove", key })} />}
            {problem && (
                <p role="alert" className="problem">
                    {problem_text(problem)} <Button onPress={again}>{w.again()}</Button>
                </p>
            )}
            <p role="status" className="my-account-done">
                {done && `✓ ${done()}`}
            </p>
            <div className="my-account-buttons">
                {is_key_possible() ? (
                    <Button onPress={() => begin({ what: "add" })}>{w.add()}</Button>
                ) : (
                    <p className="hint">{w.impossible()}</p>
                )}
            </div>
            <ModalOverlay isOpen={asked !== null} onOpenChange={() => ask(null)} className="overlay">
                <Modal className="modal">
                    <Dialog className="dialog">
                        {asked && (
                            <KeyForms account={account} asked={asked} on_cancel={() => ask(null)} on_done={finish} />
                        )}
                    </Dialog>
                </Modal>
            </ModalOverlay>
        </section>
    );
}

interface FormsProps {
    account: string;
    asked: Asked;
    on_cancel(): void;
    on_done(text: () => string, gone?: string): void;
}

function KeyForms({ account, asked, on_cancel, on_done }: FormsProps) {
    if (asked.what === "add") {
        const added = (name: string) => on_done(() => w.was_added({ name }));
        return <AddKey account={account} on_cancel={on_cancel} on_done={added} />;
    }
    const { key } = asked;
    const removed = () => on_done(() => w.was_removed({ name: name_of(key) }), key.id);
    return (
        <RemoveKey
            account={account}
            id={key.id}
            name={name_of(key)}
            on_cancel={on_cancel}
            on_done={removed}
        />
    );
}

function KeyList({ items, on_remove }: { items: KeyView[]; on_remove(key: KeyView): void }) {
    if (items.length === 0) return <p>{w.none()}</p>;
    return (
        <ul aria-labelledby="my-keys">
            {items.map((key) => (
                <li key={key.id}>
                    <b>{name_of(key)}</b>
                    <span>{w.added({ time: day(key.added_at) })}</span>
                    <span>{key.used_at ? w.used({ time: day_and_time(key.used_at) }) : w.never()}</span>
                    <Button
                        aria-label={w.remove_named({ name: name_of(key) })}
                        onPress={() => on_remove(key)}
                    >
                        {w.remove()}
                    </Button>
                </li>
            ))}
        </ul>
    );
}
