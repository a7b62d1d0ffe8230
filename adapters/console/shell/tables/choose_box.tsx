// The box by which a row of a table is chosen.
import { Checkbox } from "react-aria-components/Checkbox";

export function ChooseBox() {
    return (
        <Checkbox slot="selection" className="choose-box">
            {({ isSelected, isIndeterminate }) => (
                <span aria-hidden="true">{isIndeterminate ? "–" : isSelected ? "✓" : ""}</span>
            )}
        </Checkbox>
    );
}
