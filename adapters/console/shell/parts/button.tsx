// A button. Its key stands on it, where it has one, and is announced.
import { Button as AriaButton } from "react-aria-components/Button";
import type { ButtonProps } from "react-aria-components/Button";
import type { ReactNode } from "react";

export type ButtonKind = "primary" | "plain" | "danger" | "quiet";

interface Props extends Omit<ButtonProps, "children" | "className"> {
    kind?: ButtonKind;
    hot_key?: string; // as it is written on the button: "t", "Space", "F1"
    children: ReactNode;
    className?: string;
}

export function Button({ kind = "plain", hot_key, children, className = "", ...props }: Props) {
    return (
        <AriaButton {...props} className={`button ${kind} ${className}`} aria-keyshortcuts={hot_key}>
            {children}
            {hot_key && <Key>{hot_key}</Key>}
        </AriaButton>
    );
}

// Seen, not read aloud: aria-keyshortcuts says it.
export const Key = ({ children }: { children: string }) => <kbd aria-hidden="true">{children}</kbd>;
