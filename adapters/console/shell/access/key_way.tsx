// The second way at the step of the code: a security key. What became of the attempt before stands below
// the button, and the code is still there to be typed.
import { Button } from "../parts/button.tsx";
import { words } from "../words/words.ts";
import { failure_text, key_refused_text, touch_text } from "./key_words.ts";
import { is_of_key } from "./steps.ts";
import type { Progress } from "./steps.ts";

const w = words({
    or: { en: "or", zh: "或" },
    use: { en: "Use a security key", zh: "用安全密钥" },
    again: { en: "Try again, or use the code.", zh: "请重试，或使用动态验证码。" },
});

interface Props {
    progress: Progress;
    touching: boolean;
    disabled: boolean;
    on_use(): void;
}

export function KeyWay({ progress, touching, disabled, on_use }: Props) {
    const { said, failure, attempt } = progress;
    const why = said === "wrong_key" ? key_refused_text() : failure ? failure_text(failure) : "";
    return (
        <div className="sign-in-key">
            <p className="sign-in-or">{w.or()}</p>
            <Button name="key" isDisabled={disabled} onPress={on_use}>
                {w.use()}
            </Button>
            <TouchNow touching={touching} />
            {!touching && is_of_key(said) && why && (
                <p key={attempt} role="alert" className="problem">
                    {why} {w.again()}
                </p>
            )}
        </div>
    );
}

// There before it says anything, so that it is heard when it does.
export const TouchNow = ({ touching }: { touching: boolean }) => (
    <p role="status" className="touch-now">
        {touching && touch_text()}
    </p>
);
