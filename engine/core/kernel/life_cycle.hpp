// The life of an entity as a table: in which status an action is legal, and which status follows.
// An action is what is done (accept, reject), not a command: one command may ask for one of
// several. Who may ask is said in the command's row of the vocabulary.
//
//     constexpr LifeCycle<AccountStatus, AccountAction> account_cycle(
//         {open}, {closed},
//         {{{open}, freeze, frozen}, {{frozen}, thaw, open}, {{open, frozen}, close, closed}});
//
// A constexpr table that has a fault does not compile; the error points at the line that names it.
#pragma once

#include <array>
#include <cstdint>
#include <cstdlib>
#include <initializer_list>
#include <optional>

#include "muster/enum_set.hpp"

namespace muster::core {

// In each status of `from`, `action` is legal and leads to `to`.
template <class Status, class Action>
struct Transition {
    EnumSet<Status> from;
    Action action{};
    std::optional<Status> to;  // nothing: the status stays what it is
    // Must be said of a row that leads out of an end, such as the correction of a death.
    bool leaves_end = false;
};

enum class LifeCycleFault : std::uint8_t {
    none,
    two_rows,       // for one status and action
    way_out,        // of an end, and the row does not say so
    no_way_out,     // a row says it leads out of an end, and it does not
    dead_end,       // a status that is no end and that nothing leads out of
    never_reached,  // a status that no way leads to
    never_used,     // an action without a row
};

template <class Status, class Action>
class LifeCycle {
  public:
    using Row = Transition<Status, Action>;

    // `first`: in which the entity can begin. `ends`: in which it may stay for ever.
    // Aborts, or does not compile, when fault_in() finds a fault.
    constexpr LifeCycle(EnumSet<Status> first, EnumSet<Status> ends,
                        std::initializer_list<Row> rows)
        : first_(first), ends_(ends) {
        const LifeCycleFault fault = fault_in(first, ends, rows);
        if (fault == LifeCycleFault::two_rows) std::abort();
        if (fault == LifeCycleFault::way_out) std::abort();
        if (fault == LifeCycleFault::no_way_out) std::abort();
        if (fault == LifeCycleFault::dead_end) std::abort();
        if (fault == LifeCycleFault::never_reached) std::abort();
        if (fault == LifeCycleFault::never_used) std::abort();
        for (auto& actions : table_)
            actions.fill(illegal);
        for (const Row& row : rows) {
            for (std::size_t s = 0; s < enum_count<Status>; ++s) {
                const auto status = static_cast<Status>(s);
                if (!row.from.has(status)) continue;
                const Status to = row.to.value_or(status);
                table_[s][static_cast<std::size_t>(row.action)] = static_cast<std::uint8_t>(to);
            }
        }
    }

    // A fault of such a table, or none.
    [[nodiscard]] static constexpr LifeCycleFault fault_in(EnumSet<Status> first,
                                                           EnumSet<Status> ends,
                                                           std::initializer_list<Row> rows);

    // Nothing: illegal.
    [[nodiscard]] constexpr std::optional<Status> next(Status status, Action action) const {
        if (!legal(status, action)) return std::nullopt;
        return static_cast<Status>(cell(status, action));
    }
    [[nodiscard]] constexpr bool legal(Status status, Action action) const {
        return cell(status, action) != illegal;
    }
    // The statuses in which the action is legal.
    [[nodiscard]] constexpr EnumSet<Status> where(Action action) const {
        EnumSet<Status> set;
        for (std::size_t s = 0; s < enum_count<Status>; ++s) {
            if (legal(static_cast<Status>(s), action)) set.add(static_cast<Status>(s));
        }
        return set;
    }
    // The actions that are legal in the status.
    [[nodiscard]] constexpr EnumSet<Action> allowed(Status status) const {
        EnumSet<Action> set;
        for (std::size_t a = 0; a < enum_count<Action>; ++a) {
            if (legal(status, static_cast<Action>(a))) set.add(static_cast<Action>(a));
        }
        return set;
    }
    [[nodiscard]] constexpr EnumSet<Status> first() const { return first_; }
    [[nodiscard]] constexpr EnumSet<Status> ends() const { return ends_; }

  private:
    [[nodiscard]] static constexpr bool any_pair_twice(std::initializer_list<Row> rows);
    // Whether the row is a way from this status to another one.
    [[nodiscard]] static constexpr bool leads_away(const Row& row, Status from) {
        return row.from.has(from) && row.to && *row.to != from;
    }
    [[nodiscard]] static constexpr EnumSet<Status> reached(EnumSet<Status> first,
                                                           std::initializer_list<Row> rows);

    [[nodiscard]] constexpr std::uint8_t cell(Status status, Action action) const {
        return table_[static_cast<std::size_t>(status)][static_cast<std::size_t>(action)];
    }

    static constexpr std::uint8_t illegal = 0xFF;

    EnumSet<Status> first_;
    EnumSet<Status> ends_;
    std::array<std::array<std::uint8_t, enum_count<Action>>, enum_count<Status>> table_{};
};

template <class Status, class Action>
constexpr bool LifeCycle<Status, Action>::any_pair_twice(std::initializer_list<Row> rows) {
    std::array<EnumSet<Status>, enum_count<Action>> seen{};
    for (const Row& row : rows) {
        EnumSet<Status>& before = seen[static_cast<std::size_t>(row.action)];
        if (before.has_any(row.from)) return true;
        before = before | row.from;
    }
    return false;
}

template <class Status, class Action>
constexpr EnumSet<Status> LifeCycle<Status, Action>::reached(EnumSet<Status> first,
                                                             std::initializer_list<Row> rows) {
    EnumSet<Status> known = first;
    for (EnumSet<Status> before; before != known;) {
        before = known;
        for (const Row& row : rows) {
            if (row.to && known.has_any(row.from)) known.add(*row.to);
        }
    }
    return known;
}

template <class Status, class Action>
constexpr LifeCycleFault LifeCycle<Status, Action>::fault_in(EnumSet<Status> first,
                                                             EnumSet<Status> ends,
                                                             std::initializer_list<Row> rows) {
    if (any_pair_twice(rows)) return LifeCycleFault::two_rows;
    EnumSet<Status> left;
    EnumSet<Action> used;
    for (const Row& row : rows) {
        if (!row.from.empty()) used.add(row.action);
        for (std::size_t s = 0; s < enum_count<Status>; ++s) {
            const auto from = static_cast<Status>(s);
            const bool away = leads_away(row, from);
            if (away) left.add(from);
            const bool out = away && ends.has(from);
            if (out && !row.leaves_end) return LifeCycleFault::way_out;
            if (row.leaves_end && row.from.has(from) && !out) return LifeCycleFault::no_way_out;
        }
    }
    const EnumSet<Status> all = EnumSet<Status>::all();
    if ((left | ends) != all) return LifeCycleFault::dead_end;
    if (reached(first, rows) != all) return LifeCycleFault::never_reached;
    if (used != EnumSet<Action>::all()) return LifeCycleFault::never_used;
    return LifeCycleFault::none;
}

}  // namespace muster::core
