// The class: the service's, unless another is chosen.
import { Label } from "react-aria-components/Label";
import { Radio, RadioGroup } from "react-aria-components/RadioGroup";
import { ClassMark } from "@/shell/parts/marks.tsx";
import { field_word } from "@/shell/words/named.ts";
import { words } from "@/shell/words/words.ts";
import type { Urgency } from "muster/schema";
import { urgencies } from "../derive.ts";
import type { FieldProps } from "./fields.tsx";
import type { OfferedService } from "./service_finder.ts";

const w = words({ usual: { en: "as usual", zh: "按服务" } });

const usual = "usual"; // a radio needs a value

export function UrgencyField({ values, change, service }: FieldProps & { service: OfferedService | undefined }) {
    return (
        <RadioGroup
            className="radios"
            value={values.urgency || usual}
            onChange={(value) => change({ urgency: value === usual ? "" : (value as Urgency) })}
        >
            <Label className="react-aria-Label">{field_word("urgency")}</Label>
            <Radio className="radio" value={usual}>
                {w.usual()} {service && <ClassMark urgency={service.urgency} />}
            </Radio>
            {urgencies.map((urgency) => (
                <Radio key={urgency} className={`radio ${urgency}`} value={urgency}>
                    <ClassMark urgency={urgency} />
                </Radio>
            ))}
        </RadioGroup>
    );
}
