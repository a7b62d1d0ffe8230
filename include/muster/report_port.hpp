// Reports and statements for adapters: made beside the engine, from tables that follow the log.
#pragma once

#include <boost/describe/enum.hpp>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "muster/date.hpp"
#include "muster/ids.hpp"

namespace muster {

BOOST_DEFINE_ENUM_CLASS(ReportForm, json, page, csv, xlsx, pdf)

struct ReportQuery {
    bool monthly = true;
    std::optional<Date> day;  // of a month any of its days; nothing = that of the last record
    Code district;            // empty = all
    std::string section;      // of the report's sections; empty = all
    ReportForm form = ReportForm::json;
    bool english = false;  // the headers of tables; pages and papers have both languages
};

// What was earned, spent and given from an account of the time bank, in minutes.
struct StatementQuery {
    std::uint64_t account = 0;
    // Both days included; nothing = from the first entry, to the last.
    std::optional<Date> first;
    std::optional<Date> last;
    ReportForm form = ReportForm::json;  // json, csv or pdf
    bool english = false;
};

struct ReportAnswer {
    enum class Kind : std::uint8_t {
        made,
        unknown,      // there is no such account or section; `text` says what there is
        unavailable,  // `text` says why
    };
    Kind kind = Kind::made;
    std::string text;  // the report, in its form
};

class ReportPort {
  public:
    // Something that is wanted. Destroying it before its answer cancels it.
    class Wish {
      public:
        virtual ~Wish() = default;
    };
    using Done = std::function<void(ReportAnswer)>;

    virtual ~ReportPort() = default;
    // Each calls `done` once, later. Null when as many wait as may.
    [[nodiscard]] virtual std::unique_ptr<Wish> report(const ReportQuery& query, Done done) = 0;
    [[nodiscard]] virtual std::unique_ptr<Wish> statement(const StatementQuery& query,
                                                          Done done) = 0;
};

}  // namespace muster
