#include "engine/gate/push_reader.hpp"

#include <algorithm>
#include <utility>

#include "engine/codec/json_writer.hpp"
#include "engine/codec/protocol_text.hpp"
#include "engine/gate/crypto.hpp"
#include "engine/gate/push_values.hpp"
#include "muster/devices.hpp"

namespace muster::gate {

namespace {

constexpr std::size_t max_number_bytes = 64;
constexpr std::size_t push_key_digits =
    40;  // of the 64 of SHA-256: more than nobody repeats by chance

// One signal that an item tells.
struct Told {
    Code signal;  // empty: not understood
    std::optional<bool> level;
    std::string word;  // the value that says so
};

// What the kinds of an item came to.
struct Kinds {
    std::vector<Told> told;
    bool alive = false;
};

bool same_word(std::string_view a, std::string_view b) {
    return codec::equal_ignoring_case(a, b);
}

bool holds(const std::vector<std::string>& words, std::string_view word) {
    return std::any_of(words.begin(), words.end(),
                       [&](const std::string& one) { return same_word(one, word); });
}

std::optional<bool> level_of(const PushLevel& level, std::string_view word) {
    if (holds(level.on, word)) return true;
    if (holds(level.off, word)) return false;
    return std::nullopt;
}

class ItemReader {
  public:
    ItemReader(const PushMapping& mapping, const PushBody& body, const boost::json::value* item,
               Pushed& out)
        : mapping_(mapping), body_(body), item_(item), out_(out) {}

    [[nodiscard]] bool is_ignored() const {
        return std::any_of(mapping_.ignore.begin(), mapping_.ignore.end(),
                           [&](const PushIgnore& one) {
                               const auto value = text(one.path);
                               return value && (one.value.empty() || same_word(one.value, *value));
                           });
    }

    // How the device names itself; or what is wrong with that.
    [[nodiscard]] Expected<std::string, Fault> device() const {
        const auto fault = [&](std::string detail, std::string expected) {
            return Fault{.reason = FaultReason::malformed,
                         .detail = std::move(detail),
                         .field = mapping_.device,
                         .expected = std::move(expected)};
        };
        auto name = text(mapping_.device);
        if (!name) {
            return fault("nothing names the device at " + mapping_.device,
                         "a text, or a whole number that is not too long to be exact");
        }
        if (name->find('*') != std::string::npos) {
            return fault("the device's name at " + mapping_.device + " is masked",
                         "its whole name: see the settings of the cloud");
        }
        const std::size_t most = max_push_key_bytes - prefix().size();
        if (name->size() > most) {
            return fault("the device's name at " + mapping_.device + " is too long",
                         "at most " + std::to_string(most) + " bytes");
        }
        return clipped(*name, most);
    }

    void read(const std::string& device) {
        const std::string key = prefix() + device;
        SignalDevice common;
        common.key = key;
        common.happened_at = time();
        common.place = place();
        common.where = clipped(joined(mapping_.where, " "), max_said_bytes);
        common.call_back = call_back();
        const Kinds kinds = read_kinds();
        for (const Told& told : kinds.told) {
            SignalDevice signal = common;
            signal.signal = told.signal;
            signal.level = told.level;
            signal.said = said(told);
            if (told.signal.empty()) ++out_.unmapped;
            add(std::move(signal));
        }
        const auto charge = battery();
        if (!charge && !kinds.alive) return;
        ReportDevice report;
        report.key = key;
        report.battery_percent = charge;
        // Where a signal says it already, it is known.
        if (kinds.told.empty()) {
            report.place = common.place;
            report.placed_at = common.happened_at;
        }
        // Told twice it does no harm, and mostly leaves no record.
        out_.commands.push_back({"", std::move(report)});
    }

  private:
    [[nodiscard]] std::string prefix() const { return "push:" + mapping_.name + ":"; }

    [[nodiscard]] std::optional<std::string> text(const std::string& path) const {
        return body_.text(path, item_);
    }

    [[nodiscard]] std::string joined(const std::vector<std::string>& paths,
                                     std::string_view between) const {
        std::string out;
        for (const std::string& path : paths) {
            const auto value = text(path);
            if (!value) continue;
            if (!out.empty()) out += between;
            out += *value;
        }
        return out;
    }

    void note(const std::string& path, std::string_view what) {
        out_.notes.push_back(path + ": " + std::string(what));
    }

    [[nodiscard]] TimePoint time() {
        const auto value = text(mapping_.time.path);
        if (!value) return {};
        const auto at = pushed_time(mapping_.time, *value);
        if (!at) note(mapping_.time.path, "no time of the form that the mapping says");
        return at.value_or(TimePoint{});
    }

    [[nodiscard]] std::optional<Personal<Point>> place() {
        const auto latitude = text(mapping_.place.latitude);
        const auto longitude = text(mapping_.place.longitude);
        if (!latitude && !longitude) return std::nullopt;
        const auto point =
            pushed_point(latitude.value_or(""), longitude.value_or(""), mapping_.place.datum);
        if (!point) {
            note(mapping_.place.latitude, "no place on earth, or 0/0");
            return std::nullopt;
        }
        return Personal<Point>(*point);
    }

    [[nodiscard]] std::optional<std::int32_t> battery() {
        for (const std::string& path : mapping_.battery) {
            const auto value = text(path);
            if (!value) continue;
            const auto percent = pushed_percent(*value);
            if (!percent) note(path, "no percentage");
            return percent;
        }
        return std::nullopt;
    }

    [[nodiscard]] std::string call_back() {
        const auto value = text(mapping_.call_back);
        if (!value) return {};
        if (is_pushed_number(*value, max_number_bytes)) return *value;
        note(mapping_.call_back, "no telephone number, or a masked one");
        return {};
    }

    // What one kind makes of the value at its path; false when the value is another.
    bool take(const PushKind& kind, const std::string& value, Kinds& kinds) const {
        Told told{kind.signal, std::nullopt, value};
        if (kind.level) {
            told.level = level_of(mapping_.level, value);
            if (!told.level) return false;
        } else if (!kind.value.empty() && !same_word(kind.value, value)) {
            return false;
        }
        if (kind.use == PushUse::alive) kinds.alive = true;
        if (kind.use != PushUse::signal) return true;
        const bool again = std::any_of(kinds.told.begin(), kinds.told.end(), [&](const Told& one) {
            return one.signal == told.signal && one.level == told.level;
        });
        if (!again) kinds.told.push_back(std::move(told));
        return true;
    }

    // The level that the message tells for all of its signals that have none.
    void take_level(std::vector<Told>& all) {
        const auto value = text(mapping_.level.path);
        if (!value) return;
        const auto level = level_of(mapping_.level, *value);
        if (!level) return note(mapping_.level.path, "neither on nor off: taken as an event");
        for (Told& told : all) {
            if (!told.level) told.level = level;
        }
    }

    [[nodiscard]] Kinds read_kinds() {
        Kinds kinds;
        std::vector<std::pair<std::string, bool>> paths;  // that have a value; whether it is known
        const auto known = [&](const std::string& path) -> bool& {
            const auto found = std::find_if(paths.begin(), paths.end(),
                                            [&](const auto& one) { return one.first == path; });
            return found != paths.end() ? found->second : paths.emplace_back(path, false).second;
        };
        if (text(mapping_.kind)) known(mapping_.kind) = false;
        for (const PushKind& kind : mapping_.kinds) {
            const std::string& path = kind.path.empty() ? mapping_.kind : kind.path;
            const auto value = text(path);
            if (!value) continue;
            bool& is_known = known(path);
            is_known = take(kind, *value, kinds) || is_known;
        }
        take_level(kinds.told);
        for (const auto& [path, is_known] : paths) {
            if (!is_known) kinds.told.push_back({Code(), std::nullopt, text(path).value_or("")});
        }
        if (!paths.empty()) return kinds;
        if (mapping_.otherwise.use == PushUse::signal) {
            kinds.told.push_back({mapping_.otherwise.signal, std::nullopt, ""});
            take_level(kinds.told);
        }
        kinds.alive = mapping_.otherwise.use == PushUse::alive;
        return kinds;
    }

    // The device's own words; of what was not understood all of it, as far as there is room.
    [[nodiscard]] std::string said(const Told& told) const {
        std::string words = joined(mapping_.said, ", ");
        if (words.empty()) words = told.word;
        if (!told.signal.empty()) return clipped(words, max_said_bytes);
        if (!told.word.empty() && told.word != words) words = told.word + ", " + words;
        if (!words.empty()) words += ": ";
        return clipped(words + body_.shown(item_), max_said_bytes);
    }

    // The whole command is under the key: what differs in anything that we read is another message,
    // even where a cloud counts its messages anew.
    void add(SignalDevice signal) {
        std::string values;
        for (const std::string& path : mapping_.key) {
            const auto value = text(path);
            if (value) values.append(*value).append("\n");
        }
        std::string key;
        if (signal.happened_at != TimePoint{} || !values.empty()) {
            codec::write(values, signal);
            key = to_hex(sha256(values)).substr(0, push_key_digits);
        }
        out_.commands.push_back({std::move(key), std::move(signal)});
    }

    const PushMapping& mapping_;
    const PushBody& body_;
    const boost::json::value* item_;
    Pushed& out_;
};

}  // namespace

Expected<Pushed, Fault> read_push(const PushMapping& mapping, const PushRequest& request) {
    auto body = PushBody::read(mapping.format, request);
    if (!body) return std::move(body.error());
    std::vector<const boost::json::value*> items{nullptr};
    if (!mapping.items.empty()) {
        auto listed = body->items(mapping.items);
        if (!listed) {
            return Fault{.reason = FaultReason::malformed,
                         .detail = "no list is at " + mapping.items,
                         .field = mapping.items,
                         .expected = "a list of messages"};
        }
        items = std::move(*listed);
    }
    if (items.size() > max_push_items) {
        return Fault{.reason = FaultReason::batch_too_large,
                     .detail = "the body holds " + std::to_string(items.size()) + " messages",
                     .field = mapping.items,
                     .expected = "at most " + std::to_string(max_push_items)};
    }
    Pushed out;
    out.items = items.size();
    std::optional<Fault> first;
    std::vector<std::pair<ItemReader, std::string>> named;
    bool any = false;
    for (std::size_t i = 0; i < items.size(); ++i) {
        ItemReader reader(mapping, *body, items[i], out);
        if (reader.is_ignored()) {
            ++out.ignored;
            continue;
        }
        auto device = reader.device();
        if (!device) {
            Fault& fault = device.error();
            if (items[i] != nullptr) {
                fault.field = mapping.items + "/" + std::to_string(i) + fault.field;
            }
            out.notes.push_back(fault.field + ": " + fault.detail);
            if (!first) first = std::move(fault);
        }
        any = any || bool(device);
        named.emplace_back(reader, device ? *device : std::string(nameless_device));
    }
    // Where none of them names its device, the mapping or the cloud is wrong, which somebody must
    // hear; where only some do not, the alarms beside them must not wait for that.
    if (first && !any) return std::move(*first);
    for (auto& [reader, device] : named)
        reader.read(device);
    return out;
}

}  // namespace muster::gate
