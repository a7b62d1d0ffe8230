// The service, by its name in either language, its initials or its code.
import { useState } from "react";
import { Combo } from "@/shell/parts/combo.tsx";
import { ClassMark } from "@/shell/parts/marks.tsx";
import { field_word } from "@/shell/words/named.ts";
import type { FieldProps } from "./fields.tsx";
import { service_name } from "./narrative.tsx";
import { find_services } from "./service_finder.ts";
import type { OfferedService } from "./service_finder.ts";

interface Props extends FieldProps {
    services: readonly OfferedService[];
    fault: string;
}

export function ServiceField({ values, change, services, fault }: Props) {
    const [typed, type] = useState<string | null>(null); // null: what is chosen is shown
    const chosen = services.find(({ code }) => code === values.service);
    const options = find_services(typed ?? "", services).map((one) => ({
        key: one.code,
        label: service_name(one),
        mark: <ClassMark urgency={one.urgency} />,
    }));
    return (
        <Combo
            label={field_word("service")}
            text={typed ?? (chosen ? service_name(chosen) : values.service)}
            options={options}
            first_at_hand
            fault={fault}
            on_text={(text) => {
                type(text);
                if (values.service) change({ service: "" });
            }}
            on_pick={({ key }) => {
                type(null);
                change({ service: key });
            }}
        />
    );
}
