// Something that is read once, and again until there is an answer: without the services no call can be
// taken, and a server that was just starting is no reason to do without them.
import { as_problem } from "./problem.ts";

const again_ms = 1_500;

// `still`: whether it is wanted any more. A refusal is an answer, too many questions at once is none.
export function until_answered<T>(
    ask: () => Promise<T>,
    take: (answer: T) => void,
    still: () => boolean,
    wait: (then: () => void, ms: number) => void = (then, ms) => void setTimeout(then, ms),
): void {
    ask().then(take, (error: unknown) => {
        const { status, unknown_outcome } = as_problem(error);
        if (!unknown_outcome && status !== 429) return;
        wait(() => still() && until_answered(ask, take, still, wait), again_ms);
    });
}
