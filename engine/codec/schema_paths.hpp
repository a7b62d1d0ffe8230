// What the paths of the OpenAPI document are put together from. Internal to this folder.
#pragma once

#include <boost/json.hpp>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

namespace muster::codec {

[[nodiscard]] std::string joined(std::string_view a, std::string_view b);

// Of a body, and of an answer with one, without one, and with a page.
[[nodiscard]] boost::json::object content(boost::json::object schema,
                                          std::string_view media_type = "application/json");
[[nodiscard]] boost::json::object answer(std::string_view description, boost::json::object schema,
                                         std::string_view media_type = "application/json");
[[nodiscard]] boost::json::object plain(std::string_view description);
[[nodiscard]] boost::json::object page_answer(std::string_view description);
[[nodiscard]] boost::json::object header(std::string_view description, boost::json::object schema);
[[nodiscard]] boost::json::object body(boost::json::object schema,
                                       std::string_view media_type = "application/json");
[[nodiscard]] boost::json::object parameter(std::string_view name, std::string_view in,
                                            std::string_view description,
                                            boost::json::object schema, bool required);
[[nodiscard]] boost::json::object id_parameter(std::string_view name, std::string_view description);
[[nodiscard]] boost::json::object datum_parameter();

// What any request may be answered before its route is asked: a broken target or message, one that
// is too slow or too large, too many in a short time, too many connections.
constexpr std::string_view everywhere[] = {"400", "408", "413", "414", "417",
                                           "429", "431", "501", "503", "505"};

// Adds the named shared answers (status -> components/responses) and those of every route, except
// where the route has its own.
[[nodiscard]] boost::json::object with_problems(boost::json::object responses,
                                                std::initializer_list<std::string_view> codes);
// That a command was carried out, as one of the schemas says it.
[[nodiscard]] boost::json::object done(bool created, std::string_view schema);

// What a fixed operation asks of whoever calls it.
// mapping: what the mapping that it names says, in a form that no scheme of this document has.
enum class Door : std::uint8_t { open, token, token_if_configured, token_or_signature, mapping };

// A path outside the vocabulary.
[[nodiscard]] boost::json::object fixed_path(std::string_view method, std::string_view id,
                                             boost::json::object responses, Door door);

// Of what comes and goes in formats of others: batches, calendars, Open311 (schema_formats.cpp).
void add_format_paths(boost::json::object& out);
// Of the map and of ways along its roads (schema_map.cpp).
void add_map_paths(boost::json::object& out);
// Of what a desk asks while somebody is on the line.
void add_desk_paths(boost::json::object& out);
// Of importing whole tables.
void add_import_paths(boost::json::object& out);
// Of what was: the desk at another time, and who got at what.
void add_past_paths(boost::json::object& out);
// Of sessions, accounts and tokens.
void add_access_paths(boost::json::object& out);
// Of pages that links open.
void add_page_paths(boost::json::object& out);

}  // namespace muster::codec
