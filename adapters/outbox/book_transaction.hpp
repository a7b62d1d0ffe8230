// How the book writes its file. Internal to this folder.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>

#include "adapters/outbox/book.hpp"

namespace muster::outbox {

// Also the numbers are as they were unless it was committed.
class Book::Transaction {
  public:
    explicit Transaction(Book& book) : book_(book) {}
    ~Transaction() {
        if (open_ && counts_) book_.counts_ = std::move(*counts_);
    }
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;

    // Nobody else writes from here on, so that the counts hold until the end.
    [[nodiscard]] BookError begin() {
        auto begun = sqlite::Transaction::begin(book_.db_, "beginning to write");
        if (!begun) return begun.error();
        open_.emplace(std::move(*begun));
        // Before that there are no tables yet.
        if (book_.data_version_) {
            if (BookError wrong = book_.take_up_changes()) return wrong;
        }
        counts_ = book_.counts_;
        return {};
    }
    [[nodiscard]] BookError commit() {
        if (sqlite::Error wrong = open_->commit("writing")) return wrong;
        open_.reset();
        return {};
    }

  private:
    Book& book_;
    std::optional<std::map<std::string, ChannelCounts, std::less<>>> counts_;  // as they were
    std::optional<sqlite::Transaction> open_;
};

}  // namespace muster::outbox
