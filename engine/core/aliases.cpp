#include "engine/core/aliases.hpp"

#include <boost/describe/members.hpp>
#include <boost/mp11/algorithm.hpp>
#include <type_traits>
#include <utility>

#include "muster/commands.hpp"

namespace muster::core {
namespace {

template <class C>
using FieldsOf = boost::describe::describe_members<C, boost::describe::mod_public>;

template <class C, class Field>
constexpr bool names_member =
    std::is_same_v<std::remove_cvref_t<decltype(std::declval<C&>().*Field::pointer)>, MemberId>;

template <class C, class Each>
void each_member(C& command, const Each& each) {
    using Plain = std::remove_const_t<C>;
    boost::mp11::mp_for_each<FieldsOf<Plain>>([&](auto field) {
        if constexpr (names_member<Plain, decltype(field)>) each(command.*field.pointer);
    });
}

}  // namespace

std::optional<Command> without_aliases(const Board& board, const Command& command) {
    if (!board.derived<Member>().has_aliases()) return std::nullopt;
    return visit(
        [&]<class C>(const C& one) -> std::optional<Command> {
            bool any = false;
            each_member(one, [&](MemberId id) { any |= board.root(id) != id; });
            if (!any) return std::nullopt;
            C changed = one;
            each_member(changed, [&](MemberId& id) { id = board.root(id); });
            return Command(std::move(changed));
        },
        command);
}

}  // namespace muster::core
