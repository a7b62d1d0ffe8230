#include "engine/codec/type_model.hpp"

#include <tuple>
#include <utility>

#include "muster/collections.hpp"
#include "muster/enums.hpp"

namespace muster::codec {

namespace detail {

TypeRef plain(TypeRef::Kind kind, std::string_view name) {
    TypeRef ref;
    ref.kind = kind;
    ref.name = name;
    return ref;
}

TypeRef named(std::string_view name) {
    TypeRef ref;
    ref.name = name;
    return ref;
}

TypeRef integer(std::int64_t minimum, std::uint64_t maximum, std::string_view unit) {
    TypeRef ref = plain(TypeRef::Kind::integer, unit);
    ref.minimum = minimum;
    ref.maximum = maximum;
    return ref;
}

TypeRef personal(TypeRef of) {
    of.personal = true;
    return of;
}

TypeRef list(TypeRef item, std::size_t exact_size) {
    TypeRef ref = plain(TypeRef::Kind::list);
    ref.item.push_back(std::move(item));
    ref.exact_size = exact_size;
    return ref;
}

TypeRef add_enum(Model& model, std::string_view name, std::span<const std::string_view> names) {
    TypeModel& type = model[std::string(name)];
    type.kind = TypeModel::Kind::enumeration;
    type.names.assign(names.begin(), names.end());
    return named(name);
}

TypeRef add_struct(Model& model, std::string_view name, std::span<const FieldRow> fields,
                   std::string (*defaults)()) {
    const auto [place, is_new] = model.try_emplace(std::string(name));
    if (is_new) {
        place->second.defaults = defaults();
        for (const FieldRow& field : fields)
            place->second.fields.push_back(
                {std::string(field.name), field.type(model), field.always});
    }
    return named(name);
}

}  // namespace detail

Model vocabulary_model() {
    Model model;
    add_commands(model);
    add_events(model);
    add_rules(model);
    model_of<RejectReason>(model);
    add_entities(model);
    const auto add = [&]<class T>(const MadeList<T>&) { model_of<T>(model); };
    std::apply([&](const auto&... list) { (add(list), ...); }, made_lists);
    return model;
}

}  // namespace muster::codec
