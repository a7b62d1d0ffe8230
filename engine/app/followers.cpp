#include "engine/app/followers.hpp"

#include <utility>

namespace muster::app {

class Followers::Place final : public Following {
  public:
    Place(Followers& owner, One& one) : owner_(owner), one_(one) {}
    ~Place() override {
        one_.gone = true;
        owner_.tidy();
    }
    Place(const Place&) = delete;
    Place& operator=(const Place&) = delete;

  private:
    Followers& owner_;
    One& one_;
};

void Followers::published(std::uint64_t seq, TimePoint at, std::span<const Event> events) {
    telling_ = true;
    // Who comes meanwhile is told of the next record.
    const auto end = list_.end();
    for (auto one = list_.begin(); one != end; ++one) {
        if (!one->gone) one->tell({seq, at, events});
    }
    telling_ = false;
    tidy();
}

std::unique_ptr<EventPort::Following> Followers::follow(
    std::function<void(const CommittedRecord&)> tell) {
    list_.push_back({std::move(tell), false});
    return std::make_unique<Place>(*this, list_.back());
}

void Followers::tidy() {
    if (telling_) return;
    list_.remove_if([](const One& one) { return one.gone; });
}

}  // namespace muster::app
