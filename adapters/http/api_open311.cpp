// The routes of Open311: who asks, by its api_key, which is a token of ours; and its words for what
// is refused.
#include "adapters/http/api.hpp"
#include "adapters/http/open311.hpp"
#include "adapters/http/request_text.hpp"
#include "engine/codec/json_reader.hpp"
#include "engine/codec/protocol_text.hpp"
#include "muster/requests.hpp"

namespace muster::http {

namespace {

constexpr std::size_t most_fields = 64;
constexpr std::size_t most_listed = 1000;  // as the standard has it

struct Services {
    std::vector<open311::Service> services;
};
BOOST_DESCRIBE_STRUCT(Services, (), (services))

// Whoever may be told all of this has no right to personal data: all that is read comes masked.
const Principal open311_reader{.name = "open311", .roles = {}, .responder = {}};

template <class T>
std::optional<T> read_as(const std::optional<std::string>& json) {
    T out;
    if (!json || codec::read(*json, out, codec::Mode::lenient)) return std::nullopt;
    return out;
}

std::vector<open311::Service> services_of(const QueryPort& queries) {
    return read_as<Services>(queries.read("rules", 1, open311_reader))
        .value_or(Services{})
        .services;
}

Response refused_with(const open311::Error& error) {
    return json_response(error.status, open311::to_json(error));
}

// The name without the form in which it is wanted; nothing for another form than JSON.
std::optional<std::string_view> without_json(std::string_view name) {
    constexpr std::string_view ending = ".json";
    if (!name.ends_with(ending)) return std::nullopt;
    return name.substr(0, name.size() - ending.size());
}

std::string pages_json(const ListPage& page, const open311::Wanted& wanted,
                       const std::vector<open311::Service>& services) {
    std::vector<open311::State> states;
    if (codec::read(page.items_json, states, codec::Mode::lenient)) states.clear();
    std::erase_if(states, [&](const open311::State& state) { return !wanted.fits(state); });
    return open311::requests_json(states, services);
}

}  // namespace

std::optional<open311::Error> Api::check_api_key(Plan& plan, const RequestHead& head,
                                                 std::string_view api_key) {
    // A token in the header does as well, and was looked at already.
    if (!plan.principal && !api_key.empty()) plan.principal = ports_.access.authenticate(api_key);
    if (!plan.principal) {
        if (api_key.empty()) return open311::Error{403, "api_key was not provided"};
        note_failed_token(head);
        metrics_.failed_login(Login::api_key);
        const Millis wait =
            failures_.take(head.rate_name, ports_.steady_now(), options_.failed_login_cost);
        if (wait > Millis{0}) return open311::Error{429, "too many wrong keys in a short time"};
        return open311::Error{403, "api_key is not valid"};
    }
    const Principal& who = *plan.principal;
    if (const auto no = forbidden(command_row<CreateRequest>, "requests", who)) {
        metrics_.refused_right();
        return open311::Error{403, no->detail};
    }
    return std::nullopt;
}

void Api::answer_open311(Plan& plan, const RequestHead& head, std::string_view body,
                         const Reply& reply) {
    const Endpoint endpoint = plan.route.endpoint;
    if (endpoint == Endpoint::open311_request) return open311_request(plan, head, reply);
    if (endpoint == Endpoint::open311_requests) return open311_create(plan, head, body, reply);
    open311_services(plan, reply);
}

void Api::open311_services(const Plan& plan, const Reply& reply) const {
    const auto services = services_of(ports_.queries);
    if (plan.route.endpoint == Endpoint::open311_services) {
        return reply(json_response(200, open311::services_json(services)));
    }
    const auto code = without_json(plan.route.name);
    for (const open311::Service& service : services) {
        if (code && service.code.view() == *code) {
            return reply(json_response(200, open311::definition_json(service)));
        }
    }
    reply(refused_with({404, "service_code was not found; services.json lists them"}));
}

void Api::open311_request(Plan& plan, const RequestHead& head, const Reply& reply) {
    const auto key = open311::value_of(plan.target.query, "api_key");
    if (const auto wrong = check_api_key(plan, head, key)) return reply(refused_with(*wrong));
    const auto number = without_json(plan.route.name);
    const auto id = number ? codec::parse_number(*number) : std::nullopt;
    const auto state =
        id ? read_as<open311::State>(ports_.queries.read("requests", *id, open311_reader))
           : std::nullopt;
    if (!state) return reply(refused_with({404, "service_request_id was not found"}));
    reply(json_response(200, open311::requests_json({*state}, services_of(ports_.queries))));
}

std::unique_ptr<Task> Api::open311_list(Plan& plan, const RequestHead& head, const Reply& reply) {
    const auto refuse = [&](const open311::Error& error) {
        reply(refused_with(error));
        return nullptr;
    };
    const auto key = open311::value_of(plan.target.query, "api_key");
    if (const auto wrong = check_api_key(plan, head, key)) return refuse(*wrong);
    auto wanted = open311::read_wanted(plan.target.query);
    if (!wanted) return refuse(wanted.error());
    auto services = services_of(ports_.queries);
    if (!wanted->ids.empty()) {
        std::vector<open311::State> states;
        for (const std::uint64_t id : wanted->ids) {
            auto state =
                read_as<open311::State>(ports_.queries.read("requests", id, open311_reader));
            if (state) states.push_back(std::move(*state));
        }
        reply(json_response(200, open311::requests_json(states, services)));
        return nullptr;
    }
    ListQuery query;
    query.limit = most_listed;
    if (!wanted->service.empty()) query.filters.emplace_back("service", wanted->service.str());
    std::string error;
    auto reading = ports_.queries.start_list("requests", query, open311_reader, error);
    if (!reading) return refuse({400, error});
    if (auto refused = check_long_read(plan, head.target, 1)) {
        reply(std::move(*refused));
        return nullptr;
    }
    return read_in_turns(
        plan.principal->name, std::move(reading), 1, std::string(head.target), reply,
        [wanted = std::move(*wanted), services = std::move(services)](Reading& whole) {
            return json_response(
                200, pages_json(static_cast<ListReading&>(whole).take(), wanted, services));
        });
}

void Api::open311_create(Plan& plan, const RequestHead& head, std::string_view body,
                         const Reply& reply) {
    const auto form = parse_form(body, most_fields);
    if (!form) return reply(refused_with({400, "the form cannot be read"}));
    std::string_view key = open311::value_of(*form, "api_key");
    if (key.empty()) key = open311::value_of(plan.target.query, "api_key");
    const bool by_header = plan.principal.has_value();
    if (const auto wrong = check_api_key(plan, head, key)) return reply(refused_with(*wrong));
    // A token in the header has paid already, and the address did for one in the form.
    if (!by_header) {
        const Millis wait = per_token_.take(plan.principal->name, ports_.steady_now());
        if (wait > Millis{0}) {
            metrics_.hit(Limit::rate_token);
            return reply(too_many(plan, head.target, wait));
        }
    }
    auto request = open311::read_request(*form, services_of(ports_.queries));
    if (!request) return reply(refused_with(request.error()));
    Submission submission{.source = {}, .key = {}, .command = std::move(*request)};
    if (const auto fault =
            make_ready(submission, head.idempotency_key, codec::Datum::wgs84, *plan.principal)) {
        return reply(refused_with({fault->status, fault->detail}));
    }
    carry_out(std::move(submission), *plan.principal,
              [this, reply, instance = std::string(head.target)](
                  const Outcome& outcome, const std::optional<Problem>& refused) {
                  give(reply, [&] {
                      if (refused) return problem(*refused, instance);
                      return json_response(201, "[{\"service_request_id\":\"" +
                                                    std::to_string(outcome.seq) +
                                                    "\",\"service_notice\":null,"
                                                    "\"account_id\":null}]");
                  });
              });
}

}  // namespace muster::http
