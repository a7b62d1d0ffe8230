#include "engine/reports/follower.hpp"

#include <utility>

namespace muster::reports {
namespace {

// The log's writer cannot begin its write-ahead file again while a transaction looks into it, so
// ours are short, also while the tables are written.
constexpr std::uint64_t rows_per_transaction = 1024;
// While another follower writes, it is waited for so often and so long: half a minute together.
constexpr int most_waits = 1'500;
constexpr int wait_ms = 20;
// Instructions of SQLite, some tenths of a millisecond.
constexpr int asked_each = 10'000;

}  // namespace

log::Result<std::unique_ptr<Follower>> Follower::open(const std::filesystem::path& folder) {
    log::ReaderOptions options;
    options.rows_per_transaction = rows_per_transaction;
    auto reader = log::LogReader::open(folder, options);
    if (!reader) return reader.error();
    auto model = ModelFile::open(folder);
    if (!model) return model.error();
    return std::unique_ptr<Follower>(new Follower(folder, std::move(*reader), std::move(*model)));
}

void Follower::listen() {
    sqlite3* const db = model_.database().get();
    sqlite3_progress_handler(
        db, asked_each,
        [](void* self) { return static_cast<Follower*>(self)->is_wanted() ? 0 : 1; }, this);
    sqlite3_busy_handler(
        db,
        [](void* self, int waits) {
            if (waits >= most_waits || !static_cast<Follower*>(self)->is_wanted()) return 0;
            sqlite3_sleep(wait_ms);
            return 1;
        },
        this);
    teller_.emplace(model_.database());
    indexed_.reset();
}

bool Follower::is_wanted() {
    if (go_on_ != nullptr && !(*go_on_)()) given_up_ = true;
    return !given_up_;
}

void Follower::use(ModelFile model) {
    // Its statements are of the connection that goes.
    teller_.reset();
    model_ = std::move(model);
    listen();
}

log::LogError Follower::reopen_if_replaced() {
    if (model_.in_place()) return {};
    auto model = ModelFile::open(folder_);
    if (!model) return model.error();
    use(std::move(*model));
    return {};
}

log::Result<bool> Follower::holds(const Cursor& cursor) const {
    if (cursor.seq == 0) return true;
    auto record = log_.find(cursor.seq);
    if (!record) return record.error();
    return record->has_value() && (*record)->hash == cursor.hash;
}

log::Result<Step> Follower::step(std::uint64_t most, const GoOn& go_on) {
    if (log::LogError failed = reopen_if_replaced()) return failed;
    go_on_ = go_on ? &go_on : nullptr;
    given_up_ = false;
    bool anew = false;
    auto step = step_once(most, anew);
    if (anew) {
        const log::LogError failed = start_over();
        step = failed ? log::Result<Step>(failed) : step_once(most, anew);
        if (step) step->started_over = true;
    }
    go_on_ = nullptr;
    if (std::exchange(given_up_, false) && !step) {
        return log::LogError{log::LogErrorCode::cancelled, "the read model was to stop"};
    }
    return step;
}

// `anew` is set where the tables are of no use.
log::Result<Step> Follower::step_once(std::uint64_t most, bool& anew) {
    anew = false;
    if (log::LogError failed = model_.begin()) return failed;
    auto step = take(most, anew);
    log::LogError failed = step ? model_.commit() : step.error();
    if (failed) {
        anew = anew || model_.is_damaged();
        model_.roll_back();
        return failed;
    }
    if (step->cursor.seq < step->newest) return step;
    if (log::LogError unmade = index(anew)) return unmade;
    return step;
}

log::Result<Step> Follower::take(std::uint64_t most, bool& anew) {
    // Another version may have made them its own since they were opened.
    const auto current = model_.is_current();
    if (!current) return current.error();
    if (!*current) {
        return log::LogError{log::LogErrorCode::newer_schema,
                             std::string(model_name) +
                                 " is kept by another version of this "
                                 "program too; stop one of the two"};
    }
    const auto cursor = read_cursor(model_.database());
    if (!cursor) return cursor.error();
    const auto same = holds(*cursor);
    if (!same) return same.error();
    if (!*same) {
        anew = true;
        return log::LogError{log::LogErrorCode::not_found,
                             std::string(model_name) + " tells of another log"};
    }
    const auto newest = log_.last_seq();
    if (!newest) return newest.error();
    Step step{0, *cursor, *newest, false};
    if (step.cursor.seq >= step.newest) return step;
    teller_->set_offset(step.cursor.offset);
    log::LogError wrong;
    const std::uint64_t last =
        step.newest - step.cursor.seq > most ? step.cursor.seq + most : step.newest;
    log::LogError failed = log_.read(step.cursor.seq + 1, last, [&](const log::RecordView& record) {
        if (!is_wanted()) {
            wrong = {log::LogErrorCode::cancelled, ""};
            return false;
        }
        wrong = teller_->tell(record);
        if (wrong) return false;
        step.cursor = {record.seq, record.at, record.hash, teller_->offset()};
        ++step.taken;
        return true;
    });
    if (wrong) return wrong;
    if (failed) return failed;
    if (log::LogError unwritten = model_.write_cursor(step.cursor)) return unwritten;
    return step;
}

// Nearly always they are there, and a look at one number tells so.
log::LogError Follower::index(bool& anew) {
    const auto schema = [&] {
        return sqlite::query_integer(model_.database(), "PRAGMA schema_version");
    };
    const auto now = schema();
    if (!now) return now.error();
    if (indexed_ == *now) return {};
    if (log::LogError failed = model_.make_indexes()) {
        anew = model_.is_damaged();
        return failed;
    }
    const auto then = schema();
    if (!then) return then.error();
    indexed_ = *then;
    return {};
}

log::LogError Follower::start_over() {
    auto model = model_.made_anew();
    if (!model) return model.error();
    use(std::move(*model));
    return {};
}

log::Result<std::uint64_t> catch_up(Follower& follower, std::uint64_t batch, const Shown& shown) {
    std::uint64_t taken = 0;
    for (;;) {
        auto step = follower.step(batch);
        if (!step) return step.error();
        taken += step->taken;
        if (shown) shown(step->cursor.seq, step->newest);
        if (step->cursor.seq >= step->newest) return taken;
    }
}

}  // namespace muster::reports
