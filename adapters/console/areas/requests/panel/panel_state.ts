// What is open in the request panel: a form, the slot that somebody is looked for, whom the engine
// would send. It lives outside React, so that keys of the page act on what the panel shows.
import { Changing } from "@/shell/store/changing.ts";
import type { Console } from "@/shell/console.ts";
import { as_problem } from "@/shell/net/problem.ts";
import type { Problem } from "@/shell/net/problem.ts";
import type { Request } from "muster/schema";
import type { Action, Values } from "../action_parts.ts";
import { candidates_of } from "./candidates_of.ts";
import type { Advice, SlotAdvice } from "./candidates_of.ts";
import { Seen } from "./seen.ts";

export interface OpenForm {
    action: Action;
    seen: Request; // as it was when the form was opened
    preset: Values;
    number: number; // of the form: opened again it is another one
}

export class PanelState extends Changing {
    request = 0;
    form: OpenForm | null = null;
    slot: number | null = null; // chosen by hand; null = the first that waits
    advice: Advice | null = null;
    problem: Problem | null = null; // why there is no advice
    readonly seen = new Seen();
    sought = 0; // counts how often somebody was looked for by a key
    #forms = 0;
    #question: AbortController | null = null;

    // Another request is looked at; 0 = none.
    show(request: number): void {
        if (request === this.request) return;
        this.#question?.abort();
        this.request = request;
        this.form = null;
        this.slot = null;
        this.advice = null;
        this.problem = null;
        this.seen.forget();
        this.changed();
    }

    open_form(action: Action, seen: Request, preset: Values = {}): void {
        this.form = { action, seen, preset, number: ++this.#forms };
        this.changed();
    }

    // `number`: only that one; another may have been opened while its answer was awaited.
    close_form(number = this.form?.number): void {
        if (this.form?.number !== number) return;
        this.form = null;
        this.changed();
    }

    // The role is chosen before the person.
    choose_slot(slot: number | null): void {
        this.slot = slot;
        this.changed();
    }

    // Brings the candidates of the slot under the fingers.
    seek(slot: number): void {
        this.slot = slot;
        this.form = null;
        this.sought++;
        this.changed();
    }

    advice_for(slot: number): SlotAdvice | null {
        return this.advice?.slots.find((one) => one.slot === slot) ?? null;
    }

    // It is not kept up to date any more, so it is not acted on either.
    forget_advice(): void {
        this.#question?.abort();
        if (!this.advice && !this.problem) return;
        this.advice = null;
        this.problem = null;
        this.changed();
    }

    async ask_engine(console: Console): Promise<void> {
        const { request, slot } = this;
        this.#question?.abort();
        const question = new AbortController();
        this.#question = question;
        try {
            const all = await candidates_of(console, request, null, question.signal);
            const known = slot === null || all.slots.some((one) => one.slot === slot);
            const more = known
                ? []
                : (await candidates_of(console, request, slot, question.signal)).slots;
            if (question.signal.aborted) return;
            this.advice = { slots: [...all.slots, ...more.filter((one) => one.slot === slot)] };
            this.problem = null;
        } catch (error) {
            if (question.signal.aborted) return;
            this.advice = null;
            this.problem = as_problem(error);
        }
        this.changed();
    }
}
