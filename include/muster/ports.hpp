// The doors through which adapters reach the engine. All calls are made on the engine's own thread
// (its Asio context), and callbacks come back on it.
#pragma once

#include <boost/describe/enum.hpp>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "muster/access.hpp"
#include "muster/envelope.hpp"
#include "muster/survey.hpp"

namespace muster {

struct Submission {
    std::string source;
    std::string key;
    Command command;
};

class CommandPort {
  public:
    virtual ~CommandPort() = default;
    // Calls `done` exactly once: after the commit if accepted, else as soon as it is refused;
    // possibly before this returns (a full queue).
    virtual void submit(Submission submission, std::function<void(const Outcome&)> done) = 0;
};

// Filters of a list: each (field, value) must hold. Which fields exist depends on the collection;
// an unknown one is answered by an error that names the known ones.
struct ListQuery {
    std::vector<std::pair<std::string, std::string>> filters;
    std::uint64_t after = 0;  // id of the last entity of the page before
    std::size_t limit = 100;  // 1..1000
};

struct ListPage {
    std::string items_json;        // array of entities
    std::uint64_t next_after = 0;  // 0 = that was the last page
    std::uint64_t as_of = 0;       // committed seq at the start of the page
};

// A long read in pieces, so that commands are decided between two of them. Holds little before its
// first piece. Each entity is shown as committed at the time it was reached. Must not outlive its
// port; whoever destroys it early has no more work done.
class Reading {
  public:
    virtual ~Reading() = default;
    // Goes on for about so much work: 1 for a row that is looked at, and 1 more for each 64 bytes
    // that it writes. True when the read is whole. Precondition: it was not whole before.
    [[nodiscard]] virtual bool go_on(std::size_t work) = 0;
    // Done so far, in the same measure.
    [[nodiscard]] virtual std::size_t work() const = 0;
};

class ListReading : public Reading {
  public:
    // Once, when it is whole. The page's as_of is the record at its start: what is later than that
    // may or may not be in it already.
    [[nodiscard]] virtual ListPage take() = 0;
};

class TextReading : public Reading {
  public:
    // Once, when it is whole.
    [[nodiscard]] virtual std::string take() = 0;
};

// Something that the operator must look at while the service goes on.
struct Alarm {
    std::string name;  // stable, for programs: log_held, history_damaged...
    std::string text;  // what, where, and what to do
};

// What somebody types when asked where.
struct PlaceQuery {
    std::string text;
    std::optional<Point> near;  // of places that fit as well, the nearer ones go first
    std::size_t limit = 8;
};

// What is wanted to be known of a survey.
struct StatisticsQuery {
    SurveyId survey;
    std::string by;        // "district", "age_band", "group", a question; empty = no parts
    bool as_page = false;  // HTML; else JSON
};

class QueryPort {
  public:
    virtual ~QueryPort() = default;
    // The entity as JSON, masked unless the principal may see personal data. Nothing when unknown.
    [[nodiscard]] virtual std::optional<std::string> read(std::string_view collection,
                                                          std::uint64_t id,
                                                          const Principal& principal) const = 0;
    // `error` is set (and null returned) when the collection or a filter does not exist.
    [[nodiscard]] virtual std::unique_ptr<ListReading> start_list(std::string_view collection,
                                                                  const ListQuery& query,
                                                                  const Principal& principal,
                                                                  std::string& error) const = 0;
    // Whether the value of this filter says who somebody is: the record of accesses then tells only
    // that it was used. False for what is no filter of the collection.
    [[nodiscard]] virtual bool is_personal_filter(std::string_view collection,
                                                  std::string_view filter) const = 0;
    // The whole story of a request: JSON {request, timeline:[{seq, at, source, events}]}, and
    // `more`, members that begin with a comma, such as ExplainPort gives. Null when unknown.
    [[nodiscard]] virtual std::unique_ptr<TextReading> start_timeline(RequestId request,
                                                                      const Principal& principal,
                                                                      std::string more) const = 0;
    // The places of the address book that the text may mean: JSON {query, certain, places:[{place,
    // confidence_permille, reason, ...}]}. Only active places, which are nobody's personal data.
    [[nodiscard]] virtual std::string find_places(const PlaceQuery& query) const = 0;
    // What was answered to a survey, in numbers that tell of nobody: JSON of
    // engine/views/survey_report.hpp, or a page. Null when the survey is unknown, or cannot be
    // counted so: then `error` is set.
    [[nodiscard]] virtual std::unique_ptr<TextReading> start_statistics(
        const StatisticsQuery& /*query*/, std::string& /*error*/) const {
        return nullptr;
    }
    // The committed end of the log and the state of the service, for health and metrics.
    [[nodiscard]] virtual std::uint64_t committed_seq() const = 0;
    [[nodiscard]] virtual std::string metrics_text() const = 0;
    [[nodiscard]] virtual bool ready(std::string& why_not) const = 0;
    // What is wrong now and does not keep the service from its work.
    [[nodiscard]] virtual std::vector<Alarm> alarms() const { return {}; }
};

// Why a request was decided as it was: found by replaying the log, beside the engine.
class ExplainPort {
  public:
    // An explanation that is wanted. Destroying it before its answer cancels it, and frees its
    // place among those of its principal in any case.
    class Wish {
      public:
        virtual ~Wish() = default;
    };
    enum class Refusal : std::uint8_t {
        none,
        too_many_of_yours,  // this principal has as many as it may already
        too_many,           // others wait, as many as may
    };

    virtual ~ExplainPort() = default;
    // Calls `done` once, later, with members for QueryPort::start_timeline: "decisions":[{seq,
    // slot, candidates:[...], counts}], or "decisions_unavailable" and why. Null when refused.
    [[nodiscard]] virtual std::unique_ptr<Wish> explain(RequestId request,
                                                        const std::string& principal,
                                                        std::function<void(std::string)> done,
                                                        Refusal& refusal) = 0;
};

class AccessPort {
  public:
    virtual ~AccessPort() = default;
    // Nothing when the token is unknown, expired or revoked. Constant time in the token's content.
    [[nodiscard]] virtual std::optional<Principal> authenticate(std::string_view token) = 0;
    // Whether the token of this name would still be taken: for what it opened and still uses.
    [[nodiscard]] virtual bool is_valid(std::string_view name) = 0;
};

// What the record of accesses tells. The names are permanent: they stand in its file.
// login_failed: a token, signature or passphrase that is not valid. personal_read: an answer with
// what is known of people. feed_opened: a ticket for a feed that shows it. account_changed: an
// account was added, invited, disabled and the like. right_refused: what a role does not allow.
// exported: a table, a list or the data of one person was taken out. settings_changed: the program
// was started with other settings than the last time. unmasked: somebody who sees people masked saw
// one as she is.
BOOST_DEFINE_ENUM_CLASS(AuditKind, login_failed, token_created, token_revoked, personal_read,
                        feed_opened, session_opened, session_ended, account_changed, token_rotated,
                        right_refused, exported, settings_changed, unmasked)

struct AuditEntry {
    AuditKind what = AuditKind::personal_read;
    std::string who;    // the token's name; of a failed log-in the address
    std::string about;  // "members/7", "requests?limit=100", a token's name
    std::uint64_t count = 1;
    std::uint64_t record = 0;  // of the log, which says why; 0 = none
};

// Who got at what, beside the log, which holds only what was decided.
class AuditPort {
  public:
    virtual ~AuditPort() = default;
    // Never waits: what cannot be kept is lost, and counted.
    virtual void note(AuditEntry entry) = 0;
};

}  // namespace muster
