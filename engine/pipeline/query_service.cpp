#include "engine/pipeline/query_service.hpp"

#include <algorithm>

#include "engine/codec/commands_json.hpp"
#include "engine/codec/json_writer.hpp"
#include "engine/core/board.hpp"
#include "engine/pipeline/metrics.hpp"
#include "engine/pipeline/story.hpp"
#include "engine/views/entity_json.hpp"
#include "engine/views/masking.hpp"
#include "engine/views/words.hpp"

namespace muster::pipeline {

QueryService::QueryService(const Parts& parts, const QueryOptions& options)
    : parts_(parts), options_(options), reads_(parts.engine.board(), parts.index, options.reads) {}

std::optional<std::string> QueryService::read(std::string_view collection, std::uint64_t id,
                                              const Principal& principal) const {
    return reads_.read(collection, id, principal);
}

std::optional<ListPage> QueryService::list(std::string_view collection, const ListQuery& query,
                                           const Principal& principal, std::string& error) const {
    return reads_.list(collection, query, principal, error);
}

bool QueryService::append_record(std::string& json, std::uint64_t seq, RequestId request,
                                 bool personal) const {
    auto record = parts_.log.reader().find(seq);
    if (!record || !*record) return false;
    std::vector<Event> events;
    if (codec::read_events((*record)->events, events, codec::Mode::lenient, codec::own_text)) {
        return false;
    }
    const core::Board& board = parts_.engine.board();
    std::string list;
    std::vector<std::string> en;
    std::vector<std::string> zh;
    for (const Event& event : events) {
        if (views::request_of(event, board) != request) continue;
        if (!list.empty()) list += ',';
        if (personal) {
            codec::write(list, event);
        } else {
            views::write_masked_any(list, event);
        }
        en.push_back(views::sentence(event, board, views::Language::en, personal));
        zh.push_back(views::sentence(event, board, views::Language::zh, personal));
    }
    json += "{\"seq\":";
    codec::write(json, seq);
    json += ",\"at\":";
    codec::write(json, (*record)->at);
    json += ",\"source\":";
    codec::write(json, (*record)->source);
    json.append(",\"events\":[").append(list).append("],\"en\":");
    codec::write(json, en);
    json += ",\"zh\":";
    codec::write(json, zh);
    json += '}';
    return true;
}

void QueryService::append_decisions(std::string& json, RequestId request) const {
    StoryOptions options;
    options.records_max = options_.replay_records_max;
    options.roads = parts_.roads;
    auto story = explain(parts_.log.writer().folder(), request, options, {});
    std::string why;
    if (!story) {
        why = story.error().message;
    } else if (*story && !(*story)->reproduced) {
        why = "this version decides otherwise than the log says";
    }
    if (story && *story) {
        json += ",\"decisions\":[";
        bool first = true;
        for (const StoryDecision& decision : (*story)->decisions) {
            if (!first) json += ',';
            first = false;
            json += "{\"seq\":";
            codec::write(json, decision.seq);
            json += ",\"slot\":";
            codec::write(json, decision.trace.slot);
            json += ",\"candidates\":";
            codec::write(json, decision.trace.candidates);
            json += ",\"counts\":";
            codec::write(json, decision.trace.counts);
            json += '}';
        }
        json += ']';
    }
    if (!why.empty()) {
        json += ",\"decisions_unavailable\":";
        codec::write(json, why);
    }
}

std::optional<std::string> QueryService::timeline(RequestId request, bool decisions,
                                                  const Principal& principal) const {
    std::vector<std::uint64_t> records = parts_.timelines.records_of(request);
    const bool personal = reads_.may_see(principal, views::Topic::requests, request.value);
    std::string json = "{\"request\":";
    const bool on_board = views::write_entity(json, parts_.engine.board(), views::Topic::requests,
                                              request.value, !personal);
    if (!on_board) {
        if (records.empty()) return std::nullopt;
        json += "null";
    }
    bool complete = parts_.timelines.complete_for(request);
    if (records.size() > options_.timeline_records_max) {
        complete = false;
        records.erase(records.begin(),
                      records.end() - static_cast<std::ptrdiff_t>(options_.timeline_records_max));
    }
    json += ",\"timeline\":[";
    bool first = true;
    for (const std::uint64_t seq : records) {
        const std::size_t size = json.size();
        if (!first) json += ',';
        if (append_record(json, seq, request, personal)) {
            first = false;
        } else {
            json.resize(size);
            complete = false;
        }
    }
    json += "],\"complete\":";
    codec::write(json, complete);
    if (decisions) append_decisions(json, request);
    json += '}';
    return json;
}

std::uint64_t QueryService::committed_seq() const {
    return parts_.pipeline.committed_seq();
}

bool QueryService::ready(std::string& why_not) const {
    if (parts_.pipeline.failed()) {
        why_not = "the log failed; the service must be restarted";
        return false;
    }
    if (parts_.pipeline.refusing()) {
        why_not =
            "another program holds the log, and nothing can be written; commands are refused "
            "until it lets go";
        return false;
    }
    return true;
}

std::vector<Alarm> QueryService::alarms() const {
    return parts_.alarms ? parts_.alarms() : std::vector<Alarm>();
}

std::string QueryService::metrics_text() const {
    MetricsText out;
    write_metrics(out, parts_.pipeline);
    write_metrics(out, parts_.log.writer().stats(), parts_.log.committed_seq());
    write_metrics(out, parts_.engine.board());
    out.gauge("muster_timeline_notes", "Notes of which record belongs to which request.",
              parts_.timelines.size());
    if (parts_.feed) write_metrics(out, parts_.feed->stats());
    if (parts_.metrics) parts_.metrics(out);
    out.head("muster_alarm", "1 for each thing that the operator must look at.", "gauge");
    for (const Alarm& alarm : alarms())
        out.sample("muster_alarm", "name=\"" + alarm.name + "\"", 1);
    return std::move(out).text();
}

}  // namespace muster::pipeline
