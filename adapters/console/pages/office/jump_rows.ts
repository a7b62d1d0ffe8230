// What can be gone to, and which of it a few typed letters mean.

export interface JumpRow {
    id: string;
    address: string;
    name: string;
    more: string; // of which area, or that it makes something new
}

interface Sources {
    starts: readonly { path: string; name: string }[];
    areas: readonly {
        name: string;
        lists: readonly {
            path: string;
            name: string;
            commands: readonly { command: string; name: string }[];
        }[];
    }[];
}

export function jump_rows({ starts, areas }: Sources): JumpRow[] {
    const row = (address: string, name: string, more: string) => ({
        id: address,
        address,
        name,
        more,
    });
    return [
        ...starts.map(({ path, name }) => row(`/office/${path}`, name, "")),
        ...areas.flatMap((area) =>
            area.lists.map(({ path, name }) => row(`/office/${path}`, name, area.name)),
        ),
        ...areas.flatMap((area) =>
            area.lists.flatMap(({ path, name, commands }) =>
                commands.map((one) => row(`/office/${path}?do=${one.command}`, one.name, name)),
            ),
        ),
    ];
}

// Each word that was typed stands somewhere in the name, the area or the address: "new mem" finds
// what registers a member, and so does "RegisterMember".
export function matches({ name, more, address }: JumpRow, text: string): boolean {
    const all = `${name} ${more} ${address}`.toLowerCase().replaceAll("_", " ");
    return text
        .toLowerCase()
        .split(/\s+/)
        .every((word) => all.includes(word));
}
