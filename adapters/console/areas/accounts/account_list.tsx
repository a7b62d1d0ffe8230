// The people who sign in.
import { RowTable } from "@/shell/tables/row_table.tsx";
import type { RowColumn } from "@/shell/tables/row_table.tsx";
import { day_and_time } from "@/shell/time/times.ts";
import { words } from "@/shell/words/words.ts";
import { account_state, accounts_path, whole_account } from "./accounts.ts";
import type { AccountView } from "./accounts.ts";
import { AccountSide } from "./account_side.tsx";
import { StateMark, roles_text, state_word, useDistricts } from "./facts.tsx";
import { ListPane } from "./list_pane.tsx";
import { useAccessList } from "./use_list.ts";
import { useWallNow } from "./wall_now.ts";
import "./accounts.css";

const w = words({
    title: { en: "Accounts of people", zh: "人员账号" },
    add: { en: "New account", zh: "新建账号" },
    person: { en: "Person", zh: "姓名" },
    account: { en: "Account", zh: "账号" },
    state: { en: "State", zh: "状态" },
    roles: { en: "Roles", zh: "角色" },
    districts: { en: "Districts", zh: "区县" },
    factor: { en: "App for codes", zh: "动态验证码" },
    yes: { en: "✓ yes", zh: "✓ 已绑定" },
    no: { en: "no", zh: "未绑定" },
    used: { en: "Last use", zh: "最近使用" },
    sessions: { en: "Signed in", zh: "在线会话" },
    none: { en: "No account here.", zh: "没有账号。" },
});

const text_of = ({ name, shown_name, roles }: AccountView): string =>
    `${name} ${shown_name} ${roles_text(roles)}`;

// Of the columns those that have room beside what is open.
const beside = ["person", "account", "state", "roles"];

export function AccountList() {
    const list = useAccessList<AccountView>(accounts_path, whole_account, text_of);
    const now = useWallNow();
    const districts = useDistricts();
    const columns: RowColumn<AccountView>[] = [
        { id: "person", head: w.person(), rank: ({ shown_name }) => shown_name },
        { id: "account", head: w.account(), rank: ({ name }) => name },
        {
            id: "state",
            head: w.state(),
            rank: (row) => state_word(account_state(row, now)),
            cell: (row) => <StateMark state={account_state(row, now)} />,
            look: "short",
        },
        { id: "roles", head: w.roles(), rank: ({ roles }) => roles_text(roles), look: "wide" },
        { id: "districts", head: w.districts(), rank: (row) => districts(row.districts) },
        {
            id: "factor",
            head: w.factor(),
            rank: ({ second_factor }) => (second_factor ? w.yes() : w.no()),
            look: "short",
        },
        { id: "sessions", head: w.sessions(), rank: ({ sessions }) => sessions, look: "figure" },
        {
            id: "used",
            head: w.used(),
            rank: ({ used_at }) => used_at,
            cell: ({ used_at }) => day_and_time(used_at),
            look: "short",
        },
    ];
    const { open, adding } = list;
    const side = (open || adding) && (
        <AccountSide
            key={open}
            account={list.rows.find(({ name }) => name === open) ?? null}
            name={open}
            told={list.told}
            changer={list.changer}
            now={now}
            on_told={list.tell}
            on_open={list.show}
            on_close={list.close}
        />
    );
    return (
        <ListPane list={list} title={w.title()} add={w.add()} side={side}>
            <RowTable
                label={w.title()}
                columns={side ? columns.filter(({ id }) => beside.includes(id)) : columns}
                rows={list.found}
                key_of={({ name }) => name}
                current={open}
                empty={w.none()}
                on_open={list.show}
            />
        </ListPane>
    );
}
