#include "engine/app/tables/service_client.hpp"

#include <algorithm>
#include <boost/asio/steady_timer.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <chrono>
#include <utility>

#include "engine/app/random_name.hpp"
#include "engine/codec/commands_json.hpp"

namespace muster::app {
namespace {

namespace json = boost::json;
using boost::asio::ip::tcp;

constexpr std::size_t line_count = 16;
constexpr std::chrono::seconds answer_timeout{60};
constexpr int most_tries = 120;
constexpr std::size_t page_size = 1000;

std::string text_in(const json::object& object, std::string_view name) {
    const json::value* const value = object.if_contains(name);
    return value != nullptr && value->is_string() ? std::string(value->as_string()) : "";
}

// What the service says about a refusal; its body is a problem of RFC 9457.
std::string reason_of(const HttpAnswer& answer) {
    if (answer.status == 0) return answer.body;
    json::error_code failed;
    const json::value body = json::parse(answer.body, failed);
    std::string detail;
    if (!failed && body.is_object()) {
        detail = text_in(body.as_object(), "detail");
        const std::string field = text_in(body.as_object(), "field");
        if (!field.empty()) detail = field + ": " + detail;
    }
    return "the service answered " + std::to_string(answer.status) +
           (detail.empty() ? "" : ": " + detail);
}

bool is_worth_another_try(unsigned status) {
    return status == 0 || status == 429 || status == 503;
}

// "members 4 and 19: name, phone", when the answer tells of a proposal.
std::optional<std::string> proposal_in(const std::string& body) {
    if (body.find("MergeProposed") == std::string::npos) return std::nullopt;
    json::error_code failed;
    const json::value answer = json::parse(body, failed);
    if (failed || !answer.is_object()) return std::nullopt;
    const json::value* const events = answer.as_object().if_contains("events");
    if (events == nullptr || !events->is_array()) return std::nullopt;
    for (const json::value& event : events->as_array()) {
        if (!event.is_object() || text_in(event.as_object(), "type") != "MergeProposed") continue;
        const json::value* const merge = event.as_object().if_contains("merge");
        if (merge == nullptr || !merge->is_object()) continue;
        const json::object& of = merge->as_object();
        std::string words = "may be one person: members " + json::serialize(of.at("kept")) +
                            " and " + json::serialize(of.at("other"));
        if (const json::value* const matched = of.if_contains("matched")) {
            words += ", the same " + json::serialize(*matched);
        }
        return words;
    }
    return std::nullopt;
}

}  // namespace

Expected<std::unique_ptr<ServiceClient>, std::string> ServiceClient::open(const std::string& url,
                                                                          std::string token) {
    auto target = read_target(url);
    if (!target) return std::move(target.error());
    boost::asio::io_context io;
    boost::system::error_code failed;
    tcp::resolver resolver(io);
    const auto found = resolver.resolve(target->host, std::to_string(target->port), failed);
    if (failed || found.empty()) {
        return "\"" + target->host + "\" cannot be found: " + failed.message();
    }
    return std::unique_ptr<ServiceClient>(
        new ServiceClient(std::move(*target), found.begin()->endpoint(), std::move(token)));
}

ServiceClient::ServiceClient(LoadTarget target, tcp::endpoint server, std::string token)
    : target_(std::move(target)), token_(std::move(token)), run_(random_name("import", 16)) {
    for (std::size_t i = 0; i < line_count; ++i)
        lines_.push_back(std::make_unique<LoadLine>(io_, server, answer_timeout));
}

HttpAnswer ServiceClient::get(const std::string& path) {
    HttpAnswer answer;
    lines_[0]->send(request_text(target_, "GET", path, token_, "", ""), nullptr,
                    [&](HttpAnswer&& came) { answer = std::move(came); });
    io_.restart();
    io_.run();
    return answer;
}

Expected<json::object, std::string> ServiceClient::read(const std::string& path) {
    const HttpAnswer answer = get(path);
    if (answer.status != 200) return reason_of(answer);
    json::error_code failed;
    json::value value = json::parse(answer.body, failed);
    if (failed || !value.is_object()) return "the answer to " + path + " cannot be read";
    return std::move(value.as_object());
}

Expected<Rules, std::string> ServiceClient::rules() {
    const auto page = read("/v1/rules");
    if (!page) return std::string(page.error());
    const json::value* const items = page->if_contains("items");
    if (items == nullptr || !items->is_array() || items->as_array().size() != 1) {
        return std::string("the service's rules cannot be read; is this a Muster service?");
    }
    Rules rules;
    const std::string text = json::serialize(items->as_array()[0]);
    if (const auto wrong = codec::read_rules(text, rules, codec::Mode::lenient, codec::own_text)) {
        return "the service's rules cannot be read: " + codec::to_string(*wrong);
    }
    return rules;
}

std::optional<std::string> ServiceClient::each(const std::string& path, const UseItem& use) {
    const std::string more = path + (path.find('?') == std::string::npos ? '?' : '&') +
                             "limit=" + std::to_string(page_size) + "&after=";
    for (std::uint64_t after = 0;;) {
        const auto page = read(more + std::to_string(after));
        if (!page) return page.error();
        for (const json::value& item : page->at("items").as_array())
            use(item.as_object());
        after = page->at("next_after").to_number<std::uint64_t>();
        if (after == 0) return std::nullopt;
    }
}

std::optional<std::string> ServiceClient::each(const TableRule& rule, const UseEntity& use) {
    return each("/v1/" + rule.collection, [&](const json::object& entity) {
        const auto id = entity.at("id").to_number<std::uint64_t>();
        if (rule.fields_of.empty()) return use(id, entity);
        const json::value* const inner = entity.if_contains(rule.fields_of);
        use(id, inner != nullptr ? inner->as_object() : json::object());
    });
}

Expected<KnownEntities, std::string> ServiceClient::known(
    const TableRule& rule, const std::function<void(std::size_t)>& progress) {
    KnownEntities known;
    std::size_t seen = 0;
    const auto wrong = each(rule, [&](std::uint64_t id, const json::object& fields) {
        progress(++seen);
        const std::string key = text_in(fields, rule.key);
        if (!key.empty()) known.insert_or_assign(key, KnownEntity{id, fields});
    });
    if (wrong) return *wrong;
    return known;
}

namespace {

// One run over all commands, on all lines.
class Sending {
  public:
    Sending(boost::asio::io_context& io, const std::vector<PlannedCommand>& commands,
            std::function<std::string(const PlannedCommand&)> text,
            const std::function<void(std::size_t)>& progress)
        : io_(io), commands_(commands), text_(std::move(text)), progress_(progress) {}

    SendReport run(std::vector<std::unique_ptr<LoadLine>>& lines) {
        for (auto& line : lines)
            next(*line);
        io_.restart();
        io_.run();
        return std::move(report_);
    }

  private:
    void next(LoadLine& line) {
        if (next_ == commands_.size() || !report_.faults.empty()) return;
        send(line, next_++, 1);
    }

    void send(LoadLine& line, std::size_t place, int tries) {
        line.send(text_(commands_[place]), nullptr, [this, &line, place, tries](HttpAnswer&& came) {
            answered(line, place, tries, std::move(came));
        });
    }

    void answered(LoadLine& line, std::size_t place, int tries, HttpAnswer&& answer) {
        const std::size_t row = commands_[place].line;
        if (answer.status / 100 == 2) {
            ++report_.done;
            if (auto proposal = proposal_in(answer.body)) {
                report_.duplicates.push_back({row, std::move(*proposal)});
            }
            progress_(report_.done);
            return next(line);
        }
        if (!is_worth_another_try(answer.status) || tries == most_tries) {
            report_.faults.push_back({row, reason_of(answer)});
            return;
        }
        auto timer = std::make_shared<boost::asio::steady_timer>(
            io_, answer.retry_after.value_or(std::chrono::seconds(1)));
        timer->async_wait([this, timer, &line, place, tries](const boost::system::error_code&) {
            send(line, place, tries + 1);
        });
    }

    boost::asio::io_context& io_;
    const std::vector<PlannedCommand>& commands_;
    std::function<std::string(const PlannedCommand&)> text_;
    const std::function<void(std::size_t)>& progress_;
    std::size_t next_ = 0;
    SendReport report_;
};

}  // namespace

SendReport ServiceClient::send(const std::vector<PlannedCommand>& commands,
                               const std::function<void(std::size_t)>& progress) {
    const auto text = [this](const PlannedCommand& command) {
        const std::string key =
            "Idempotency-Key: " + run_ + "-" + std::to_string(command.line) + "\r\n";
        return request_text(target_, "POST", "/v1/commands/" + command.name, token_, key,
                            command.body);
    };
    SendReport report = Sending(io_, commands, text, progress).run(lines_);
    const auto by_line = [](const FileFault& a, const FileFault& b) { return a.line < b.line; };
    std::sort(report.faults.begin(), report.faults.end(), by_line);
    std::sort(report.duplicates.begin(), report.duplicates.end(), by_line);
    return report;
}

}  // namespace muster::app
