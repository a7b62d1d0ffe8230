#include "engine/app/audit/batch.hpp"

namespace muster::app {
namespace {

std::string cut(std::string text) {
    if (text.size() > AuditBatch::text_bytes_max) text.resize(AuditBatch::text_bytes_max);
    return text;
}

}  // namespace

AuditKey audit_key(TimePoint at, AuditEntry entry) {
    return {at.value / minutes(1).value, entry.what, cut(std::move(entry.who)),
            cut(std::move(entry.about)), entry.record};
}

void AuditBatch::fold_failed(AuditKey& key) {
    if (key.minute != failed_minute_) {
        failed_minute_ = key.minute;
        failed_.clear();
    }
    auto seen = std::pair(key.who, key.about);
    if (failed_.contains(seen)) return;
    if (failed_.size() < failed_rows_max_) {
        failed_.insert(std::move(seen));
        return;
    }
    key.who = others;
    key.about.clear();
}

bool AuditBatch::add(TimePoint at, AuditEntry entry) {
    const std::uint64_t count = entry.count;
    AuditKey key = audit_key(at, std::move(entry));
    if (key.what == AuditKind::login_failed) fold_failed(key);
    auto row = rows_.find(key);
    if (row == rows_.end()) {
        if (rows_.size() >= rows_max_) return false;
        row = rows_.emplace(std::move(key), AuditCount{at, 0}).first;
    }
    row->second.count += count;
    return true;
}

}  // namespace muster::app
