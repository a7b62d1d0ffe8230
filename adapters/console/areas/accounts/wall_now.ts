// The time of the day of whoever looks: accounts live by it, and not by a city's that may run faster.
import { useEffect, useState } from "react";

const step_ms = 15_000;

export function useWallNow(): number {
    const [, set_now] = useState(0);
    useEffect(() => {
        const timer = window.setInterval(() => set_now(Date.now()), step_ms);
        return () => window.clearInterval(timer);
    }, []);
    return Date.now();
}
