#include "engine/app/tables/batch_sender.hpp"

#include <algorithm>
#include <boost/asio/steady_timer.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <chrono>
#include <optional>
#include <utility>

#include "engine/app/tables/refusal_words.hpp"

namespace muster::app {
namespace {

namespace json = boost::json;

constexpr int most_tries = 120;
constexpr std::size_t most_bytes = 768 * 1024;  // of one body; the service takes 1 MiB

std::string text_in(const json::object& object, std::string_view name) {
    const json::value* const value = object.if_contains(name);
    return value != nullptr && value->is_string() ? std::string(value->as_string()) : "";
}

std::optional<json::object> object_in(std::string_view text) {
    json::error_code failed;
    json::value value = json::parse(json::string_view(text.data(), text.size()), failed);
    if (failed || !value.is_object()) return std::nullopt;
    return std::move(value.as_object());
}

bool is_worth_another_try(unsigned status) {
    return status == 0 || status == 429 || status == 503;
}

// What the event says of the thing of the name, when the answer has such an event.
std::optional<json::object> told_in(std::string_view line, std::string_view event_type,
                                    std::string_view thing) {
    if (line.find(event_type) == std::string_view::npos) return std::nullopt;
    const auto answer = object_in(line);
    const json::value* const events = answer ? answer->if_contains("events") : nullptr;
    if (events == nullptr || !events->is_array()) return std::nullopt;
    for (const json::value& event : events->as_array()) {
        if (!event.is_object() || text_in(event.as_object(), "type") != event_type) continue;
        const json::value* const told = event.as_object().if_contains(thing);
        if (told != nullptr && told->is_object()) return told->as_object();
    }
    return std::nullopt;
}

std::uint64_t number_in(const json::object& object, std::string_view name) {
    const json::value* const value = object.if_contains(name);
    json::error_code failed;
    const auto number = value == nullptr ? 0 : value->to_number<std::uint64_t>(failed);
    return failed ? 0 : number;
}

// "，姓名相同，电话相同".
std::string matches_in_chinese(const json::value& matched) {
    std::string out;
    if (!matched.is_array()) return out;
    for (const json::value& one : matched.get_array()) {
        if (!one.is_string()) continue;
        const std::string_view word = value_in_chinese("MergeMatch", one.get_string());
        if (!word.empty()) out.append("，").append(word);
    }
    return out;
}

// "may be one person: members 4 and 19, the same name, phone".
std::optional<FileFault> proposal_in(std::size_t row, std::string_view line) {
    const auto merge = told_in(line, "MergeProposed", "merge");
    if (!merge) return std::nullopt;
    const std::uint64_t kept = number_in(*merge, "kept");
    const std::uint64_t other = number_in(*merge, "other");
    FileFault proposal{row, said("may be one person: members {} and {}",
                                 "可能是同一人：服务对象 {} 与 {}", kept, other)};
    if (const json::value* const matched = merge->if_contains("matched")) {
        proposal.what.en += ", the same " + json::serialize(*matched);
        proposal.what.zh += matches_in_chinese(*matched);
    }
    proposal.ids = {kept, other};
    return proposal;
}

// "answer 19 waits for a review: missing (health)".
std::optional<FileFault> flag_in(std::size_t row, std::string_view line) {
    // It is received first, and flagged by an event of its own.
    if (line.find(R"("status":"flagged")") == std::string_view::npos) return std::nullopt;
    const auto answer = told_in(line, "AnswerReceived", "answer");
    if (!answer) return std::nullopt;
    const std::uint64_t id = number_in(*answer, "id");
    FileFault flag{row, said("answer {} waits for a review", "答卷 {} 待复核", id)};
    flag.ids = {id};
    const json::value* const findings = answer->if_contains("findings");
    if (findings == nullptr || !findings->is_array()) return flag;
    Said before(": ", "：");
    for (const json::value& one : findings->as_array()) {
        if (!one.is_object()) continue;
        const std::string fault = text_in(one.as_object(), "fault");
        const std::string question = text_in(one.as_object(), "question");
        flag.what.en += before.en + fault + (question.empty() ? "" : " (" + question + ")");
        flag.what.zh += before.zh;
        flag.what.zh += value_in_chinese("AnswerFault", fault);
        if (!question.empty()) flag.what.zh += "（" + question + "）";
        before = {", ", "，"};
    }
    return flag;
}

unsigned status_in(const json::object& result) {
    const json::value* const status = result.if_contains("status");
    return status != nullptr && status->is_int64() ? static_cast<unsigned>(status->as_int64()) : 0;
}

}  // namespace

Said reason_of(const HttpAnswer& answer) {
    if (answer.status == 0) return {answer.body, "服务没有应答"};
    Said detail("", "");
    if (const auto body = object_in(answer.body)) {
        const std::string field = text_in(*body, "field");
        const std::string_view field_word = field_in_chinese(field);
        detail.en = (field.empty() ? "" : field + ": ") + text_in(*body, "detail");
        detail.zh = field_word.empty() ? "" : std::string(field_word) + "：";
        detail.zh += reason_in_chinese(text_in(*body, "reason"));
    }
    if (!detail.en.empty()) detail.en.insert(0, ": ");
    if (!detail.zh.empty()) detail.zh.insert(0, "：");
    return said("the service answered {}{}", "服务返回 {}{}", answer.status, detail);
}

BatchSender::BatchSender(boost::asio::io_context& io, const LoadTarget& target, std::string token,
                         std::string run, const std::vector<PlannedCommand>& commands,
                         std::function<void(std::size_t)> progress, std::stop_token stop)
    : io_(io),
      target_(target),
      token_(std::move(token)),
      run_(std::move(run)),
      commands_(commands),
      progress_(std::move(progress)),
      stop_(std::move(stop)) {}

void BatchSender::begin(std::vector<std::unique_ptr<LoadLine>>& lines) {
    for (auto& line : lines)
        send(*line, next());
}

BatchSender::Shared BatchSender::next() {
    if (!report_.faults.empty()) return nullptr;
    if (!pieces_.empty()) {
        Shared piece = std::move(pieces_.front());
        pieces_.pop_front();
        return piece;
    }
    if (next_ == commands_.size()) return nullptr;
    auto batch = std::make_shared<Batch>();
    std::size_t bytes = 0;
    while (next_ < commands_.size() && batch->places.size() < most_) {
        const PlannedCommand& command = commands_[next_];
        bytes += command.body.size() + command.name.size() + run_.size() + 64;
        if (bytes > most_bytes && !batch->places.empty()) break;
        batch->places.push_back(next_++);
    }
    return batch;
}

// {"key":"run-7","command":{"type":"RegisterMember","profile":{...}}}
std::string BatchSender::body_of(const Batch& batch) const {
    std::string body;
    for (const std::size_t place : batch.places) {
        const PlannedCommand& command = commands_[place];
        body.append("{\"key\":\"").append(run_).append("-");
        body.append(std::to_string(command.line)).append("\",\"command\":{\"type\":\"");
        body.append(command.name).append("\"");
        // The body is an object without white space.
        if (command.body != "{}") body += ',';
        body.append(command.body, 1).append("}\n");
    }
    return body;
}

void BatchSender::send(LoadLine& line, const Shared& batch) {
    if (batch == nullptr) return;
    // Also what was to be tried again: it was not carried out.
    if (stop_.stop_requested()) {
        report_.stopped = true;
        return;
    }
    ++batch->tries;
    line.send(request_text(target_, "POST", "/v1/batches", token_, "", body_of(*batch),
                           "application/x-ndjson"),
              nullptr,
              [this, &line, batch](HttpAnswer&& answer) { answered(line, batch, answer); });
}

void BatchSender::answered(LoadLine& line, const Shared& batch, const HttpAnswer& answer) {
    if (answer.status == 200) {
        Shared again = take_lines(*batch, answer.body);
        progress_(report_.done);
        if (again->places.empty()) return send(line, next());
        again->tries = batch->tries;
        if (again->tries < most_tries) return later(line, again, answer);
        report_.faults.push_back(
            {commands_[again->places.front()].line,
             said("the service was busy for too long", "服务持续繁忙，未能处理")});
        return;
    }
    if (is_worth_another_try(answer.status) && batch->tries < most_tries) {
        return later(line, batch, answer);
    }
    const bool too_large = answer.status == 413 || answer.status == 422;
    if (too_large && split(*batch)) return send(line, next());
    report_.faults.push_back({commands_[batch->places.front()].line, reason_of(answer)});
}

bool BatchSender::split(const Batch& batch) {
    if (batch.places.size() < 2) return false;
    const auto half = batch.places.begin() + static_cast<std::ptrdiff_t>(batch.places.size() / 2);
    most_ = std::min(most_, batch.places.size() / 2);
    pieces_.push_back(std::make_shared<Batch>(Batch{{batch.places.begin(), half}, 0}));
    pieces_.push_back(std::make_shared<Batch>(Batch{{half, batch.places.end()}, 0}));
    return true;
}

void BatchSender::later(LoadLine& line, const Shared& batch, const HttpAnswer& answer) {
    auto timer = std::make_shared<boost::asio::steady_timer>(
        io_, answer.retry_after.value_or(std::chrono::seconds(1)));
    timer->async_wait(
        [this, timer, &line, batch](const boost::system::error_code&) { send(line, batch); });
}

BatchSender::Shared BatchSender::take_lines(const Batch& batch, std::string_view answer) {
    auto again = std::make_shared<Batch>();
    for (const std::size_t place : batch.places) {
        const std::size_t end = std::min(answer.find('\n'), answer.size());
        take_line(place, answer.substr(0, end), *again);
        answer.remove_prefix(std::min(end + 1, answer.size()));
    }
    return again;
}

void BatchSender::take_line(std::size_t place, std::string_view line, Batch& again) {
    const std::size_t row = commands_[place].line;
    if (line.starts_with("{\"status\":20")) {
        ++report_.done;
        if (auto proposal = proposal_in(row, line)) {
            report_.duplicates.push_back(std::move(*proposal));
        }
        if (auto flag = flag_in(row, line)) report_.flagged.push_back(std::move(*flag));
        return;
    }
    const auto result = object_in(line);
    const unsigned status = result ? status_in(*result) : 0;
    if (is_worth_another_try(status)) {
        again.places.push_back(place);
        return;
    }
    report_.faults.push_back({row, reason_of({status, std::string(line), std::nullopt})});
}

}  // namespace muster::app
