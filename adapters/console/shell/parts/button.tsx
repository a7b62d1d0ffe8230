// A button. Its key stands on it, where it has one, and is announced.
import { Button as AriaButton } from "react-aria-components/Button";
import type { ButtonProps } from "react-aria-components/Button";
import type { ComponentProps, ReactNode } from "react";

export type ButtonKind = "primary" | "plain" | "danger" | "quiet";

interface Props extends Omit<ButtonProps, "children" | "className" | "render"> {
    kind?: ButtonKind;
    hot_key?: string; // as it is written on the button: "t", "Space", "Esc"
    children: ReactNode;
    className?: string;
}

export function Button({ kind = "plain", hot_key, children, className = "", ...props }: Props) {
    return (
        <AriaButton
            {...props}
            className={`button ${kind} ${className}`}
            render={hot_key ? announcing(hot_key) : undefined}
        >
            {children}
            {hot_key && <Key>{hot_key}</Key>}
        </AriaButton>
    );
}

// Seen, not read aloud: aria-keyshortcuts says it.
export const Key = ({ children }: { children: string }) => <kbd aria-hidden="true">{children}</kbd>;

// The names of keys as assistive technology knows them.
const announced = (key: string): string => key.replace("Esc", "Escape").replace("Ctrl", "Control");

// react-aria hands no key on to the element, so it is given there.
export const announcing = (key: string) => (props: ComponentProps<"button">) => (
    <button {...props} aria-keyshortcuts={announced(key)} />
);
