#include "engine/reports/sealed_column.hpp"

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "engine/seal/key_book.hpp"

namespace muster::reports {
namespace {

constexpr std::string_view place = "report";

using Keys = std::shared_ptr<const seal::KeyBook>;

std::optional<seal::NamedKey> key_of(sqlite3_context* context) {
    const Keys& keys = *static_cast<const Keys*>(sqlite3_user_data(context));
    return keys ? keys->key_there_is({}) : std::nullopt;
}

std::string_view text_of(sqlite3_value* value) {
    const auto* const bytes = reinterpret_cast<const char*>(sqlite3_value_text(value));
    if (bytes == nullptr) return {};
    return {bytes, static_cast<std::size_t>(sqlite3_value_bytes(value))};
}

void give(sqlite3_context* context, std::string_view text) {
    sqlite3_result_text64(context, text.data(), text.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
}

void sealed(sqlite3_context* context, int, sqlite3_value** values) {
    std::string_view text = text_of(values[0]);
    while (!text.empty() && text.front() == ' ')
        text.remove_prefix(1);
    while (!text.empty() && text.back() == ' ')
        text.remove_suffix(1);
    if (text.empty()) return sqlite3_result_null(context);
    const auto key = key_of(context);
    if (!key) return give(context, text);
    std::string box;
    seal::close_box(key->key, place, text, box);
    std::string shown;
    seal::to_base64(box, shown);
    give(context, shown);
}

void opened(sqlite3_context* context, int, sqlite3_value** values) {
    const std::string_view text = text_of(values[0]);
    const auto key = key_of(context);
    const auto box = seal::from_base64(text);
    if (!key || !box) return give(context, text);
    const auto bytes = seal::open_box(key->key, place, *box);
    give(context, bytes ? std::string_view(*bytes) : text);
}

}  // namespace

sqlite::Error add_seal_functions(const sqlite::Database& db, const std::filesystem::path& folder) {
    const auto keys = seal::KeyBook::of(folder);
    if (!keys) return keys.error();
    using Function = void (*)(sqlite3_context*, int, sqlite3_value**);
    for (const auto& [name, function] :
         {std::pair<const char*, Function>{"sealed", sealed}, {"opened", opened}}) {
        auto held = std::make_unique<Keys>(*keys);
        // It takes what it is given, also when it fails.
        const int made = sqlite3_create_function_v2(
            db.get(), name, 1, SQLITE_UTF8 | SQLITE_DETERMINISTIC, held.release(), function,
            nullptr, nullptr, [](void* keys_held) { delete static_cast<Keys*>(keys_held); });
        if (made != SQLITE_OK) return sqlite::error_of(db, "opening the read model");
    }
    return {};
}

}  // namespace muster::reports
