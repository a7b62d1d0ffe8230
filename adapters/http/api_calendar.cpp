// GET /v1/calendar.ics: the visits and bookings of a member, or the visits that a responder makes.
#include <map>

#include "adapters/http/api.hpp"
#include "adapters/http/calendar_feed.hpp"
#include "engine/codec/json_reader.hpp"
#include "engine/codec/protocol_text.hpp"

namespace muster::http {

namespace {

constexpr std::size_t most_events = 1000;  // of each kind

struct NamedProfile {
    std::string name;
};
BOOST_DESCRIBE_STRUCT(NamedProfile, (), (name))
struct NamedMember {
    NamedProfile profile;
};
BOOST_DESCRIBE_STRUCT(NamedMember, (), (profile))

struct NamedService {
    Code code;
    std::string name_en;
    std::string name_zh;
};
BOOST_DESCRIBE_STRUCT(NamedService, (), (code, name_en, name_zh))
struct NamedServices {
    std::vector<NamedService> services;
};
BOOST_DESCRIBE_STRUCT(NamedServices, (), (services))

// One list behind the other; the second may be missing.
class TwoLists final : public Reading {
  public:
    TwoLists(std::unique_ptr<ListReading> first, std::unique_ptr<ListReading> second)
        : first_(std::move(first)), second_(std::move(second)) {}

    bool go_on(std::size_t work) override {
        if (!first_done_) {
            first_done_ = first_->go_on(work);
            return first_done_ && second_ == nullptr;
        }
        return second_->go_on(work);
    }
    [[nodiscard]] std::size_t work() const override {
        return first_->work() + (second_ ? second_->work() : 0);
    }
    [[nodiscard]] std::string first() { return first_->take().items_json; }
    [[nodiscard]] std::string second() { return second_ ? second_->take().items_json : "[]"; }

  private:
    std::unique_ptr<ListReading> first_;
    std::unique_ptr<ListReading> second_;
    bool first_done_ = false;
};

// The names that the principal may see, each asked for once.
class Names {
  public:
    Names(const QueryPort& queries, const Principal& principal)
        : queries_(queries), principal_(principal) {
        NamedServices all;
        if (const auto rules = queries.read("rules", 1, principal)) {
            if (!codec::read(*rules, all, codec::Mode::lenient))
                services_ = std::move(all.services);
        }
    }

    std::string member(MemberId id) {
        const auto [place, fresh] = members_.try_emplace(id);
        if (!fresh) return place->second;
        NamedMember member;
        const auto json = queries_.read("members", id.value, principal_);
        if (json && codec::read(*json, member, codec::Mode::lenient)) member = {};
        place->second = member.profile.name.empty() ? "member " + std::to_string(id.value)
                                                    : member.profile.name;
        return place->second;
    }
    [[nodiscard]] std::string service(Code code) const {
        for (const NamedService& one : services_) {
            if (one.code == code) return one.name_zh + " " + one.name_en;
        }
        return code.str();
    }

  private:
    const QueryPort& queries_;
    const Principal& principal_;
    std::vector<NamedService> services_;
    std::map<MemberId, std::string> members_;
};

// Of https://muster.example:8443/x.
std::string host_of(std::string_view url) {
    const std::size_t scheme = url.find("://");
    if (scheme == std::string_view::npos) return "muster";
    url.remove_prefix(scheme + 3);
    return std::string(url.substr(0, url.find_first_of(":/")));
}

template <class T>
std::vector<T> entries(const std::string& json) {
    std::vector<T> out;
    if (codec::read(json, out, codec::Mode::lenient)) out.clear();
    return out;
}

std::string text_of(TwoLists& lists, Names names, const std::string& host,
                    std::string_view time_zone) {
    std::vector<calendar::Event> events;
    for (const auto& visit : entries<calendar::VisitEntry>(lists.first()))
        events.push_back(calendar::event_of(visit, names.member(visit.member), host));
    for (const auto& booking : entries<calendar::BookingEntry>(lists.second())) {
        events.push_back(calendar::event_of(booking, names.service(booking.service),
                                            names.member(booking.member), host));
    }
    return calendar::calendar_text(events, time_zone);
}

}  // namespace

std::optional<Problem> Api::calendar_of_whom(const Plan& plan, std::string& name,
                                             std::string& id) const {
    const auto& query = plan.target.query;
    const bool one = query.size() == 1 &&
                     (query[0].first == "member" || query[0].first == "responder") &&
                     codec::parse_number(query[0].second);
    if (!one) {
        return bad_parameter(query.empty() ? "member" : query[0].first,
                             "a calendar is that of one member or of one responder",
                             "member=7, or responder=5");
    }
    name = query[0].first;
    id = query[0].second;
    const bool own = name == "responder" && plan.principal->responder &&
                     id == std::to_string(plan.principal->responder.value);
    if (own || gate::may_list("visits", *plan.principal).allowed) return std::nullopt;
    return Problem{.status = 403,
                   .reason = "forbidden",
                   .detail = "the roles of this token do not allow to read this calendar"};
}

std::unique_ptr<Task> Api::calendar(const Plan& plan, const RequestHead& head, const Reply& reply) {
    std::string whom;
    std::string id;
    if (const auto fault = calendar_of_whom(plan, whom, id)) {
        reply(problem(*fault, head.target));
        return nullptr;
    }
    const bool of_member = whom == "member";
    const Principal& principal = *plan.principal;
    ListQuery query{.filters = {{of_member ? "member" : "visitor", id}}, .limit = most_events};
    std::string error;
    auto visits = ports_.queries.start_list("visits", query, principal, error);
    std::unique_ptr<ListReading> bookings;
    if (of_member) bookings = ports_.queries.start_list("bookings", query, principal, error);
    if (!visits || (of_member && !bookings)) {
        reply(
            problem({.status = 400, .reason = "invalid_parameter", .detail = error, .field = whom},
                    head.target));
        return nullptr;
    }
    if (auto refused = check_long_read(plan, head.target, 1)) {
        reply(std::move(*refused));
        return nullptr;
    }
    if (gate::shows_people("visits", principal)) {
        note(AuditKind::personal_read, principal.name, "calendar.ics?" + whom + "=" + id);
    }
    return read_in_turns(
        principal.name, std::make_unique<TwoLists>(std::move(visits), std::move(bookings)), 1,
        std::string(head.target), reply, [this, principal](Reading& whole) {
            Response response{.status = 200, .content_type = "text/calendar; charset=utf-8"};
            response.header("Cache-Control", "no-store");
            response.body = text_of(static_cast<TwoLists&>(whole), Names(ports_.queries, principal),
                                    host_of(options_.server.public_url), options_.time_zone);
            return response;
        });
}

}  // namespace muster::http
