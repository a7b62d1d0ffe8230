// The machines that come in with a token: gateways, devices, other programs.
import { RowTable } from "@/shell/tables/row_table.tsx";
import type { RowColumn } from "@/shell/tables/row_table.tsx";
import { day_and_time } from "@/shell/time/times.ts";
import { words } from "@/shell/words/words.ts";
import { days_left, token_state, tokens_path, whole_token } from "./accounts.ts";
import type { TokenView } from "./accounts.ts";
import { StateMark, roles_text, state_word, useDistricts } from "./facts.tsx";
import { ListPane } from "./list_pane.tsx";
import { TokenSide, ends_text } from "./token_side.tsx";
import { useAccessList } from "./use_list.ts";
import { useWallNow } from "./wall_now.ts";
import "./accounts.css";

const w = words({
    title: { en: "Tokens of machines", zh: "设备令牌" },
    add: { en: "New token", zh: "新建令牌" },
    name: { en: "Name", zh: "名称" },
    state: { en: "State", zh: "状态" },
    left: { en: "Time left", zh: "剩余时间" },
    roles: { en: "Roles", zh: "角色" },
    districts: { en: "Districts", zh: "区县" },
    devices: { en: "Devices", zh: "设备" },
    created: { en: "Made", zh: "创建时间" },
    all: { en: "all", zh: "全部" },
    none: { en: "No token here.", zh: "没有令牌。" },
});

const text_of = ({ name, roles, devices }: TokenView): string =>
    `${name} ${roles_text(roles)} ${devices.join(" ")}`;

const devices_text = ({ devices, roles }: TokenView): string => {
    if (!roles.includes("adapter")) return "–";
    return devices.length > 0 ? String(devices.length) : w.all();
};

// Of the columns those that have room beside what is open.
const beside = ["name", "state", "left", "roles"];

export function TokenList() {
    const list = useAccessList<TokenView>(tokens_path, whole_token, text_of);
    const now = useWallNow();
    const districts = useDistricts();
    // Those that are over have none.
    const left = (row: TokenView): number => (row.revoked_at ? -1 : days_left(row, now));
    const columns: RowColumn<TokenView>[] = [
        { id: "name", head: w.name(), rank: ({ name }) => name },
        {
            id: "state",
            head: w.state(),
            rank: (row) => state_word(token_state(row, now)),
            cell: (row) => <StateMark state={token_state(row, now)} />,
            look: "short",
        },
        { id: "left", head: w.left(), rank: left, cell: (row) => ends_text(row, now), look: "figure" },
        { id: "roles", head: w.roles(), rank: ({ roles }) => roles_text(roles), look: "wide" },
        { id: "districts", head: w.districts(), rank: (row) => districts(row.districts) },
        { id: "devices", head: w.devices(), rank: devices_text, look: "figure" },
        {
            id: "created",
            head: w.created(),
            rank: ({ created_at }) => created_at,
            cell: ({ created_at }) => day_and_time(created_at),
            look: "short",
        },
    ];
    const { open, adding } = list;
    const side = (open || adding) && (
        <TokenSide
            key={open}
            token={list.rows.find(({ name }) => name === open) ?? null}
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
