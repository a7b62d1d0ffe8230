#include "tests/core/naive_rolling.hpp"

#include <algorithm>
#include <limits>
#include <map>
#include <string>

#include "engine/core/requests/request_state.hpp"
#include "engine/roads/distance.hpp"
#include "tests/core/naive_places.hpp"

namespace muster::test {
namespace {

using core::Board;
using core::Index;

constexpr std::int64_t not_able = -1;
// More than all prices of a small city together; and more than all strict classes together.
constexpr std::int64_t strict_class = std::int64_t{1} << 41;
constexpr std::int64_t one_more_waits = std::int64_t{1} << 50;

const ClassRule& class_of(const Rules& rules, const Request& request) {
    return rules.classes[static_cast<std::size_t>(request.urgency)];
}

// w_p * [x + beta * max(0, x - D_p)]
std::int64_t weighted(const Rules& rules, const Request& request, std::int64_t x) {
    const ClassRule& rule = class_of(rules, request);
    std::int64_t late = 0;
    for (const MilestoneRule& milestone : rule.milestones) {
        if (milestone.milestone != Milestone::on_site) continue;
        late = std::max<std::int64_t>(0, x - milestone.within_ms.value);
    }
    return rule.weight * (x + late * rules.dispatch.late_permille / 1000);
}

std::int64_t waited(const Request& request, TimePoint now) {
    return std::max<std::int64_t>(0, (now - request.created_at + request.credit_ms).value);
}

std::int64_t eta_of(const Rules& rules, const Request& request, const Responder& responder) {
    Profile profile = responder.profile.travel;
    if (profile == Profile::urgent && !class_of(rules, request).blue_light) {
        profile = Profile::normal;
    }
    const std::int64_t metres10 =
        roads::distance_dm(*naive_place(rules, responder), request.place->value);
    return metres10 * rules.dispatch.detour_permille * 360 /
           rules.dispatch.speed_m_per_h[static_cast<std::size_t>(profile)];
}

std::int64_t price(const Board& board, const NaiveRow& row, const Responder& responder,
                   TimePoint now) {
    const Rules& rules = board.rules();
    const Request& request = *board.requests().get(row.request);
    const Slot& slot = request.slots[row.slot];
    const std::int64_t x = waited(request, now);
    if (row.current == responder.id) {
        return weighted(rules, request,
                        x + std::max<std::int64_t>(0, (slot.arrival_at - now).value));
    }
    if (!is_able(rules, request, row.slot, responder)) return not_able;
    const DispatchRule& rule = rules.dispatch;
    const std::int64_t sure = naive_doubt_ms(rules, responder, now);
    const std::int64_t changes = (row.current ? 1 : 0) + (responder.request ? 1 : 0);
    return weighted(rules, request, x + eta_of(rules, request, responder) + sure) +
           changes * rule.switch_ms.value;
}

// Worse than any ETA, first by class where classes are strict; the longer it waits, the worse.
std::int64_t price_of_waiting(const Board& board, const NaiveRow& row, TimePoint now) {
    const Rules& rules = board.rules();
    const Request& request = *board.requests().get(row.request);
    const std::int64_t x = waited(request, now);
    const std::int64_t strict = std::max<std::int64_t>(
        0, rules.dispatch.strict_classes - static_cast<std::int64_t>(request.urgency));
    return one_more_waits + strict * strict_class +
           weighted(rules, request, x + minutes(30).value) +
           class_of(rules, request).weight * (x * rules.dispatch.ageing_permille / 1000);
}

}  // namespace

bool is_able(const Rules&, const Request& request, std::uint32_t slot, const Responder& responder) {
    if (responder.profile.kind == ResponderKind::volunteer) return false;
    const Slot& wanted = request.slots[slot];
    if (std::count(wanted.passed.begin(), wanted.passed.end(), responder.id) != 0) return false;
    const auto& has = responder.profile.skills;
    const auto lacks = [&](const Code& skill) {
        return std::find(has.begin(), has.end(), skill) == has.end();
    };
    return std::none_of(wanted.skills.begin(), wanted.skills.end(), lacks) &&
           std::none_of(request.skills.begin(), request.skills.end(), lacks);
}

bool is_idle(const Responder& responder, TimePoint now) {
    return responder.profile.kind != ResponderKind::volunteer &&
           responder.status == ResponderStatus::available &&
           (responder.position || responder.profile.post) &&
           (!responder.shift_until || responder.shift_until > now);
}

bool may_move(const Board& board, const Responder& responder, TimePoint now) {
    if (responder.profile.kind == ResponderKind::volunteer ||
        !(responder.position || responder.profile.post))
        return false;
    if (responder.shift_until && responder.shift_until <= now) return false;
    if (responder.status != ResponderStatus::dispatched &&
        responder.status != ResponderStatus::en_route) {
        return false;
    }
    const Slot& slot = board.requests().get(responder.request)->slots[responder.slot];
    return !slot.pinned && slot.fill == FillMode::direct &&
           slot.arrival_at - now > board.rules().dispatch.no_divert_within_ms;
}

bool waits(const Request& request, std::uint32_t slot) {
    return core::wants_responders(request.status) && request.place &&
           request.slots[slot].fill == FillMode::direct &&
           core::is_waiting(request.slots[slot].status);
}

std::int64_t least_total(const std::vector<std::vector<std::int64_t>>& prices,
                         const std::vector<std::int64_t>& nobody) {
    if (prices.empty()) return 0;
    constexpr std::int64_t forbidden = std::int64_t{1} << 56;
    const std::size_t n = prices.size();
    const std::size_t width = prices[0].size() + n;  // a column "nobody" for each row
    const auto cost = [&](std::size_t r, std::size_t c) {
        if (c >= prices[r].size()) return c - prices[r].size() == r ? nobody[r] : forbidden;
        return prices[r][c] < 0 ? forbidden : prices[r][c];
    };
    // Rows and columns are numbered from 1; column 0 is where a new row begins.
    std::vector<std::int64_t> of_row(n + 1);
    std::vector<std::int64_t> of_column(width + 1);
    std::vector<std::size_t> row_of(width + 1);
    std::vector<std::size_t> from(width + 1);
    for (std::size_t start = 1; start <= n; ++start) {
        row_of[0] = start;
        std::size_t column = 0;
        std::vector<std::int64_t> slack(width + 1, std::numeric_limits<std::int64_t>::max());
        std::vector<bool> done(width + 1);
        while (row_of[column] != 0) {
            done[column] = true;
            const std::size_t row = row_of[column];
            std::int64_t least = std::numeric_limits<std::int64_t>::max();
            std::size_t next = 0;
            for (std::size_t c = 1; c <= width; ++c) {
                if (done[c]) continue;
                const std::int64_t reduced = cost(row - 1, c - 1) - of_row[row] - of_column[c];
                if (reduced < slack[c]) {
                    slack[c] = reduced;
                    from[c] = column;
                }
                if (slack[c] < least) {
                    least = slack[c];
                    next = c;
                }
            }
            for (std::size_t c = 0; c <= width; ++c) {
                if (done[c]) {
                    of_row[row_of[c]] += least;
                    of_column[c] -= least;
                } else {
                    slack[c] -= least;
                }
            }
            column = next;
        }
        for (; column != 0; column = from[column])
            row_of[column] = row_of[from[column]];
    }
    std::int64_t total = 0;
    for (std::size_t c = 1; c <= width; ++c) {
        if (row_of[c] != 0) total += cost(row_of[c] - 1, c - 1);
    }
    return total;
}

NaiveRolling::NaiveRolling(const Board& board, TimePoint now) {
    std::vector<const Responder*> people;
    for (const Index index : board.responders().in_order()) {
        const Responder& responder = board.responders()[index];
        const bool idle = is_idle(responder, now);
        if (!idle && !may_move(board, responder, now)) continue;
        people.push_back(&responder);
        columns_.push_back(responder.id);
        idle_.push_back(idle);
    }
    std::map<std::pair<std::set<std::string>, Urgency>, int> lists;
    for (const Index index : board.requests().in_order()) {
        const Request& request = board.requests()[index];
        for (std::uint32_t s = 0; s < request.slots.size(); ++s) {
            const Slot& slot = request.slots[s];
            NaiveRow row{request.id, s, {}};
            bool ripest = false;
            if (waits(request, s)) {
                std::set<std::string> skills;
                for (const Code& skill : slot.skills)
                    skills.insert(skill.str());
                for (const Code& skill : request.skills)
                    skills.insert(skill.str());
                ripest = ++lists[{skills, request.urgency}] <= 8;
            } else {
                const auto at = std::find(columns_.begin(), columns_.end(), slot.responder);
                if (!core::is_bound(slot.status) || at == columns_.end()) continue;
                row.current = slot.responder;
            }
            rows_.push_back(row);
            among_ripest_.push_back(ripest);
            auto& prices = prices_.emplace_back();
            for (const Responder* responder : people)
                prices.push_back(price(board, row, *responder, now));
            nobody_.push_back(price_of_waiting(board, row, now));
        }
    }
}

std::vector<std::size_t> NaiveRolling::pool(const Cause& cause) const {
    std::vector<std::size_t> pool;
    std::vector<bool> in(rows_.size());
    const auto add = [&](std::size_t row) {
        if (!in[row]) pool.push_back(row);
        in[row] = true;
    };
    for (std::size_t r = 0; r < rows_.size(); ++r) {
        const NaiveRow& row = rows_[r];
        if (cause.whole.contains(row.request)) add(r);
        if (!row.current && cause.waiting.contains(row.request)) add(r);
        if (!row.current && !among_ripest_[r]) continue;
        for (std::size_t c = 0; c < columns_.size(); ++c) {
            if (prices_[r][c] >= 0 && idle_[c] && cause.freed.contains(columns_[c])) add(r);
        }
    }
    for (std::size_t i = 0; i < pool.size(); ++i) {
        for (std::size_t r = 0; r < rows_.size(); ++r) {
            if (!rows_[r].current) continue;
            const auto at = std::find(columns_.begin(), columns_.end(), rows_[r].current);
            if (prices_[pool[i]][static_cast<std::size_t>(at - columns_.begin())] >= 0) add(r);
        }
    }
    return pool;
}

std::int64_t NaiveRolling::price_of_staying(std::size_t row) const {
    const auto at = std::find(columns_.begin(), columns_.end(), rows_[row].current);
    return at == columns_.end() ? nobody_[row]
                                : prices_[row][static_cast<std::size_t>(at - columns_.begin())];
}

std::int64_t NaiveRolling::best(const std::vector<std::size_t>& pool) const {
    std::int64_t rest = 0;
    std::set<ResponderId> staying;
    for (std::size_t r = 0; r < rows_.size(); ++r) {
        if (std::find(pool.begin(), pool.end(), r) != pool.end()) continue;
        rest += price_of_staying(r);
        staying.insert(rows_[r].current);
    }
    std::vector<std::vector<std::int64_t>> prices;
    std::vector<std::int64_t> nobody;
    for (const std::size_t r : pool) {
        std::vector<std::int64_t>& row = prices.emplace_back(prices_[r]);
        for (std::size_t c = 0; c < row.size(); ++c) {
            if (staying.contains(columns_[c])) row[c] = not_able;
        }
        nobody.push_back(nobody_[r]);
    }
    return rest + least_total(prices, nobody);
}

std::int64_t NaiveRolling::best() const {
    return least_total(prices_, nobody_);
}

std::int64_t NaiveRolling::price_of(const Board& board) const {
    std::int64_t total = 0;
    for (std::size_t r = 0; r < rows_.size(); ++r) {
        const Slot& slot = board.requests().get(rows_[r].request)->slots[rows_[r].slot];
        const auto at = std::find(columns_.begin(), columns_.end(), slot.responder);
        total += core::is_bound(slot.status) && at != columns_.end()
                     ? prices_[r][static_cast<std::size_t>(at - columns_.begin())]
                     : nobody_[r];
    }
    return total;
}

}  // namespace muster::test
