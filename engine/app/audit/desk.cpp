#include "engine/app/audit/desk.hpp"

#include <utility>

#include "engine/app/audit/reasons.hpp"
#include "engine/app/audit/sheets.hpp"

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

std::unique_ptr<AccessRecordPort::Wish> AuditDesk::prove(Proved done) {
    auto wish = std::make_unique<AuditWish>();
    wish->job = jobs_.add([this, witness = witness_(), done = std::move(done)] {
        return [done, found = proof(witness)]() mutable { done(std::move(found)); };
    });
    if (!wish->job) return nullptr;
    return wish;
}

const AuditStore* AuditDesk::store(std::string& error) {
    if (!store_) {
        auto opened = AuditStore::open_to_read(folder_);
        if (!opened) {
            error = opened.error().message;
            return nullptr;
        }
        store_.emplace(std::move(*opened));
    }
    return &*store_;
}

Expected<std::vector<AuditRow>, std::string> AuditDesk::rows(const AuditQuery& query) {
    std::string error;
    const AuditStore* const open = store(error);
    if (open == nullptr) return error;
    auto found = open->read(query);
    if (found) {
        add_reasons(folder_, *found);
        return std::move(*found);
    }
    // Next time it is opened anew.
    store_.reset();
    return found.error().message;
}

Expected<AccessProof, std::string> AuditDesk::proof(const AuditWitness& witness) {
    std::string error;
    const AuditStore* const open = store(error);
    if (open == nullptr) return error;
    auto found =
        prove_sheets(open->database(), witness.noted, [this] { return jobs_.is_wanted(); });
    if (found) {
        found->anchors = witness.anchors;
        return std::move(*found);
    }
    store_.reset();
    return found.error().message;
}

}  // namespace muster::app
