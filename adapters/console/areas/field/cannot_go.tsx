// The one who was sent cannot go: with the reason, and somebody else is sent at once.
import { Dialog, DialogTrigger } from "react-aria-components/Dialog";
import { Heading } from "react-aria-components/Heading";
import { Label } from "react-aria-components/Label";
import { Modal, ModalOverlay } from "react-aria-components/Modal";
import { TextArea } from "react-aria-components/TextArea";
import { TextField } from "react-aria-components/TextField";
import { useState } from "react";
import { Button } from "@/shell/parts/button.tsx";
import { words } from "@/shell/words/words.ts";
import type { Responder } from "muster/schema";
import { useField } from "./field_console.ts";

const w = words({
    open: { en: "I cannot go…", zh: "我去不了…" },
    title: { en: "You cannot go?", zh: "您去不了吗？" },
    text: {
        en: "Somebody else is sent at once, and you get nothing new until you say that you are free.",
        zh: "将立即另派他人；在您恢复空闲之前，不再收到新任务。",
    },
    reason: { en: "Why", zh: "原因" },
    back: { en: "Back", zh: "返回" },
    send: { en: "I cannot go", zh: "我去不了" },
});

export function CannotGo({ responder }: { responder: Responder }) {
    const field = useField();
    const [reason, set_reason] = useState("");
    if (!field.may(responder, "SetDuty")) return null;
    const send = () =>
        field.act("SetDuty", {
            responder: responder.id,
            status: "out_of_service",
            shift_until: responder.shift_until,
            reason: reason.trim(),
        });
    return (
        <DialogTrigger>
            <Button kind="quiet" className="cannot-go">
                {w.open()}
            </Button>
            <ModalOverlay className="overlay">
                <Modal className="modal">
                    <Dialog className="dialog">
                        {({ close }) => (
                            <div className="fields">
                                <Heading slot="title">{w.title()}</Heading>
                                <p>{w.text()}</p>
                                <TextField value={reason} onChange={set_reason}>
                                    <Label>{w.reason()}</Label>
                                    <TextArea />
                                </TextField>
                                <div className="dialog-buttons">
                                    <Button onPress={close}>{w.back()}</Button>
                                    <Button
                                        kind="danger"
                                        isDisabled={reason.trim() === ""}
                                        onPress={() => {
                                            send();
                                            close();
                                        }}
                                    >
                                        {w.send()}
                                    </Button>
                                </div>
                            </div>
                        )}
                    </Dialog>
                </Modal>
            </ModalOverlay>
        </DialogTrigger>
    );
}
