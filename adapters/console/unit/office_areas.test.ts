// What the areas say of their collections is true of the vocabulary of the program: a column, filter,
// command or value that it has no more would be missing from the page without a word.
import assert from "node:assert/strict";
import { test } from "node:test";
import { areas } from "../pages/office/areas.ts";
import { starts } from "../pages/office/starts.ts";
import { model } from "../shell/model/muster_model.ts";
import { columns_of } from "../shell/tables/columns.ts";
import { filters_of } from "../shell/tables/filters.ts";

const specs = areas.flatMap(({ collections }) => collections);
// Without the program there is no vocabulary to compare with.
const skip = model.collections.length === 0;

for (const spec of specs) {
    test(`the model has what the office shows of ${spec.path}`, { skip }, () => {
        const collection = model.collection(spec.path);
        assert.ok(collection, "there is no such collection");
        for (const id of [...spec.columns, ...(spec.card ?? [])]) {
            assert.equal(columns_of(model, collection, [id], "en").length, 1, `no field ${id}`);
        }
        // Rows are sorted by a column that is shown.
        if (spec.sort)
            assert.ok(
                spec.columns.includes(spec.sort.replace(/^-/, "")),
                `${spec.sort} is no column`,
            );
        const filters = new Map(filters_of(model, collection).map((one) => [one.name, one]));
        const queries = [spec.query ?? {}, ...(spec.views ?? []).map(({ query }) => query)];
        for (const name of [...(spec.filters ?? []), ...queries.flatMap(Object.keys)]) {
            assert.ok(filters.has(name), `no filter ${name}`);
        }
        for (const query of queries) {
            for (const [name, value] of Object.entries(query)) {
                const { kind, of } = filters.get(name)!;
                if (kind === "enum")
                    assert.ok(model.enum_values(of).includes(value), `${of} has no ${value}`);
            }
        }
        for (const name of [
            ...(spec.first ?? []),
            ...(spec.more ?? []).map(({ command }) => command),
        ]) {
            assert.ok(model.command(name), `no command ${name}`);
        }
        for (const { command, fill } of spec.more ?? []) {
            for (const [to, from] of Object.entries(fill)) {
                assert.ok(
                    model.field(model.command(command)?.fields, to),
                    `${command} has no ${to}`,
                );
                assert.ok(model.field_at(collection.type, from), `${spec.path} has no ${from}`);
            }
        }
    });
}

test("every kind of entity stands in an area, once", { skip }, () => {
    const paths = specs.map(({ path }) => path);
    assert.equal(new Set(paths).size, paths.length);
    const missing = model.collections.filter(({ of, path }) => !of && !paths.includes(path));
    assert.deepEqual(
        missing.map(({ path }) => path),
        [],
    );
});

test("a start view is for those who may do its work", { skip }, () => {
    for (const { name, needs } of starts) {
        for (const one of needs) assert.ok(model.command(one), `${name} needs ${one}`);
    }
});
