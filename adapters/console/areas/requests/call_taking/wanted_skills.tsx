// What is wanted of whoever comes beyond what the plan asks for: a language, a woman, a driver.
import { ToggleButton } from "react-aria-components/ToggleButton";
import { ToggleButtonGroup } from "react-aria-components/ToggleButtonGroup";
import { words } from "@/shell/words/words.ts";
import { useDesk } from "../desk_console.ts";
import type { FieldProps } from "./fields.tsx";

const w = words({
    title: { en: "Also wanted of who comes", zh: "对上门人员的额外要求" },
    chosen: { en: "Also wanted of who comes: {names}", zh: "对上门人员的额外要求：{names}" },
});

export function WantedSkills({ values, change }: FieldProps) {
    const desk = useDesk();
    const { skills } = desk.rules;
    const name = (code: string) => desk.names.name("skills", code);
    const names = values.skills.map(name).join(", ");
    if (skills.length === 0) return null;
    return (
        <details className="wanted">
            <summary>{names ? w.chosen({ names }) : w.title()}</summary>
            <ToggleButtonGroup
                className="radios"
                aria-label={w.title()}
                selectionMode="multiple"
                selectedKeys={values.skills}
                onSelectionChange={(keys) => change({ skills: [...keys].map(String) })}
            >
                {skills.map((code) => (
                    <ToggleButton key={code} id={code} className="radio">
                        {name(code)}
                    </ToggleButton>
                ))}
            </ToggleButtonGroup>
        </details>
    );
}
