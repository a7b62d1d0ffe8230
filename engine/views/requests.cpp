// Requests in reads and on the feed.
#include <algorithm>
#include <array>
#include <bit>
#include <string>

#include "engine/core/requests/legality.hpp"
#include "engine/views/collection_impl.hpp"
#include "engine/views/filter_makers.hpp"

namespace muster::views {
namespace {

Test request_open(const Wanted& w) {
    if (w.value != "true" && w.value != "false") {
        w.error = "open is true or false";
        return {};
    }
    return [&board = w.board, wanted = w.value == "true"](std::uint64_t id) {
        const core::Index index = board.requests().find(RequestId{id});
        return index != core::no_index && board.requests().aux(index).open == wanted;
    };
}
Test request_district(const Wanted& w) {
    const auto value = code(w);
    if (!value) return {};
    return test_of<Request>(w, [&board = w.board, v = *value](const Request& r) {
        const Member* member = board.members().get(board.root(r.member));
        return member && member->profile.district == v;
    });
}

// Whether somebody does what the filter is named after.
template <class Does>
Test request_that(const Wanted& w, Does does) {
    if (w.value != "true" && w.value != "false") {
        w.error = "is true or false";
        return {};
    }
    return test_of<Request>(
        w, [wanted = w.value == "true", does](const Request& r) { return does(r) == wanted; });
}
Test request_urged(const Wanted& w) {
    return request_that(w, [](const Request& r) { return r.urged != 0; });
}
Test request_supervised(const Wanted& w) {
    return request_that(w, [](const Request& r) { return !r.supervised_by.empty(); });
}

// A promise that was broken, and nobody has said why.
Test request_unexplained(const Wanted& w) {
    return request_that(w, [](const Request& r) {
        return std::any_of(r.milestones.begin(), r.milestones.end(), [](const MilestoneState& m) {
            return m.breached_at && m.cause.value.empty();
        });
    });
}

// By what named it where it comes from: a button, a card reader, a work order of a platform.
Test request_device(const Wanted& w) {
    return test_of<Request>(
        w, [device = std::string(w.value)](const Request& r) { return r.device == device; });
}

constexpr Filter request_filters[] = {{"status", false, by<&Request::status>},
                                      {"urgency", false, by<&Request::urgency>},
                                      {"service", false, by<&Request::service>},
                                      {"member", false, of_member<Request>},
                                      {"open", false, request_open},
                                      {"district", false, request_district},
                                      {"device", false, request_device},
                                      {"clock", false, by<&Request::clock>},
                                      {"urged", false, request_urged},
                                      {"supervised", false, request_supervised},
                                      {"unexplained", false, request_unexplained}};

// "TakeRequest", for each action, with the quotes and a comma behind.
const auto action_texts = []<class... C>(TypeList<C...>) {
    return std::array{std::string("\"").append(type_name<C>()).append("\",")...};
}(core::RequestActions());

void append_actions(std::string& out, const Request& request) {
    std::uint64_t actions = core::allowed_actions(request);
    for (; actions != 0; actions &= actions - 1)
        out += action_texts[static_cast<std::size_t>(std::countr_zero(actions))];
    if (out.back() == ',') out.pop_back();
}

}  // namespace

template <>
constexpr Collection<Request> collection<Request>{
    .filters = request_filters,
    .append_actions = append_actions,
    .compact = true,
    // Whoever is on the way must know where to.
    .open_to =
        [](const core::Board& board, const Responder& self, RequestId id) {
            const Request* const request = work_of(board, self);
            return request && request->id == id;
        },
    .over_since = [](const core::Board& /*board*/,
                     const Request& request) { return request.ended_at; },
};
template class EntityView<Request>;

}  // namespace muster::views
