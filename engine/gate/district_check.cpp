#include "engine/gate/district_check.hpp"

#include <string>
#include <type_traits>

#include "engine/codec/describe.hpp"
#include "muster/commands.hpp"
#include "muster/entities.hpp"

namespace muster::gate {
namespace {

template <class IdT, class... T>
constexpr bool names_one_of(TypeList<T...> /*kinds*/) {
    return (std::is_same_v<decltype(T::id), IdT> || ...);
}
template <class T>
constexpr bool is_entity_id = names_one_of<T>(Entities());

class Check {
  public:
    Check(const Principal& principal, const QueryPort& queries)
        : principal_(principal), queries_(queries) {}

    template <class T>
    void look_at(const std::string& at, const T& field) {
        if (fault_) return;
        if constexpr (is_entity_id<T>) {
            look_at_id(at, field);
        } else if constexpr (codec::AVector<T>) {
            for (std::size_t i = 0; i < field.size(); ++i)
                look_at(at + "/" + std::to_string(i), field[i]);
        } else if constexpr (requires { field.has_value(); }) {
            if (field) look_at(at, *field);
        } else if constexpr (std::is_same_v<T, Code>) {
            if (at.ends_with("/district")) look_at_district(at, field);
        } else if constexpr (codec::AStruct<T>) {
            codec::each_field(field, [&](std::string_view name, const auto& inside) {
                look_at(at + "/" + std::string(name), inside);
            });
        }
    }

    [[nodiscard]] std::optional<Fault> take() { return std::move(fault_); }

  private:
    template <class IdT>
    void look_at_id(const std::string& at, IdT id) {
        constexpr EntityRow row = entity_row<EntityOf<IdT>>;
        if (!id || queries_.read(row.path, id.value, principal_)) return;
        // As of what is not there at all: whether it is somewhere else is not told.
        fault_ = Fault{
            .reason = FaultReason::forbidden,
            .detail = "no " + std::string(row.one) + " of this number is known in your districts",
            .field = at};
    }

    void look_at_district(const std::string& at, const Code& district) {
        if (district.empty() || principal_.districts.has(district)) return;
        std::string mine;
        for (const Code& one : principal_.districts.named()) {
            if (!mine.empty()) mine += ", ";
            mine += one.view();
        }
        fault_ = Fault{.reason = FaultReason::forbidden,
                       .detail = "this is none of your districts",
                       .field = at,
                       .expected = std::move(mine)};
    }

    const Principal& principal_;
    const QueryPort& queries_;
    std::optional<Fault> fault_;
};

}  // namespace

std::optional<Fault> check_districts(const Command& command, const Principal& principal,
                                     const QueryPort& queries) {
    if (principal.districts.all()) return std::nullopt;
    Check check(principal, queries);
    visit([&](const auto& c) { check.look_at("", c); }, command);
    return check.take();
}

}  // namespace muster::gate
