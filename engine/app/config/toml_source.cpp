#include "engine/app/config/toml_source.hpp"

#define TOML_EXCEPTIONS 0
#include <toml++/toml.h>

#include <array>
#include <charconv>
#include <cmath>
#include <filesystem>
#include <limits>
#include <system_error>

#include "engine/codec/command_datum.hpp"
#include "engine/codec/commands_json.hpp"
#include "muster/date.hpp"

namespace muster::app {

std::optional<std::int64_t> duration_ms(std::string_view text) {
    std::int64_t number = 0;
    const char* const end = text.data() + text.size();
    const auto [rest, error] = std::from_chars(text.data(), end, number);
    if (error != std::errc() || number < 0) return std::nullopt;
    std::string_view unit(rest, static_cast<std::size_t>(end - rest));
    while (!unit.empty() && unit.front() == ' ')
        unit.remove_prefix(1);
    struct Unit {
        std::string_view name;
        std::int64_t ms;
    };
    constexpr std::array<Unit, 5> units{
        {{"ms", 1}, {"s", 1000}, {"min", 60'000}, {"h", 3'600'000}, {"d", 86'400'000}}};
    for (const Unit& known : units) {
        if (unit != known.name) continue;
        if (number > std::numeric_limits<std::int64_t>::max() / known.ms) return std::nullopt;
        return number * known.ms;
    }
    return std::nullopt;
}

struct TomlSource::Impl {
    std::vector<toml::table> tables;
    std::vector<codec::Datum> datums;  // of each table
};

TomlSource::TomlSource() : impl_(std::make_unique<Impl>()) {}
TomlSource::~TomlSource() = default;

namespace {

constexpr std::string_view datum_key = "datum";

ConfigProblem problem(const toml::source_region& region, std::string path, std::string message) {
    return {region.path ? *region.path : std::string(), region.begin.line, std::move(path),
            std::move(message)};
}

// Writes one value after the other; the first that cannot be said in JSON ends it.
class JsonText {
  public:
    explicit JsonText(std::string& out) : out_(out) {}

    bool value(const toml::node& node, const std::string& path, std::string_view key) {
        if (const auto* table = node.as_table()) {
            return this->table(*table, path);
        }
        if (const auto* array = node.as_array()) {
            out_ += '[';
            std::size_t place = 0;
            for (const toml::node& item : *array) {
                if (place != 0) out_ += ',';
                if (!value(item, path + "/" + std::to_string(place), key)) return false;
                ++place;
            }
            out_ += ']';
            return true;
        }
        if (const auto* text = node.as_string()) return string(text->get(), node, path, key);
        if (const auto* number = node.as_integer()) {
            out_ += std::to_string(number->get());
            return true;
        }
        if (const auto* number = node.as_floating_point()) {
            if ((key == "lat" || key == "lon") && std::isfinite(number->get())) {
                degrees(number->get());
                return true;
            }
        }
        if (const auto* flag = node.as_boolean()) {
            out_ += flag->get() ? "true" : "false";
            return true;
        }
        if (const auto* date = node.as_date()) {
            const auto day = Date::of(date->get().year, date->get().month, date->get().day);
            if (day) {
                codec::write_string(out_, to_string(*day));
                return true;
            }
        }
        wrong_ = problem(node.source(), path,
                         "decimal fractions and times have no meaning here; expected a whole "
                         "number, a text, a day such as 2026-02-14, true or false");
        return false;
    }

    bool members(const toml::table& table, const std::string& path, bool& first) {
        for (const auto& [name, node] : table) {
            if (!first) out_ += ',';
            first = false;
            codec::write_string(out_, name.str());
            out_ += ':';
            if (!value(node, path + "/" + std::string(name.str()), name.str())) return false;
        }
        return true;
    }

    [[nodiscard]] std::optional<ConfigProblem> wrong() const { return wrong_; }

  private:
    bool table(const toml::table& table, const std::string& path) {
        out_ += '{';
        bool first = true;
        if (!members(table, path, first)) return false;
        out_ += '}';
        return true;
    }

    // A Point has no more digits, and a double holds them all: what was written is what is read.
    void degrees(double value) {
        constexpr int digits = 7;
        std::array<char, std::numeric_limits<double>::max_exponent10 + digits + 8> text{};
        const auto written = std::to_chars(text.data(), text.data() + text.size(), value,
                                           std::chars_format::fixed, digits);
        out_.append(text.data(), written.ptr);
    }

    bool string(const std::string& text, const toml::node& node, const std::string& path,
                std::string_view key) {
        if (!key.ends_with("_ms")) {
            codec::write_string(out_, text);
            return true;
        }
        const auto ms = duration_ms(text);
        if (!ms) {
            wrong_ = problem(node.source(), path,
                             "\"" + text +
                                 "\" is no length of time; expected milliseconds, or a text such "
                                 "as \"250 ms\", \"90 s\", \"15 min\", \"24 h\" or \"7 d\"");
            return false;
        }
        out_ += std::to_string(*ms);
        return true;
    }

    std::string& out_;
    std::optional<ConfigProblem> wrong_;
};

}  // namespace

std::optional<ConfigProblem> TomlSource::read(const std::vector<std::filesystem::path>& files) {
    for (const std::filesystem::path& file : files) {
        if (std::error_code ignored; !std::filesystem::exists(file, ignored)) {
            ConfigProblem absent;
            absent.file = file.string();
            absent.message =
                "there is no such file; name yours with --config, or in the environment "
                "as MUSTER_CONFIG";
            return absent;
        }
        toml::parse_result result = toml::parse_file(file.string());
        if (!result) {
            const toml::parse_error& error = result.error();
            ConfigProblem wrong = problem(error.source(), "", std::string(error.description()));
            wrong.file = file.string();
            return wrong;
        }
        toml::table table = std::move(result).table();
        for (const auto& [name, node] : table) {
            if (name.str() == datum_key) continue;
            for (const toml::table& earlier : impl_->tables) {
                if (!earlier.contains(name.str())) continue;
                const toml::source_region& first = earlier.get(name.str())->source();
                return problem(node.source(), "/" + std::string(name.str()),
                               "is said already in " + (first.path ? *first.path : "") + ", line " +
                                   std::to_string(first.begin.line) +
                                   "; it may stand in one file only");
            }
        }
        impl_->tables.push_back(std::move(table));
        impl_->datums.push_back(codec::Datum::wgs84);
    }
    return std::nullopt;
}

std::optional<ConfigProblem> TomlSource::take_datums() {
    for (std::size_t i = 0; i < impl_->tables.size(); ++i) {
        toml::table& table = impl_->tables[i];
        const toml::node* const node = table.get(datum_key);
        if (node == nullptr) continue;
        const std::string path = "/" + std::string(datum_key);
        const std::string expected = "; expected one of " + std::string(codec::datum_names);
        const auto* const name = node->as_string();
        if (name == nullptr) return problem(node->source(), path, "is no text" + expected);
        const auto datum = codec::datum_named(name->get());
        if (!datum)
            return problem(node->source(), path, codec::unknown_datum(name->get()) + expected);
        impl_->datums[i] = *datum;
        table.erase(datum_key);
    }
    return std::nullopt;
}

codec::Datum TomlSource::datum_of(std::string_view name) const {
    for (std::size_t i = 0; i < impl_->tables.size(); ++i) {
        if (impl_->tables[i].contains(name)) return impl_->datums[i];
    }
    return codec::Datum::wgs84;
}

std::optional<ConfigProblem> TomlSource::to_json(std::string& out) const {
    JsonText text(out);
    out += '{';
    bool first = true;
    for (const toml::table& table : impl_->tables) {
        if (!text.members(table, "", first)) return text.wrong();
    }
    out += '}';
    return std::nullopt;
}

ConfigProblem TomlSource::problem_at(std::string_view pointer, std::string message) const {
    const toml::node* nearest = nullptr;
    if (!impl_->tables.empty()) nearest = &impl_->tables.front();
    for (const toml::table& table : impl_->tables) {
        const toml::node* node = &table;
        std::string_view rest = pointer;
        bool found_first = false;
        while (node != nullptr && !rest.empty()) {
            rest.remove_prefix(1);
            const std::string_view name = rest.substr(0, rest.find('/'));
            rest.remove_prefix(name.size());
            if (const auto* inside = node->as_table()) {
                node = inside->get(name);
            } else if (const auto* items = node->as_array()) {
                std::size_t place = 0;
                const auto read = std::from_chars(name.data(), name.data() + name.size(), place);
                node =
                    read.ec == std::errc() && place < items->size() ? items->get(place) : nullptr;
            } else {
                node = nullptr;
            }
            if (node != nullptr) {
                found_first = true;
                nearest = node;
            }
        }
        if (found_first) break;
    }
    if (nearest == nullptr) return {"", 0, std::string(pointer), std::move(message)};
    return problem(nearest->source(), std::string(pointer), std::move(message));
}

}  // namespace muster::app
