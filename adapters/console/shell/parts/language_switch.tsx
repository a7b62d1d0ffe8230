// One press to the other language; each is written in itself.
import { chosen } from "../words/words.ts";
import { Button } from "./button.tsx";

export function LanguageSwitch() {
    const other = chosen.language === "en" ? "zh" : "en";
    const name = other === "en" ? "English" : "中文";
    return (
        <Button kind="quiet" className="language" onPress={() => (chosen.language = other)}>
            <span lang={other === "en" ? "en-GB" : "zh-CN"}>{name}</span>
        </Button>
    );
}
