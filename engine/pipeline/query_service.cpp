#include "engine/pipeline/query_service.hpp"

#include <utility>
#include <vector>

#include "engine/codec/commands_json.hpp"
#include "engine/codec/json_writer.hpp"
#include "engine/core/board.hpp"
#include "engine/pipeline/metrics.hpp"
#include "engine/pipeline/survey_reading.hpp"
#include "engine/views/address/found_json.hpp"
#include "engine/views/confidentiality.hpp"
#include "engine/views/entity_json.hpp"
#include "engine/views/masked_json.hpp"
#include "engine/views/words.hpp"

namespace muster::pipeline {

QueryService::QueryService(const Parts& parts, const QueryOptions& options)
    : parts_(parts), options_(options), reads_(parts.engine.board(), parts.index, options) {}

std::optional<std::string> QueryService::read(std::string_view collection, std::uint64_t id,
                                              const Principal& principal) const {
    return reads_.read(collection, id, principal);
}

std::unique_ptr<ListReading> QueryService::start_list(std::string_view collection,
                                                      const ListQuery& query,
                                                      const Principal& principal,
                                                      std::string& error) const {
    return reads_.start_list(collection, query, principal, error);
}

bool QueryService::is_personal_filter(std::string_view collection, std::string_view filter) const {
    return views::Reads::is_personal_filter(collection, filter);
}

bool QueryService::append_record(std::string& json, std::uint64_t seq, RequestId request,
                                 const ReaderRight& right) const {
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
    std::vector<Tone> tones;
    const views::Telling telling{board, (*record)->at, !right.masked};
    for (const Event& event : events) {
        if (views::request_of(event, board) != request) continue;
        if (!right.sees(views::scope_of(board, event))) continue;
        if (!list.empty()) list += ',';
        if (right.masked) {
            views::write_masked(list, event);
        } else {
            codec::write(list, event);
        }
        en.push_back(views::sentence(event, telling, views::Language::en));
        zh.push_back(views::sentence(event, telling, views::Language::zh));
        tones.push_back(views::tone(event));
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
    json += ",\"tones\":";
    codec::write(json, tones);
    json += '}';
    return true;
}

// The story of a request, record by record.
class QueryService::Timeline final : public TextReading {
  public:
    Timeline(const QueryService& service, RequestId request, const Principal& principal,
             std::string more)
        : service_(service),
          request_(request),
          right_{!service.reads_.may_see(principal, topic_of<Request>, request.value),
                 principal.clearance(), principal.districts},
          more_(std::move(more)) {}

    bool go_on(std::size_t more_work) override {
        const std::size_t enough = work_ + more_work;
        if (json_.empty()) begin();
        while (looked_for_) {
            if (work_ >= enough) return false;
            look_for_records();
        }
        for (; next_ < records_.size(); ++next_) {
            if (work_ >= enough) return false;
            append(records_[next_]);
        }
        json_ += "],\"complete\":";
        codec::write(json_, complete_);
        json_.append(more_).push_back('}');
        return true;
    }
    [[nodiscard]] std::size_t work() const override { return work_; }
    std::string take() override { return std::move(json_); }

  private:
    // To find a record in the log and put it into words, beside its bytes.
    static constexpr std::size_t record_work = 32;
    static constexpr std::size_t bytes_per_work = 64;

    void begin() {
        json_ = "{\"request\":";
        const bool on_board = views::write_entity(json_, service_.parts_.engine.board(),
                                                  topic_of<Request>, request_.value, right_.masked);
        if (!on_board) json_ += "null";
        json_ += ",\"timeline\":[";
        complete_ = service_.parts_.timelines.complete_for(request_);
    }

    // In the notes of all records since the request came.
    void look_for_records() {
        constexpr std::size_t notes_of_a_piece = 4'096;
        constexpr std::size_t notes_per_work = 64;
        looked_for_ = service_.parts_.timelines.add_records_of(request_, *looked_for_,
                                                               notes_of_a_piece, records_);
        work_ += notes_of_a_piece / notes_per_work;
        if (looked_for_) return;
        const std::size_t most = service_.options_.timeline_records_max;
        if (records_.size() > most) {
            complete_ = false;
            records_.erase(records_.begin(), records_.end() - static_cast<std::ptrdiff_t>(most));
        }
    }

    void append(std::uint64_t seq) {
        const std::size_t size = json_.size();
        if (json_.back() != '[') json_ += ',';
        if (!service_.append_record(json_, seq, request_, right_)) {
            json_.resize(size);
            complete_ = false;
        }
        work_ += record_work + (json_.size() - size) / bytes_per_work;
    }

    const QueryService& service_;
    const RequestId request_;
    const ReaderRight right_;
    const std::string more_;
    std::optional<std::uint64_t> looked_for_ = 0;  // nothing = all were found
    std::vector<std::uint64_t> records_;
    std::size_t next_ = 0;
    std::size_t work_ = 0;
    bool complete_ = true;
    std::string json_;
};

std::unique_ptr<TextReading> QueryService::start_timeline(RequestId request,
                                                          const Principal& principal,
                                                          std::string more) const {
    const bool on_board = parts_.engine.board().requests().find(request) != core::no_index;
    if (!on_board && !parts_.timelines.knows(request)) return nullptr;
    // Where a request lay that has left the board nobody knows any more.
    const ReaderRight right = reader_right(principal);
    const bool hidden =
        on_board
            ? !right.sees(views::scope_of(parts_.engine.board(), topic_of<Request>, request.value))
            : !right.districts.all();
    if (hidden) return nullptr;
    return std::make_unique<Timeline>(*this, request, principal, std::move(more));
}

std::unique_ptr<TextReading> QueryService::start_statistics(const StatisticsQuery& query,
                                                            std::string& error) const {
    return pipeline::start_statistics(parts_.engine.board(), query, error);
}

std::string QueryService::find_places(const PlaceQuery& query) const {
    return views::found_places_json(parts_.engine.board(), parts_.index.places(), query);
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
    if (parts_.explainer) write_metrics(out, parts_.explainer->stats());
    if (parts_.metrics) parts_.metrics(out);
    out.head("muster_alarm", "1 for each thing that the operator must look at.", "gauge");
    for (const Alarm& alarm : alarms())
        out.sample("muster_alarm", "name=\"" + alarm.name + "\"", 1);
    return std::move(out).text();
}

}  // namespace muster::pipeline
