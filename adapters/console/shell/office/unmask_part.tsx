// See unmasked: the button, the dialog that asks why, and the band above what is shown then.
import { Dialog } from "react-aria-components/Dialog";
import { FieldError } from "react-aria-components/FieldError";
import { Heading } from "react-aria-components/Heading";
import { Input } from "react-aria-components/Input";
import { Label } from "react-aria-components/Label";
import { Modal, ModalOverlay } from "react-aria-components/Modal";
import { Text } from "react-aria-components/Text";
import { TextField } from "react-aria-components/TextField";
import { useEffect, useRef, useState } from "react";
import type { FormEvent } from "react";
import { model } from "../model/muster_model.ts";
import type { Entity } from "../model/values.ts";
import { Button } from "../parts/button.tsx";
import { useChanges } from "../store/hooks.ts";
import { command_word } from "../words/named.ts";
import { problem_text } from "../words/problem_words.ts";
import { words } from "../words/words.ts";
import { useOffice } from "./office_console.ts";
import { OneLook, may_unmask, unmask_command } from "./unmasking.ts";

const w = words({
    open: { en: "{see}…", zh: "{see}…" },
    reason: { en: "Reason", zh: "事由" },
    hint: {
        en: "Your name and the reason are kept, and the auditor sees both. It is for this one look.",
        zh: "您的姓名和事由将留存记录，审计员可以查阅。仅限本次查看。",
    },
    needed: { en: "Say why you have to see it.", zh: "请填写查看事由。" },
    back: { en: "Cancel", zh: "取消" },
    busy: { en: "Asking…", zh: "正在请求…" },
    band: { en: "Unmasked for: {reason}", zh: "已显示明文，事由：{reason}" },
    until: { en: "Masked again when you leave.", zh: "离开后恢复脱敏。" },
    past: {
        en: "It has changed since. Below it is as you looked at it.",
        zh: "此后内容已有变更，下方为您查看时的内容。",
    },
    end: { en: "Mask again", zh: "恢复脱敏" },
});

// The look at one entity. It is over when this page shows another, is left, or somebody else sits here.
export function useOneLook(path: string, id: number): OneLook {
    const { api, identity } = useOffice();
    const [look] = useState(() => new OneLook(api, path, id));
    useChanges(look);
    useEffect(() => {
        const over = () => look.forget();
        // A page that was left may come back as it was.
        window.addEventListener("pagehide", over);
        return () => {
            window.removeEventListener("pagehide", over);
            over();
        };
    }, [look, identity.name, identity.state]);
    return look;
}

interface Props {
    path: string;
    entity: Entity; // as it is shown else
    look: OneLook;
}

export function UnmaskPart({ path, entity, look }: Props) {
    const { identity } = useOffice();
    const [asking, ask] = useState(false);
    const returned = useRef(false);
    if (look.seen) {
        returned.current = true;
        return <Band look={look} reason={look.seen.reason} past={look.is_past(entity)} />;
    }
    if (!may_unmask(model, path, entity, identity.may_send)) return null;
    return (
        <div className="unmask">
            <Button
                kind="quiet"
                autoFocus={returned.current}
                onPress={() => {
                    look.forget();
                    ask(true);
                }}
            >
                {w.open({ see: command_word(unmask_command) })}
            </Button>
            {asking && <AskWhy look={look} entity={entity} on_close={() => ask(false)} />}
        </div>
    );
}

interface AskProps {
    look: OneLook;
    entity: Entity;
    on_close(): void;
}

function AskWhy({ look, entity, on_close }: AskProps) {
    const [reason, set_reason] = useState("");
    const [tried, set_tried] = useState(false);
    const missing = tried && reason.trim() === "";
    const close = () => {
        look.forget();
        on_close();
    };
    const send = (event: FormEvent) => {
        event.preventDefault();
        set_tried(true);
        if (reason.trim()) void look.ask(reason.trim(), entity).then(() => look.seen && on_close());
    };
    return (
        <ModalOverlay isOpen onOpenChange={(open) => !open && close()} className="overlay">
            <Modal className="modal">
                <Dialog className="dialog">
                    <form onSubmit={send} noValidate>
                        <Heading slot="title">{command_word(unmask_command)}</Heading>
                        <TextField
                            value={reason}
                            onChange={set_reason}
                            autoFocus
                            autoComplete="off"
                            isRequired
                            isInvalid={missing}
                            validationBehavior="aria"
                        >
                            <Label>{w.reason()}</Label>
                            <Input />
                            <Text slot="description" className="hint">
                                {w.hint()}
                            </Text>
                            <FieldError>{w.needed()}</FieldError>
                        </TextField>
                        {look.problem && (
                            <p className="problem" role="alert">
                                {problem_text(look.problem)}
                            </p>
                        )}
                        <div className="dialog-buttons">
                            <Button onPress={close}>{w.back()}</Button>
                            <Button type="submit" kind="primary" isPending={look.busy}>
                                {look.busy ? w.busy() : command_word(unmask_command)}
                            </Button>
                        </div>
                    </form>
                </Dialog>
            </Modal>
        </ModalOverlay>
    );
}

function Band({ look, reason, past }: { look: OneLook; reason: string; past: boolean }) {
    const band = useRef<HTMLDivElement>(null);
    // The button that was pressed is no more, and whoever does not see the page is told.
    useEffect(() => band.current?.focus(), []);
    return (
        <div className="unmasked-band" ref={band} tabIndex={-1} role="group" aria-labelledby="unmasked-for">
            <p id="unmasked-for">
                <b>{w.band({ reason })}</b> {w.until()}
            </p>
            <p role="status">{past && w.past()}</p>
            <Button onPress={() => look.forget()}>{w.end()}</Button>
        </div>
    );
}
