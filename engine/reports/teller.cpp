#include "engine/reports/teller.hpp"

#include <boost/unordered/unordered_flat_set.hpp>

#include "engine/codec/commands_json.hpp"
#include "engine/reports/event_text.hpp"
#include "engine/reports/tell.hpp"
#include "muster/date.hpp"

namespace muster::reports {
namespace {

const boost::unordered_flat_set<std::string_view>& told_names() {
    static const boost::unordered_flat_set<std::string_view> names = [] {
        boost::unordered_flat_set<std::string_view> out;
        each_type(ToldEvents(),
                  [&]<class T>(std::type_identity<T>) { out.insert(type_name<T>()); });
        return out;
    }();
    return names;
}

}  // namespace

log::LogError Teller::tell(const log::RecordView& record) {
    at_ = record.at;
    std::string wrong = "they are no list of events";
    Event event;
    const bool read = each_event(record.events, [&](std::string_view name, std::string_view text) {
        if (!told_names().contains(name)) return true;
        if (const auto failed =
                codec::read_event(text, event, codec::Mode::lenient, codec::own_text)) {
            wrong = to_string(*failed);
            return false;
        }
        visit_as(
            ToldEvents(), [&](const auto& one) { reports::tell(*this, one); }, event);
        wrong.clear();
        return !failed_;
    });
    if (failed_) return std::exchange(failed_, {});
    if (read) return {};
    return {log::LogErrorCode::corrupted, "the events of record " + std::to_string(record.seq) +
                                              " cannot be read: " + wrong +
                                              "; run `muster check` on the log"};
}

std::int64_t Teller::day_of(TimePoint time) const {
    constexpr std::int64_t day_ms = 86'400'000;
    const std::int64_t local = time.value + offset_.value;
    return local >= 0 ? local / day_ms : (local - day_ms + 1) / day_ms;
}

const sqlite::Statement* Teller::prepared(const char* sql) {
    if (failed_) return nullptr;
    const auto known = statements_.find(sql);
    if (known != statements_.end()) return &known->second;
    auto made = sqlite::Statement::prepare(*db_, sql);
    if (!made) {
        failed_ = made.error();
        return nullptr;
    }
    return &statements_.emplace(sql, std::move(*made)).first->second;
}

void Teller::finish(const sqlite::Statement& statement, int result) {
    if (result != SQLITE_DONE) {
        failed_ = sqlite::error_of(*db_, "writing the read model");
    }
    statement.reset();
}

}  // namespace muster::reports
