// How many bytes of answers wait for clients who have not read them, by whom they belong to: many
// connections of one token together, so that nobody can fill the memory by asking and not reading.
// One thread.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace muster::http {

class UnreadAnswers {
  public:
    // The bytes of one answer, until it was sent or dropped. May outlive the account.
    class Hold {
      public:
        Hold() = default;
        Hold(Hold&& other) noexcept
            : books_(std::move(other.books_)),
              name_(std::move(other.name_)),
              bytes_(std::exchange(other.bytes_, 0)) {}
        Hold& operator=(Hold&& other) noexcept {
            if (this != &other) {
                release();
                books_ = std::move(other.books_);
                name_ = std::move(other.name_);
                bytes_ = std::exchange(other.bytes_, 0);
            }
            return *this;
        }
        ~Hold() { release(); }

      private:
        friend class UnreadAnswers;
        void release();

        std::weak_ptr<UnreadAnswers*> books_;
        std::string name_;
        std::size_t bytes_ = 0;
    };

    // `max`: of one name; at or above it is_full().
    explicit UnreadAnswers(std::size_t max) : max_(max) {}
    UnreadAnswers(const UnreadAnswers&) = delete;
    UnreadAnswers& operator=(const UnreadAnswers&) = delete;

    // Called when a name is no longer full.
    void on_room(std::function<void()> room) { room_ = std::move(room); }

    [[nodiscard]] Hold hold(std::string_view name, std::size_t bytes);
    [[nodiscard]] std::size_t bytes(const std::string& name) const;
    [[nodiscard]] bool is_full(const std::string& name) const { return bytes(name) >= max_; }
    // Of all names.
    [[nodiscard]] std::size_t total() const { return total_; }

  private:
    void release(const std::string& name, std::size_t bytes);

    const std::size_t max_;
    std::size_t total_ = 0;
    std::unordered_map<std::string, std::size_t> by_name_;
    std::function<void()> room_;
    std::shared_ptr<UnreadAnswers*> self_ = std::make_shared<UnreadAnswers*>(this);
};

}  // namespace muster::http
