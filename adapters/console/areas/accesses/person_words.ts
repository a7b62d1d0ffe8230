// Who looked at one member, in words.
import { words } from "@/shell/words/words.ts";
import type { Looks } from "./person.ts";
import { time_of } from "./proof_words.ts";

const w = words({
    member: { en: "Member {id}", zh: "{id} 号服务对象" },
    named: { en: "{name} (member {id})", zh: "{name}（{id} 号服务对象）" },
    seen: {
        en: "{whom} was looked at {times, plural, one {once} other {# times}}, by {people, plural, one {one person or machine} other {# people or machines}}; last by {who}, {time}.",
        zh: "{whom}的资料共被查看 {times, number} 次，涉及 {people, number} 个人员或系统；最近一次：{time}，{who}。",
    },
    unseen: { en: "{whom} was not looked at: nothing is noted.", zh: "没有查看{whom}资料的记录。" },
    unseen_then: {
        en: "{whom} was not looked at in this time: nothing is noted.",
        zh: "该时段内没有查看{whom}资料的记录。",
    },
});

export const whom_word = (id: number, name: string): string => (name ? w.named({ id, name }) : w.member({ id }));

// narrowed: not all of the record was asked.
export function looks_sentence(looks: Looks, whom: string, narrowed: boolean, now: number): string {
    const { times, by_whom, last } = looks;
    if (!last) return narrowed ? w.unseen_then({ whom }) : w.unseen({ whom });
    return w.seen({ whom, times, people: by_whom.length, who: last.who, time: time_of(last.at, now) });
}
