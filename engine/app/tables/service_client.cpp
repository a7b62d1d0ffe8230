#include "engine/app/tables/service_client.hpp"

#include <algorithm>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <chrono>
#include <utility>

#include "engine/app/random_name.hpp"
#include "engine/app/tables/table_text.hpp"
#include "engine/codec/commands_json.hpp"

namespace muster::app {
namespace {

namespace json = boost::json;
using boost::asio::ip::tcp;

constexpr std::size_t line_count = 4;
constexpr std::chrono::seconds answer_timeout{60};
constexpr std::size_t page_size = 1000;

std::string text_in(const json::object& object, std::string_view name) {
    const json::value* const value = object.if_contains(name);
    return value != nullptr && value->is_string() ? std::string(value->as_string()) : "";
}

}  // namespace

Expected<std::unique_ptr<ServiceClient>, std::string> ServiceClient::open(
    const std::string& url, std::string token, std::stop_token give_up,
    const std::string& own_certificate) {
    auto target = read_target(url, Schemes::https_too);
    if (!target) return std::move(target.error());
    std::optional<LineTls> tls;
    if (target->tls) {
        auto trust = own_certificate.empty() ? LineTls::of_host(target->host)
                                             : LineTls::of_file(own_certificate);
        if (!trust) return std::move(trust.error());
        tls = std::move(*trust);
    }
    boost::asio::io_context io;
    boost::system::error_code failed;
    tcp::resolver resolver(io);
    const auto found = resolver.resolve(target->host, std::to_string(target->port), failed);
    if (failed || found.empty()) {
        return "\"" + target->host + "\" cannot be found: " + failed.message();
    }
    return std::unique_ptr<ServiceClient>(
        new ServiceClient(std::move(*target), found.begin()->endpoint(), std::move(tls),
                          std::move(token), std::move(give_up)));
}

ServiceClient::ServiceClient(LoadTarget target, const tcp::endpoint& server,
                             std::optional<LineTls> tls, std::string token, std::stop_token give_up)
    : target_(std::move(target)),
      token_(std::move(token)),
      give_up_(std::move(give_up)),
      stops_io_(give_up_, [this] { io_.stop(); }),
      run_(random_name("import", 16)) {
    for (std::size_t i = 0; i < line_count; ++i)
        lines_.push_back(std::make_unique<LoadLine>(io_, server, answer_timeout, tls));
}

// Asked after restart(): who tells it to give up before is seen here, who does so later stops it.
bool ServiceClient::run() {
    io_.restart();
    if (!give_up_.stop_requested()) io_.run();
    return !give_up_.stop_requested();
}

HttpAnswer ServiceClient::get(const std::string& path) {
    HttpAnswer answer;
    if (give_up_.stop_requested()) return {0, "it was given up", {}};
    lines_[0]->send(request_text(target_, "GET", path, token_, "", ""), nullptr,
                    [&](HttpAnswer&& came) { answer = std::move(came); });
    if (!run()) return {0, "it was given up", {}};
    return answer;
}

Expected<json::object, Said> ServiceClient::read(const std::string& path) {
    const HttpAnswer answer = get(path);
    if (answer.status != 200) return reason_of(answer);
    json::error_code failed;
    json::value value = json::parse(answer.body, failed);
    if (failed || !value.is_object()) {
        return Said("the answer to " + path + " cannot be read", "无法读取服务的应答");
    }
    return std::move(value.as_object());
}

Expected<Rules, Said> ServiceClient::rules() {
    const auto page = read("/v1/rules");
    if (!page) return page.error();
    const json::value* const items = page->if_contains("items");
    if (items == nullptr || !items->is_array() || items->as_array().size() != 1) {
        return said("the service's rules cannot be read; is this a Muster service?",
                    "无法读取服务的规则");
    }
    Rules rules;
    const std::string text = json::serialize(items->as_array()[0]);
    if (const auto wrong = codec::read_rules(text, rules, codec::Mode::lenient, codec::own_text)) {
        return Said("the service's rules cannot be read: " + codec::to_string(*wrong),
                    "无法读取服务的规则");
    }
    return rules;
}

std::optional<Said> ServiceClient::each(const std::string& path, const UseItem& use) {
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

std::optional<Said> ServiceClient::each(const TableRule& rule, const UseEntity& use) {
    const std::string path = "/v1/" + rule.collection;
    return each(rule.filter.empty() ? path : path + "?" + rule.filter,
                [&](const json::object& entity) {
                    const auto id = entity.at("id").to_number<std::uint64_t>();
                    if (rule.fields_of.empty()) return use(id, entity);
                    const json::value* const inner = entity.if_contains(rule.fields_of);
                    json::object fields = inner != nullptr ? inner->as_object() : json::object();
                    for (const ColumnRule& column : rule.columns) {
                        if (column.shown_at.empty()) continue;
                        const json::value* const shown = value_at(entity, column.shown_at);
                        if (shown != nullptr) fields[column.field] = *shown;
                    }
                    use(id, fields);
                });
}

Expected<KnownEntities, Said> ServiceClient::known(
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

SendReport ServiceClient::send(const std::vector<PlannedCommand>& commands,
                               const std::function<void(std::size_t)>& progress,
                               std::stop_token stop) {
    BatchSender sender(io_, target_, token_, run_, commands, progress, std::move(stop));
    sender.begin(lines_);
    const bool whole = run();
    SendReport report = sender.take_report();
    report.stopped = report.stopped || !whole;
    const auto by_line = [](const FileFault& a, const FileFault& b) { return a.line < b.line; };
    std::sort(report.faults.begin(), report.faults.end(), by_line);
    std::sort(report.duplicates.begin(), report.duplicates.end(), by_line);
    std::sort(report.flagged.begin(), report.flagged.end(), by_line);
    return report;
}

}  // namespace muster::app
