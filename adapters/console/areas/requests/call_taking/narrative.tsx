// What the caller says, in free words. Until a service is chosen the words propose some, and Enter
// takes the first: "fall" and Enter are enough.
import type { KeyboardEvent, Ref } from "react";
import { useId } from "react";
import { ClassMark } from "@/shell/parts/marks.tsx";
import { Button } from "@/shell/parts/button.tsx";
import { chosen, words } from "@/shell/words/words.ts";
import type { FieldProps } from "./fields.tsx";
import { find_services, propose } from "./service_finder.ts";
import type { OfferedService } from "./service_finder.ts";

const w = words({
    label: { en: "What happened", zh: "来电内容" },
    proposed: { en: "Proposed services", zh: "建议的服务" },
    hint: { en: "Say what, or type a service: “fall”, “dd” or a code.", zh: "记录内容，或键入服务名、拼音首字母、代码。" },
});

interface Props extends FieldProps {
    services: readonly OfferedService[];
    input_ref: Ref<HTMLTextAreaElement>;
}

const most = 3;

export const service_name = ({ code, name_en, name_zh }: OfferedService): string =>
    (chosen.language === "en" ? name_en : name_zh) || name_zh || name_en || code;

export function Narrative({ values, change, services, input_ref }: Props) {
    const id = useId();
    const { narrative, service } = values;
    const typed = narrative.trim();
    // A single word may be the service itself; more of them are what happened.
    const named = service || /\s/.test(typed) || !typed ? [] : find_services(typed, services).slice(0, most);
    const proposals = service ? [] : named.length > 0 ? named : propose(narrative, services, most);
    const take = (one: OfferedService) =>
        change({ service: one.code, ...(named.includes(one) && { narrative: "" }) });
    const key_down = (event: KeyboardEvent) => {
        const { key, shiftKey, ctrlKey, metaKey, altKey, nativeEvent } = event;
        if (key !== "Enter" || shiftKey || ctrlKey || metaKey || altKey || nativeEvent.isComposing) return;
        const [first] = proposals;
        if (!first) return;
        event.preventDefault();
        take(first);
    };
    return (
        <div className="field">
            <label className="react-aria-Label" htmlFor={id}>
                {w.label()}
            </label>
            <textarea
                id={id}
                ref={input_ref}
                className="react-aria-TextArea"
                rows={3}
                value={narrative}
                aria-describedby={`${id}-more`}
                onChange={(event) => change({ narrative: event.target.value })}
                onKeyDown={key_down}
            />
            <div id={`${id}-more`} className="proposals" aria-live="polite">
                {proposals.length === 0 && !service && <p className="hint">{w.hint()}</p>}
                {proposals.map((one, at) => (
                    <Button
                        key={one.code}
                        className={at === 0 ? "first" : ""}
                        hot_key={at === 0 ? "Enter" : undefined}
                        onPress={() => take(one)}
                    >
                        <ClassMark urgency={one.urgency} /> {service_name(one)}
                    </Button>
                ))}
            </div>
        </div>
    );
}
