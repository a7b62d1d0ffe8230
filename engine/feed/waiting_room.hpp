// The connections that have not shown their ticket yet, in the order in which they came. They have
// few seats, few of them for one address, and whoever has waited longest makes room for the next.
#pragma once

#include <cstddef>
#include <list>
#include <string>
#include <string_view>
#include <unordered_map>

namespace muster::feed {

class Session;

// One thread. Owns no session.
class WaitingRoom {
  public:
    // Where a session sits; to be kept by it, and handed back to leave().
    struct Seat {
        Session* session = nullptr;
        std::string address;
        std::list<Seat*>::iterator in_all{};
        std::list<Seat*>::iterator in_address{};
    };

    WaitingRoom(std::size_t max, std::size_t max_per_address)
        : max_(max), max_per_address_(max_per_address) {}

    // Who must leave before another from this address may enter; null = nobody.
    [[nodiscard]] Session* in_the_way_of(std::string_view address) const;
    void enter(Seat& seat, Session& session, std::string_view address);
    // Does nothing when it is not seated.
    void leave(Seat& seat);

    [[nodiscard]] std::size_t size() const { return all_.size(); }

  private:
    std::size_t max_;
    std::size_t max_per_address_;
    std::list<Seat*> all_;
    std::unordered_map<std::string, std::list<Seat*>> by_address_;
};

}  // namespace muster::feed
