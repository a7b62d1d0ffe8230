#include "engine/reports/follower.hpp"

#include <utility>

namespace muster::reports {
namespace {

// The log's writer cannot begin its write-ahead file again while a transaction looks into it, so
// ours are short, also while the tables are written.
constexpr std::uint64_t rows_per_transaction = 1024;

}  // namespace

log::Result<std::unique_ptr<Follower>> Follower::open(const std::filesystem::path& folder) {
    log::ReaderOptions options;
    options.rows_per_transaction = rows_per_transaction;
    auto reader = log::LogReader::open(folder, options);
    if (!reader) return reader.error();
    auto model = ModelFile::open(folder);
    if (!model) return model.error();
    return std::unique_ptr<Follower>(new Follower(std::move(*reader), std::move(*model)));
}

log::Result<bool> Follower::holds(const Cursor& cursor) const {
    if (cursor.seq == 0) return true;
    auto record = log_.find(cursor.seq);
    if (!record) return record.error();
    return record->has_value() && (*record)->hash == cursor.hash;
}

log::Result<Step> Follower::step(std::uint64_t most, const std::function<bool()>& go_on) {
    if (log::LogError failed = model_.begin()) return failed;
    auto taken = take(most, go_on);
    if (taken) {
        log::LogError failed = model_.commit();
        if (!failed) return taken;
        taken = failed;
    }
    model_.roll_back();
    return taken;
}

log::Result<Step> Follower::take(std::uint64_t most, const std::function<bool()>& go_on) {
    auto cursor = read_cursor(model_.database());
    if (!cursor) return cursor.error();
    Step step{0, *cursor, 0, false};
    auto same = holds(*cursor);
    if (!same) return same.error();
    if (!*same) {
        if (log::LogError failed = model_.empty()) return failed;
        step.cursor = {};
        step.started_over = true;
    }
    auto newest = log_.last_seq();
    if (!newest) return newest.error();
    step.newest = *newest;
    if (step.cursor.seq >= step.newest) {
        if (step.started_over) {
            if (log::LogError failed = model_.write_cursor(step.cursor)) return failed;
        }
        return step;
    }
    teller_.set_offset(step.cursor.offset);
    log::LogError wrong;
    const std::uint64_t last = std::min(step.newest, step.cursor.seq + most);
    log::LogError failed = log_.read(step.cursor.seq + 1, last, [&](const log::RecordView& record) {
        if (go_on && !go_on()) {
            wrong = {log::LogErrorCode::cancelled, "the read model was to stop"};
            return false;
        }
        wrong = teller_.tell(record);
        if (wrong) return false;
        step.cursor = {record.seq, record.at, record.hash, teller_.offset()};
        ++step.taken;
        return true;
    });
    if (wrong) return wrong;
    if (failed) return failed;
    if (log::LogError unwritten = model_.write_cursor(step.cursor)) return unwritten;
    return step;
}

log::LogError Follower::start_over() {
    if (log::LogError failed = model_.begin()) return failed;
    log::LogError failed = model_.empty();
    if (!failed) failed = model_.commit();
    if (failed) model_.roll_back();
    return failed;
}

log::Result<std::uint64_t> catch_up(Follower& follower, std::uint64_t batch, const Shown& shown) {
    std::uint64_t taken = 0;
    for (;;) {
        auto step = follower.step(batch);
        if (!step) return step.error();
        taken += step->taken;
        if (shown) shown(step->cursor.seq, step->newest);
        if (step->cursor.seq < step->newest) continue;
        if (log::LogError failed = follower.model().make_indexes()) return failed;
        return taken;
    }
}

}  // namespace muster::reports
