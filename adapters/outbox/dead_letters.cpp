#include "muster/dead_letters.hpp"

#include <filesystem>
#include <utility>

#include "adapters/outbox/book.hpp"
#include "adapters/outbox/options.hpp"

namespace muster::outbox {
namespace {

class DeadLetters final : public DeadLetterPort {
  public:
    explicit DeadLetters(std::unique_ptr<Book> book) : book_(std::move(book)) {}

    [[nodiscard]] Expected<std::vector<DeadLetter>, std::string> dead(
        std::string_view channel, std::size_t most) const override {
        auto letters = book_->dead(channel, most);
        if (!letters) return letters.error().message;
        return std::move(*letters);
    }
    [[nodiscard]] std::uint64_t count(std::string_view channel) const override {
        std::uint64_t sum = 0;
        for (const std::string& one : of(channel))
            sum += book_->counts(one).dead;
        return sum;
    }
    [[nodiscard]] Expected<std::uint64_t, std::string> send_again(std::string_view channel,
                                                                  std::span<const std::string> ids,
                                                                  TimePoint now) override {
        std::uint64_t sum = 0;
        for (const std::string& one : of(channel)) {
            const auto raised = book_->raise(one, ids, now);
            if (!raised) return raised.error().message;
            sum += *raised;
        }
        return sum;
    }

  private:
    [[nodiscard]] std::vector<std::string> of(std::string_view channel) const {
        if (channel.empty()) return book_->channels();
        return {std::string(channel)};
    }

    std::unique_ptr<Book> book_;
};

}  // namespace

Expected<std::unique_ptr<DeadLetterPort>, std::string> open_dead_letters(
    const std::string& data, const OutboxOptions& options) {
    const std::filesystem::path file = book_file(data);
    // Opening would make one.
    std::error_code failed;
    if (!std::filesystem::exists(file, failed)) {
        return file.string() + " is not there: nobody was told of anything from here";
    }
    auto book = Book::open(file, options);
    if (!book) return book.error();
    return std::unique_ptr<DeadLetterPort>(std::make_unique<DeadLetters>(std::move(*book)));
}

}  // namespace muster::outbox
