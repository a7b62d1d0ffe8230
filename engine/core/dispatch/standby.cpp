#include "engine/core/dispatch/standby.hpp"

#include <algorithm>
#include <numeric>

#include "engine/roads/fleet_times.hpp"
#include "muster/responders.hpp"

namespace muster::core {
namespace {

constexpr std::int64_t million = 1'000'000;
// Weights are multiples of 2^-32 in match::Covered.
constexpr std::int64_t one_q32 = std::int64_t{1} << 32;

std::size_t place_of(std::uint32_t post, Profile profile) {
    return post * profile_count + static_cast<std::size_t>(profile);
}

}  // namespace

const Standby::Points& Standby::reach(std::uint32_t post, Profile profile) const {
    return reach_[place_of(post, profile)];
}

std::int64_t Standby::ppm(match::Covered covered) const {
    // In this order nothing overflows: what is covered is at most all demand.
    return covered.q32 / demand_ * million / one_q32;
}

// Responders hurry to what they cover, so this is by their own profile.
void Standby::work_out_reach(const Step& step, Profile profile) {
    const StandbyRule& rule = step.board.rules().standby;
    const auto posts = static_cast<std::uint32_t>(rule.posts.size());
    const auto& network = step.journeys.network();
    std::optional<roads::FleetTimes> there;
    roads::FleetTimes::Scratch scratch;
    std::vector<roads::FleetTimes::Eta> etas;
    std::vector<std::uint32_t> all(posts);
    std::iota(all.begin(), all.end(), 0u);
    if (network) {
        there.emplace(network);
        for (const std::uint32_t post : all)
            there->place(post, profile, rule.posts[post].place);
    }
    for (std::uint32_t point = 0; point < rule.demand.size(); ++point) {
        const Point to = rule.demand[point].place;
        etas.clear();
        if (there) {
            there->etas_of(to, all, scratch, etas);
        } else {
            for (const std::uint32_t post : all) {
                etas.push_back({post, step.board.rule_index().travel().travel_time(
                                          rule.posts[post].place, to, profile)});
            }
        }
        for (const auto& [post, eta] : etas)
            if (eta <= rule.within_ms) reach_[place_of(post, profile)].push_back(point);
    }
}

bool Standby::follow(const Step& step) {
    const Board& board = step.board;
    const StandbyRule& rule = board.rules().standby;
    if (rule.posts.empty() || rule.demand.empty()) return false;
    const auto posts = static_cast<std::uint32_t>(rule.posts.size());
    if (!coverage_ || rules_seen_ != board.rules_loaded() ||
        networks_seen_ != step.journeys.networks_used()) {
        rules_seen_ = board.rules_loaded();
        networks_seen_ = step.journeys.networks_used();
        std::vector<std::int64_t> weights;
        for (const DemandPoint& point : rule.demand)
            weights.push_back(point.weight);
        demand_ = std::accumulate(weights.begin(), weights.end(), std::int64_t{0});
        coverage_.emplace(weights, rule.busy_permille * (1 << 16) / 1000);
        reach_.assign(std::size_t{posts} * profile_count, {});
        reach_known_.assign(profile_count, false);
        counted_.assign(std::size_t{posts} * profile_count, 0);
        loss_ppm_.assign(counted_.size(), std::nullopt);
    }
    if (demand_ == 0) return false;
    for (std::uint32_t post = 0; post < posts; ++post) {
        for (int p = 0; p < profile_count; ++p) {
            const auto profile = static_cast<Profile>(p);
            std::uint32_t& counted = counted_[place_of(post, profile)];
            const std::uint32_t standing = board.standing_by(post, profile);
            if (counted == standing) continue;
            if (!reach_known_[static_cast<std::size_t>(p)]) {
                work_out_reach(step, profile);
                reach_known_[static_cast<std::size_t>(p)] = true;
            }
            for (; counted < standing; ++counted)
                coverage_->add(reach(post, profile));
            for (; counted > standing; --counted)
                coverage_->remove(reach(post, profile));
            std::fill(loss_ppm_.begin(), loss_ppm_.end(), std::nullopt);
        }
    }
    return true;
}

std::optional<std::int64_t> Standby::covered_ppm(const Step& step) {
    if (!follow(step)) return std::nullopt;
    return ppm(coverage_->covered());
}

std::int64_t Standby::loss_ppm(const Step& step, Index responder) {
    const ResponderAux& aux = step.board.responders().aux(responder);
    if (!aux.covers_from || !follow(step)) return 0;
    std::optional<std::int64_t>& loss = loss_ppm_[place_of(*aux.covers_from, aux.covers_by)];
    if (!loss) loss = ppm(coverage_->loss(reach(*aux.covers_from, aux.covers_by)));
    return *loss;
}

Millis Standby::travel(const Step& step, Index responder, std::uint32_t post) {
    const PostRule& rule = step.board.rules().standby.posts[post];
    const Millis way = step.journeys.quiet_eta(step.board, responder, rule.place);
    // A post without a way to it is as far as can be; the price of the way stays within bounds.
    return std::min(way, hours(24));
}

std::optional<Standby::Move> Standby::best_move(const Step& step, Index responder) {
    const ResponderAux& aux = step.board.responders().aux(responder);
    if (!aux.covers_from || !follow(step)) return std::nullopt;
    const StandbyRule& rule = step.board.rules().standby;
    const Points& present = reach(*aux.covers_from, aux.covers_by);
    coverage_->remove(present);
    choices_.clear();
    for (std::uint32_t post = 0; post < rule.posts.size(); ++post)
        choices_.push_back({reach(post, aux.covers_by), travel(step, responder, post)});
    const std::int64_t price = demand_ * one_q32 / million * rule.minute_ppm / minutes(1).value;
    const auto best = coverage_->best_post(choices_, price);
    const match::Covered kept = coverage_->gain(present);
    coverage_->add(present);
    const auto post = static_cast<std::uint32_t>(best->post);
    if (post == *aux.covers_from) return std::nullopt;
    return Move{post, choices_[post].travel, ppm({best->gain.q32 - kept.q32})};
}

Standby::Move Standby::move_to(const Step& step, Index responder, std::uint32_t post) {
    Move move{post, travel(step, responder, post), 0};
    const ResponderAux& aux = step.board.responders().aux(responder);
    if (!aux.covers_from || !follow(step)) return move;
    const Points& present = reach(*aux.covers_from, aux.covers_by);
    coverage_->remove(present);
    move.gain_ppm =
        ppm({coverage_->gain(reach(post, aux.covers_by)).q32 - coverage_->gain(present).q32});
    coverage_->add(present);
    return move;
}

void rest(Step& step) {
    const MoveUp move_up = step.board.rules().standby.move_up;
    if (move_up == MoveUp::off) return;
    // One after the other: each sees where those before him go.
    for (const Index resting : step.scratch.resting) {
        const Responder& responder = step.board.responders()[resting];
        const auto move = step.standby.best_move(step, resting);
        const bool ordered =
            move_up == MoveUp::automatic && responder.profile.kind == ResponderKind::team;
        if (move && ordered) {
            step.emit(StandbyOrdered{responder.id,
                                     step.board.rules().standby.posts[move->post].code,
                                     AssignedBy::engine,
                                     {},
                                     move->travel,
                                     move->gain_ppm});
        } else if (move && step.board.rules().standby.posts[move->post].code != responder.advised) {
            step.emit(StandbyAdvised{responder.id,
                                     step.board.rules().standby.posts[move->post].code,
                                     move->travel, move->gain_ppm});
        } else if (!move && !responder.advised.empty()) {
            step.emit(StandbyAdvised{responder.id, {}, {}, 0});
        }
    }
}

}  // namespace muster::core
