#include "engine/pipeline/person_export.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "engine/codec/commands_json.hpp"
#include "engine/core/engine.hpp"
#include "engine/core/subjects.hpp"
#include "engine/log/read_ahead.hpp"
#include "engine/pipeline/replay.hpp"

namespace muster::pipeline {
namespace {

constexpr std::uint64_t records_per_progress = 65'536;

class Exporting {
  public:
    Exporting(const core::Board& board, MemberId member,
              const std::function<void(std::string_view)>& write)
        : board_(board), write_(write) {
        for (const MemberId one : board.derived<Member>().with_aliases(member))
            hers_.push_back({SubjectKind::member, one.value});
    }

    void now(PersonReport& report) {
        std::string text;
        bool first_kind = true;
        each_type(Entities(), [&]<class T>(std::type_identity<T>) {
            text.clear();
            for (const core::Index index : board_.store<T>().in_order()) {
                const T& entity = board_.store<T>()[index];
                if (!is_hers(core::subject_of(board_, entity))) continue;
                text += text.empty() ? "" : ",";
                codec::write(text, entity);
                ++report.entities;
            }
            if (text.empty()) return;
            write_(first_kind ? "\"" : ",\"");
            first_kind = false;
            write_(entity_row<T>.path);
            write_("\":[");
            write_(text);
            write_("]");
        });
    }

    // `board`: after this record.
    void told(const core::Board& board, const log::RecordView& record,
              const std::vector<Event>& events, PersonReport& report) {
        std::string text;
        for (const Event& event : events) {
            if (!is_hers(core::subject_of(board, event))) continue;
            text += text.empty() ? "" : ",";
            codec::write(text, event);
        }
        if (text.empty()) return;
        std::string head = report.records++ == 0 ? "\n{\"seq\":" : ",\n{\"seq\":";
        head += std::to_string(record.seq) + ",\"at\":" + std::to_string(record.at.value) +
                ",\"source\":";
        codec::write_string(head, record.source);
        write_(head + ",\"events\":[");
        write_(text);
        write_("]}");
    }

  private:
    [[nodiscard]] bool is_hers(const Subject& subject) const {
        return std::find(hers_.begin(), hers_.end(), subject) != hers_.end();
    }

    const core::Board& board_;
    const std::function<void(std::string_view)>& write_;
    std::vector<Subject> hers_;
};

}  // namespace

log::Result<PersonReport> export_person(const std::filesystem::path& folder, MemberId member,
                                        const std::function<void(std::string_view)>& write,
                                        const Progress& progress) {
    // As it is now, for her other numbers and for what is hers.
    auto now = recover(folder, {}, {});
    if (!now) return now.error();
    PersonReport report;
    const core::Board& board = (*now)->engine.board();
    report.known = board.members().get(member) != nullptr;
    if (!report.known) return report;
    Exporting exporting(board, member, write);
    write("{\"member\":" + std::to_string(member.value) + ",\n\"now\":{");
    exporting.now(report);
    write("},\n\"told\":[");
    core::Engine then;
    Replayer replayer(then);
    log::ReadAheadOptions ahead;
    ahead.last = (*now)->engine.last_seq();
    log::LogError failed;
    const log::LogError unread = log::read_ahead(folder, ahead, [&](const log::RecordView& record) {
        failed = replayer.apply(record);
        if (failed) return false;
        exporting.told(then.board(), record, replayer.events(), report);
        if (progress && record.seq % records_per_progress == 0) progress(record.seq, ahead.last);
        return true;
    });
    if (failed || unread) return failed ? failed : unread;
    write("]}\n");
    return report;
}

}  // namespace muster::pipeline
