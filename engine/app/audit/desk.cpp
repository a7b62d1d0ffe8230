#include "engine/app/audit/desk.hpp"

#include <utility>

namespace muster::app {
namespace {

struct AuditWish final : AccessRecordPort::Wish {
    std::unique_ptr<JobThread::Wish> job;
};

}  // namespace

std::unique_ptr<AccessRecordPort::Wish> AuditDesk::read(const AuditQuery& query, Done done) {
    auto wish = std::make_unique<AuditWish>();
    wish->job = jobs_.add([this, query, done = std::move(done)] {
        return [done, found = rows(query)]() mutable { done(std::move(found)); };
    });
    if (!wish->job) return nullptr;
    return wish;
}

Expected<std::vector<AuditRow>, std::string> AuditDesk::rows(const AuditQuery& query) {
    if (!store_) {
        auto opened = AuditStore::open_to_read(folder_);
        if (!opened) return opened.error().message;
        store_.emplace(std::move(*opened));
    }
    auto found = store_->read(query);
    if (found) return std::move(*found);
    // Next time it is opened anew.
    store_.reset();
    return found.error().message;
}

}  // namespace muster::app
