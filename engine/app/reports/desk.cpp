#include "engine/app/reports/desk.hpp"

#include <utility>

#include "engine/app/job_thread.hpp"
#include "engine/reports/model_file.hpp"

namespace muster::app {
namespace {

using Make = std::function<ReportAnswer(const sqlite::Database&)>;

struct JobWish final : ReportPort::Wish {
    std::unique_ptr<JobThread::Wish> job;
};

}  // namespace

// With a connection of its own, opened when it is first needed and anew where that failed: the
// tables may not be there yet.
class ReportDesk::Worker {
  public:
    Worker(std::filesystem::path folder, std::size_t waiting_max, const Post& post)
        : folder_(std::move(folder)), jobs_(waiting_max, post) {}

    std::unique_ptr<Wish> add(Make make, Done done) {
        auto wish = std::make_unique<JobWish>();
        wish->job = jobs_.add([this, make = std::move(make), done = std::move(done)] {
            return [done, answer = answer_of(make)]() mutable { done(std::move(answer)); };
        });
        if (!wish->job) return nullptr;
        return wish;
    }

  private:
    ReportAnswer answer_of(const Make& make) {
        const auto present = reports::ModelFile::present(folder_);
        // Where somebody made the file anew, this connection looks at the old one.
        if (present != opened_) db_.reset();
        if (!db_) {
            opened_ = present;
            auto opened = reports::ModelFile::open_to_read(folder_);
            if (!opened) return {ReportAnswer::Kind::unavailable, opened.error().message};
            db_.emplace(std::move(*opened));
            sqlite3_progress_handler(db_->get(), 10'000, is_unwanted, this);
        }
        ReportAnswer answer = make(*db_);
        if (answer.kind == ReportAnswer::Kind::unavailable) db_.reset();
        return answer;
    }

    // Asked by SQLite while it works: other than 0 makes it give up.
    static int is_unwanted(void* self) {
        return static_cast<Worker*>(self)->jobs_.is_wanted() ? 0 : 1;
    }

    const std::filesystem::path folder_;
    std::optional<sqlite::Database> db_;
    std::optional<reports::FileIdentity> opened_;  // the file that the connection looks at
    JobThread jobs_;                               // ends before what it works with
};

ReportDesk::ReportDesk(const std::filesystem::path& folder, const reports::ReportOptions& options,
                       const Post& post)
    : reports_(std::make_unique<Worker>(
          folder, static_cast<std::size_t>(options.waiting_max.number()), post)),
      statements_(std::make_unique<Worker>(
          folder, static_cast<std::size_t>(options.waiting_max.number()), post)) {}

ReportDesk::~ReportDesk() = default;

std::unique_ptr<ReportPort::Wish> ReportDesk::report(const ReportQuery& query, Done done) {
    return reports_->add([query](const sqlite::Database& db) { return answer_report(db, query); },
                         std::move(done));
}

std::unique_ptr<ReportPort::Wish> ReportDesk::statement(const StatementQuery& query, Done done) {
    return statements_->add(
        [query](const sqlite::Database& db) { return answer_statement(db, query); },
        std::move(done));
}

}  // namespace muster::app
