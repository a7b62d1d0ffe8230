// Another request by its number, which opens it.
import { Button } from "@/shell/parts/button.tsx";
import { words } from "@/shell/words/words.ts";
import { useDesk } from "../desk_console.ts";

const w = words({ open: { en: "Open #{id}", zh: "打开 #{id}" } });

export function RequestLink({ id }: { id: number }) {
    const desk = useDesk();
    return (
        <Button
            kind="quiet"
            className="request-link"
            aria-label={w.open({ id })}
            onPress={() => desk.open_request(id)}
        >
            #{id}
        </Button>
    );
}
