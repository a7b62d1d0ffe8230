// The map and ways along its roads: GET /v1/tiles, /v1/tiles/{z}/{x}/{y}, /v1/requests/{id}/ways
// and /v1/ways?from=lat,lon&to=lat,lon&profile=normal. Made by another thread; what is at hand is
// given at once.
#include <array>
#include <limits>
#include <string>
#include <utility>

#include "adapters/http/api.hpp"
#include "adapters/http/request_text.hpp"
#include "engine/codec/protocol_text.hpp"
#include "engine/gate/permissions.hpp"
#include "muster/enum_names.hpp"

namespace muster::http {

namespace {

constexpr std::string_view tile_type = "application/vnd.mapbox-vector-tile";
// The road file changes rarely, and a page that asks again is told by the ETag for nothing.
constexpr std::string_view tile_life = "private, max-age=3600";

// Given up with its request: whoever has left looks at no map.
class MapTask final : public Task {
  public:
    std::unique_ptr<MapPort::Wish> wish;

    [[nodiscard]] bool outlives_its_requests() const override { return false; }
};

Problem no_road_map() {
    return {.status = 404,
            .reason = "no_road_map",
            .detail = "the rules name no road file, so that there is no map of it",
            .expected = "roads.map in the rules"};
}

std::optional<Problem> read_tile_id(const Target& target, TileId& tile) {
    if (!target.query.empty()) {
        return bad_parameter(target.query.front().first, "this parameter does not exist here",
                             "no parameters");
    }
    std::string_view path(target.path);
    path.remove_prefix(std::string_view("/v1/tiles/").size());
    std::array<std::uint32_t*, 3> numbers{&tile.zoom, &tile.x, &tile.y};
    bool all = true;
    for (std::uint32_t* const number : numbers) {
        const auto read = codec::parse_number(codec::take_until(path, '/'));
        all = all && read && *read <= std::numeric_limits<std::uint32_t>::max();
        if (all) *number = static_cast<std::uint32_t>(*read);
    }
    if (all && is_tile(tile)) return std::nullopt;
    return Problem{
        .status = 404,
        .reason = "unknown_tile",
        .detail = "there is no such tile",
        .expected = "zoom 0 to " + std::to_string(tile_zoom_max) + ", and x and y below 2^zoom"};
}

std::optional<Problem> read_way_query(const Target& target, WayQuery& query) {
    std::optional<Point> from;
    std::optional<Point> to;
    bool profile = false;
    for (const auto& [name, value] : target.query) {
        if ((name == "from" && !from) || (name == "to" && !to)) {
            std::optional<Point>& point = name == "from" ? from : to;
            point = point_of(value);
            if (!point) return bad_parameter(name, "this is no place", "latitude,longitude");
        } else if (name == "profile" && !profile) {
            const auto known = enum_named<Profile>(value);
            if (!known) {
                return bad_parameter(name, "nobody travels so", "urgent, normal, e_bike, walk");
            }
            query.profile = *known;
            profile = true;
        } else {
            return bad_parameter(name, "there is no such parameter, or it is there twice",
                                 "from, to, profile");
        }
    }
    if (!from) return bad_parameter("from", "from is missing", "latitude,longitude");
    if (!to) return bad_parameter("to", "to is missing", "latitude,longitude");
    query.from = *from;
    query.to = *to;
    return std::nullopt;
}

Response tile_response(const std::string& etag, const MapPort::Text& text) {
    Response response{.status = 200, .content_type = tile_type, .shared_body = text};
    response.header("ETag", etag);
    response.header("Cache-Control", tile_life);
    return response;
}

Response json_text(const MapPort::Text& text) {
    return json_response(200, *text);
}

}  // namespace

Response Api::tiles(const Plan& plan, const RequestHead& head) const {
    if (!plan.target.query.empty()) {
        return problem(bad_parameter(plan.target.query.front().first,
                                     "this parameter does not exist here", "no parameters"),
                       head.target);
    }
    auto info = ports_.maps != nullptr ? ports_.maps->map() : std::nullopt;
    if (!info) return problem(no_road_map(), head.target);
    return json_response(200, std::move(info->json));
}

MapPort::Done Api::map_answer(const Plan& plan, const Reply& reply, MakesResponse made) {
    return [this, principal = plan.principal->name, reply,
            made = std::move(made)](const MapPort::Text& text) {
        give(reply, [&] {
            Response response = made(text);
            response.unread = unread_.hold(principal, text->size());
            return response;
        });
    };
}

std::unique_ptr<Task> Api::map_task(std::unique_ptr<MapPort::Wish> wish, MapPort::Refusal refusal,
                                    const RequestHead& head, const Reply& reply) {
    const auto refuse = [&](const Problem& why) {
        reply(problem(why, head.target));
        return nullptr;
    };
    switch (refusal) {
        case MapPort::Refusal::none:
            break;
        case MapPort::Refusal::no_map:
            return refuse(no_road_map());
        case MapPort::Refusal::unknown:
            reply(unknown("requests", head.target));
            return nullptr;
        case MapPort::Refusal::too_many_of_yours:
        case MapPort::Refusal::too_many:
            metrics_.hit(Limit::maps);
            const bool yours = refusal == MapPort::Refusal::too_many_of_yours;
            return refuse({.status = yours ? 429U : 503U,
                           .reason = "too_many_maps",
                           .detail = yours ? "this token waits for as many tiles and ways as it may"
                                           : "as many tiles and ways wait to be made as may",
                           .expected = "try again soon"});
    }
    auto task = std::make_unique<MapTask>();
    task->wish = std::move(wish);
    return task;
}

std::unique_ptr<Task> Api::tile(const Plan& plan, const RequestHead& head, const Reply& reply) {
    const auto answer = [&](Response&& response) {
        reply(std::move(response));
        return nullptr;
    };
    TileId tile;
    if (auto wrong = read_tile_id(plan.target, tile)) return answer(problem(*wrong, head.target));
    const auto info = ports_.maps != nullptr ? ports_.maps->map() : std::nullopt;
    if (!info) return answer(problem(no_road_map(), head.target));
    std::string etag = '"' + info->version + '"';
    if (etag_matches(head.if_none_match, etag)) {
        Response same = tile_response(etag, nullptr);
        same.status = 304;
        return answer(std::move(same));
    }
    const std::string& name = plan.principal->name;
    if (unread_.is_full(name)) return answer(too_much_unread(head.target));
    const auto give_tile = map_answer(
        plan, reply,
        [etag = std::move(etag)](const MapPort::Text& text) { return tile_response(etag, text); });
    if (const auto text = ports_.maps->tile_at_hand(tile)) {
        give_tile(text);
        return nullptr;
    }
    auto refusal = MapPort::Refusal::none;
    auto wish = ports_.maps->tile(tile, name, give_tile, refusal);
    return map_task(std::move(wish), refusal, head, reply);
}

// Tells where people are, and so it is for those who may know.
std::unique_ptr<Task> Api::request_ways(const Plan& plan, const RequestHead& head,
                                        const Reply& reply) {
    const auto answer = [&](Response&& response) {
        reply(std::move(response));
        return nullptr;
    };
    if (!plan.target.query.empty()) {
        return answer(problem(bad_parameter(plan.target.query.front().first,
                                            "this parameter does not exist here", "no parameters"),
                              head.target));
    }
    if (!plan.principal->may_see_personal()) {
        return answer(problem({.status = 403,
                               .reason = "forbidden",
                               .detail = "the roles of this token do not allow to know where "
                                         "people are"},
                              head.target));
    }
    // A request that is too confidential does not exist for this reader.
    const bool there = ports_.queries.read("requests", plan.route.id, *plan.principal).has_value();
    if (!there || ports_.maps == nullptr) return answer(unknown("requests", head.target));
    if (unread_.is_full(plan.principal->name)) return answer(too_much_unread(head.target));
    note_read(plan);
    auto refusal = MapPort::Refusal::none;
    auto wish = ports_.maps->ways_of({plan.route.id}, plan.principal->name,
                                     map_answer(plan, reply, json_text), refusal);
    return map_task(std::move(wish), refusal, head, reply);
}

std::unique_ptr<Task> Api::way(const Plan& plan, const RequestHead& head, const Reply& reply) {
    const auto answer = [&](Response&& response) {
        reply(std::move(response));
        return nullptr;
    };
    WayQuery query;
    if (auto wrong = read_way_query(plan.target, query)) {
        return answer(problem(*wrong, head.target));
    }
    if (ports_.maps == nullptr) return answer(problem(no_road_map(), head.target));
    if (unread_.is_full(plan.principal->name)) return answer(too_much_unread(head.target));
    auto refusal = MapPort::Refusal::none;
    auto wish =
        ports_.maps->way(query, plan.principal->name, map_answer(plan, reply, json_text), refusal);
    return map_task(std::move(wish), refusal, head, reply);
}

}  // namespace muster::http
