#include "engine/app/load/check.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <utility>

namespace muster::app {
namespace {

namespace json = boost::json;

// The object that a body holds; null when it holds something else. `holder` keeps it.
const json::object* read_object(std::string_view body, json::value& holder) {
    json::error_code failed;
    holder = json::parse(body, failed);
    return failed ? nullptr : holder.if_object();
}

const json::value* member(const json::object& object, std::string_view name) {
    return object.if_contains({name.data(), name.size()});
}

std::uint64_t number_of(const json::object& object, std::string_view name) {
    const json::value* const value = member(object, name);
    if (value == nullptr) return 0;
    json::error_code failed;
    const auto number = value->to_number<std::uint64_t>(failed);
    return failed ? 0 : number;
}

std::string_view text_of(const json::object& object, std::string_view name) {
    const json::value* const value = member(object, name);
    const json::string* const text = value == nullptr ? nullptr : value->if_string();
    return text == nullptr ? std::string_view() : std::string_view(text->data(), text->size());
}

const json::array* items_of(const json::object* page) {
    const json::value* const items = page == nullptr ? nullptr : member(*page, "items");
    return items == nullptr ? nullptr : items->if_array();
}

}  // namespace

ReadBack::ReadBack(RunTag tag, const std::vector<Outcome>& outcomes)
    : tag_(std::move(tag)), outcomes_(outcomes), seen_(outcomes.size()) {
    for (std::size_t i = 0; i < outcomes.size(); ++i) {
        if (outcomes[i].kind != Outcome::Kind::acknowledged) continue;
        // Two acknowledgements of one id: the second of them is missing in the end.
        numbers_.emplace(outcomes[i].id, i);
    }
}

std::optional<std::uint64_t> ReadBack::on_page(std::string_view body) {
    json::value holder;
    const json::object* const page = read_object(body, holder);
    const json::array* const items = items_of(page);
    if (items == nullptr) return std::nullopt;
    for (const json::value& item : *items) {
        const json::object* const request = item.if_object();
        if (request == nullptr) return std::nullopt;
        take(number_of(*request, "id"), text_of(*request, "device"), text_of(*request, "status"));
    }
    return number_of(*page, "next_after");
}

void ReadBack::on_entity(std::string_view body) {
    json::value holder;
    const json::object* const request = read_object(body, holder);
    if (request == nullptr) return;
    take(number_of(*request, "id"), text_of(*request, "device"), text_of(*request, "status"));
}

void ReadBack::take(std::uint64_t id, std::string_view device, std::string_view status) {
    const auto acknowledged = numbers_.find(id);
    const auto number = tag_.number(device);
    const bool ours = number && *number < outcomes_.size();
    if (acknowledged != numbers_.end() && (!ours || *number != acknowledged->second)) {
        ++differing_;
        seen_[acknowledged->second] = true;
        return;
    }
    if (!number) return;
    ++read_back_;
    if (status == "merged") ++merged_;
    const auto kind = ours ? outcomes_[*number].kind : Outcome::Kind::unsent;
    const bool expected = kind == Outcome::Kind::acknowledged ? acknowledged != numbers_.end()
                                                              : kind == Outcome::Kind::unanswered;
    if (!expected || seen_[*number]) {
        ++unexpected_;
        return;
    }
    seen_[*number] = true;
    ++found_;
}

std::vector<std::uint64_t> ReadBack::not_found() const {
    std::vector<std::uint64_t> ids;
    for (std::size_t i = 0; i < outcomes_.size(); ++i) {
        const bool acknowledged = outcomes_[i].kind == Outcome::Kind::acknowledged;
        if (acknowledged && !seen_[i]) ids.push_back(outcomes_[i].id);
    }
    std::sort(ids.begin(), ids.end());
    return ids;
}

void ReadBack::tell(LoadReport& report) const {
    report.read_back = read_back_;
    report.missing = not_found().size();
    report.differing = differing_;
    report.unexpected = unexpected_;
    report.merged = merged_;
}

std::uint64_t member_number(std::string_view body, std::string_view name) {
    json::value holder;
    const json::object* const object = read_object(body, holder);
    return object == nullptr ? 0 : number_of(*object, name);
}

std::string first_ordinary_service(std::string_view body) {
    json::value holder;
    const json::array* const items = items_of(read_object(body, holder));
    if (items == nullptr) return {};
    for (const json::value& item : *items) {
        const json::object* const service = item.if_object();
        if (service == nullptr) continue;
        const json::value* const emergency = member(*service, "emergency_line");
        const bool is_emergency =
            emergency != nullptr && emergency->is_bool() && emergency->get_bool();
        if (!is_emergency) return std::string(text_of(*service, "code"));
    }
    return {};
}

}  // namespace muster::app
