// The scheme of a city's time bank, as data (engine/core/timebank/DESIGN.md). Credits are whole
// minutes.
#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <cstdint>
#include <string>
#include <vector>

#include "muster/ids.hpp"
#include "muster/units.hpp"

namespace muster {

// What somebody is to the holder of an account.
BOOST_DEFINE_ENUM_CLASS(Relation, self, spouse, parent, child, sibling, grandparent, grandchild,
                        other)

// Where the credits of a service come from that has no price.
BOOST_DEFINE_ENUM_CLASS(CreditSource, issue, pool, fund)

// Who gets what a dead person's account holds: the pool, or the spouse where one is known.
BOOST_DEFINE_ENUM_CLASS(CreditHeir, pool, spouse)

// Credits that are kept for a purpose, such as the hours of key persons.
struct TimebankFund {
    std::int64_t number = 0;  // 1..1000, each once
    std::string name_en;
    std::string name_zh;
};
BOOST_DESCRIBE_STRUCT(TimebankFund, (), (number, name_en, name_zh))

struct TimebankRule {
    Code scheme;  // its name, such as "jiangsu"
    std::string name_en;
    std::string name_zh;
    std::int64_t cap_min = 90'000;  // the highest balance of a person. 1..10000000
    std::int64_t floor_min = 0;     // the lowest one. -10000000..0
    std::int64_t pool_floor_min = 0;
    std::int64_t limit_min = 480;  // the most that one local day earns. 1..1440
    std::int64_t step_min = 1;     // what is earned is cut to a multiple of it. 1..60
    // Whoever is younger or older earns hours and no credits. 0..150
    std::int64_t provider_years_from = 0;
    std::int64_t provider_years_to = 150;
    std::int64_t redeem_years = 60;     // whoever is younger pays with no credits. 0 = at any age
    std::int64_t redeem_after_min = 0;  // ... nor whoever has served less. 0..10000000
    std::vector<Relation> redeem_for{Relation::self, Relation::spouse, Relation::parent};
    std::vector<Relation> gift_to{Relation::spouse, Relation::parent, Relation::child};
    std::vector<TimebankFund> funds;   // at most 64
    std::int64_t donations_to = 0;     // the number of a fund, here and below; 0 = the pool
    std::int64_t excess_to = 0;        // what is above a cap
    std::int64_t key_person_fund = 0;  // pays for key persons without credits; 0 = none does
    bool pool_pays = false;            // ... and for everybody else
    CreditSource free_from = CreditSource::issue;
    std::int64_t free_fund = 0;  // where that is a fund
    CreditHeir heir = CreditHeir::pool;
    std::int64_t death_days = 90;     // so long an account is frozen after a death. 0..3660
    std::int64_t dispute_days = 15;   // so long an entry can be disputed. 0..366
    std::int64_t reverse_days = 365;  // ... and reversed. dispute_days + 1..3660
    // A service earns credits when it is approved at most so many days after it. 1..reverse_days-1
    std::int64_t claim_days = 180;
    // Credits are kept ready for so many days, and for a booking until so many after its
    // end. 1..366
    std::int64_t hold_days = 30;
    Millis keep_ms = hours(24 * 35);  // a closed account stays on the board. 1 s..366 days
};
BOOST_DESCRIBE_STRUCT(TimebankRule, (),
                      (scheme, name_en, name_zh, cap_min, floor_min, pool_floor_min, limit_min,
                       step_min, provider_years_from, provider_years_to, redeem_years,
                       redeem_after_min, redeem_for, gift_to, funds, donations_to, excess_to,
                       key_person_fund, pool_pays, free_from, free_fund, heir, death_days,
                       dispute_days, reverse_days, claim_days, hold_days, keep_ms))

}  // namespace muster
