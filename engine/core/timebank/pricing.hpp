// Who pays for a service with a price. Asked by booking, before it promises anything.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "engine/core/step.hpp"
#include "engine/core/timebank/account_state.hpp"

namespace muster::core {

// Whose credits are kept ready. `prepaid` are those that the desk has kept ready for the member
// already, and that take the place of others.
struct Payer {
    AccountId account;
    HoldId prepaid;
};

// From what a member's services can be paid, in the order in which it is used: what is kept ready
// for him; his own account; for a key person the fund; by some schemes the pool.
class Means {
  public:
    Means(const Board& board, MemberId member, TimePoint now);

    // What such an account would have again, were a hold of it released.
    void give_back(const Hold& hold);
    // Who pays so much, after all that was asked before; account 0 = nobody can.
    [[nodiscard]] Payer take(std::int64_t minutes);
    // Why nobody can, in words.
    [[nodiscard]] std::string why_not(std::int64_t minutes) const;

  private:
    struct Source {
        AccountId account;
        std::int64_t left = 0;
    };
    struct Prepaid {
        HoldId hold;
        AccountId account;
        std::int64_t minutes = 0;
    };
    std::vector<Prepaid> prepaid_;
    std::vector<Source> sources_;
    std::string why_;  // the own account does not pay
};

// Empty, or why `count` services of this price cannot be booked for the member. `instead_of`: what
// is kept ready for it can be used. Without a time bank, or without a price, nothing is said.
[[nodiscard]] Rejection why_not_payable(const Step& step, MemberId member, std::int64_t price_min,
                                        std::size_t count = 1, const Booking* instead_of = nullptr);

// Emits what keeps the price of a booking ready, if somebody can pay it.
void keep_price_ready(Step& step, const Booking& booking);
// What was kept ready for a booking is let go, and kept for the one that takes its place, by the
// same account, if it is enough.
void move_price(Step& step, HoldId id, const Booking& to);

}  // namespace muster::core
