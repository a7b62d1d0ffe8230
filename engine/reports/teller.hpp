// Tells the tables of the read model what happened, event by event. What an event says is written
// down as it says it: nothing is looked up on a board, and no rule is decided anew.
#pragma once

#include <boost/unordered/unordered_flat_map.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

#include "engine/log/error.hpp"
#include "engine/log/record.hpp"
#include "engine/sqlite/sqlite.hpp"
#include "muster/enum_names.hpp"
#include "muster/ids.hpp"
#include "muster/units.hpp"

namespace muster::reports {

// Use by one thread, inside of a transaction that the caller begins and ends. It keeps nothing of
// the tables in memory, so that a transaction may be rolled back, and others may write in between.
class Teller {
  public:
    explicit Teller(const sqlite::Database& db) : db_(&db) {}
    Teller(const Teller&) = delete;
    Teller& operator=(const Teller&) = delete;

    // All that the record tells. Fails with corrupted where its events cannot be read, else with
    // what SQLite says; the transaction is then to be rolled back.
    [[nodiscard]] log::LogError tell(const log::RecordView& record);

    // For the functions of tell_<area>.cpp.

    [[nodiscard]] TimePoint at() const { return at_; }
    // The local day of a time, as days since 1970-01-01.
    [[nodiscard]] std::int64_t day_of(TimePoint time) const;
    [[nodiscard]] std::int64_t today() const { return day_of(at_); }
    void set_offset(Millis offset) { offset_ = offset; }
    [[nodiscard]] Millis offset() const { return offset_; }

    // One statement with its parameters in order. The text is static and written out where it is
    // used: by its address the prepared statement is found again.
    template <class... Values>
    void run(const char* sql, const Values&... values) {
        const sqlite::Statement* const statement = prepared(sql);
        if (statement == nullptr) return;
        int place = 0;
        (bind(*statement, ++place, values), ...);
        finish(*statement, statement->step());
    }

  private:
    [[nodiscard]] const sqlite::Statement* prepared(const char* sql);
    void finish(const sqlite::Statement& statement, int result);

    // Nobody, no time and no text are NULL where they are 0 or nothing.
    static void bind(const sqlite::Statement& to, int place, std::int64_t value) {
        to.bind(place, value);
    }
    static void bind(const sqlite::Statement& to, int place, int value) {
        to.bind(place, std::int64_t{value});
    }
    static void bind(const sqlite::Statement& to, int place, std::uint64_t value) {
        to.bind(place, static_cast<std::int64_t>(value));
    }
    static void bind(const sqlite::Statement& to, int place, std::uint32_t value) {
        to.bind(place, std::int64_t{value});
    }
    static void bind(const sqlite::Statement& to, int place, bool value) {
        to.bind(place, std::int64_t{value ? 1 : 0});
    }
    // A literal, which would become a bool before it became a view.
    static void bind(const sqlite::Statement& to, int place, const char* value) {
        to.bind(place, std::string_view(value));
    }
    static void bind(const sqlite::Statement& to, int place, std::string_view value) {
        to.bind(place, value);
    }
    static void bind(const sqlite::Statement& to, int place, const std::string& value) {
        to.bind(place, std::string_view(value));
    }
    static void bind(const sqlite::Statement& to, int place, const Code& value) {
        to.bind(place, value.view());
    }
    static void bind(const sqlite::Statement& to, int place, TimePoint value) {
        value ? to.bind(place, value.value) : to.bind_null(place);
    }
    static void bind(const sqlite::Statement& to, int place, Millis value) {
        to.bind(place, value.value);
    }
    template <class Tag>
    static void bind(const sqlite::Statement& to, int place, Id<Tag> value) {
        value ? to.bind(place, static_cast<std::int64_t>(value.value)) : to.bind_null(place);
    }
    template <class T>
    static void bind(const sqlite::Statement& to, int place, const std::optional<T>& value) {
        value ? bind(to, place, *value) : to.bind_null(place);
    }
    template <class E>
    requires std::is_enum_v<E>
    static void bind(const sqlite::Statement& to, int place, E value) {
        to.bind(place, name_of(value));
    }

    const sqlite::Database* db_;
    boost::unordered_flat_map<const char*, sqlite::Statement> statements_;
    TimePoint at_;
    Millis offset_ = hours(8);
    log::LogError failed_;
};

}  // namespace muster::reports
