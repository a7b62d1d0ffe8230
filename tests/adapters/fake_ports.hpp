// Stand-ins for the engine's ports: they remember what they were asked and answer what a test
// wants.
#pragma once

#include <deque>
#include <functional>
#include <initializer_list>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "muster/event_port.hpp"
#include "muster/metrics_text.hpp"
#include "muster/ports.hpp"
#include "muster/requests.hpp"

namespace muster {

class FakeCommands : public CommandPort {
  public:
    void submit(Submission submission, std::function<void(const Outcome&)> done) override {
        const auto key = submission.source + "\n" + submission.key;
        Outcome outcome;
        outcome.rejection = rejection;
        outcome.at = TimePoint{1'700'000'000'000};
        if (!outcome.rejection) {
            const auto known = submission.key.empty() ? seq_of_key.end() : seq_of_key.find(key);
            outcome.replayed = known != seq_of_key.end();
            outcome.seq = outcome.replayed ? known->second : ++seq;
            if (!submission.key.empty()) seq_of_key[key] = outcome.seq;
            if (!submission.command.row().creates.empty() && !only_recorded) {
                outcome.made = known_id == 0;
                outcome.id = outcome.made ? outcome.seq : known_id;
            }
            outcome.events_json = std::make_shared<const std::string>(events);
        }
        submissions.push_back(std::move(submission));
        if (deferred) {
            waiting.emplace_back(std::move(done), outcome);
        } else {
            done(outcome);
        }
    }
    // Answers the n-th command that waits.
    void release(std::size_t n) {
        auto [done, outcome] = std::move(waiting[n]);
        waiting.erase(waiting.begin() + static_cast<std::ptrdiff_t>(n));
        done(outcome);
    }

    std::vector<Submission> submissions;
    std::map<std::string, std::uint64_t> seq_of_key;
    std::deque<std::pair<std::function<void(const Outcome&)>, Outcome>> waiting;
    Rejection rejection;
    std::string events = R"([{"type":"RequestReceived"}])";
    std::uint64_t seq = 100;
    std::uint64_t known_id = 0;  // of what every command only repeats; 0 = each makes something
    bool only_recorded = false;  // accepted, and nothing was made
    bool deferred = false;
};

class FakeQueries : public QueryPort {
  public:
    // Takes `pieces` pieces, and says in `pieces_made` that it made one.
    template <class Kind, class Result>
    struct FakeReading final : Kind {
        explicit FakeReading(const FakeQueries& owner) : queries(owner) { ++queries.alive; }
        ~FakeReading() override { --queries.alive; }
        bool go_on(std::size_t) override {
            ++queries.pieces_made;
            return ++made >= queries.pieces;
        }
        std::size_t work() const override { return queries.work; }
        Result take() override { return std::move(result); }

        const FakeQueries& queries;
        std::size_t made = 0;
        Result result;
    };

    std::optional<std::string> read(std::string_view collection, std::uint64_t id,
                                    const Principal& reader) const override {
        last_reader = reader;
        const auto known = entities.find(std::string(collection) + "/" + std::to_string(id));
        if (known == entities.end()) return std::nullopt;
        return known->second;
    }
    std::unique_ptr<ListReading> start_list(std::string_view collection, const ListQuery& query,
                                            const Principal&, std::string& error) const override {
        last_collection = collection;
        last_query = query;
        for (const auto& [name, value] : query.filters) {
            static const std::set<std::string> known{"status", "responder", "volunteer", "request",
                                                     "device"};
            if (!known.contains(name) && !is_personal_filter(collection, name)) {
                error = "no filter " + name + "; known: status, responder";
                return nullptr;
            }
        }
        auto reading = std::make_unique<FakeReading<ListReading, ListPage>>(*this);
        reading->result = ListPage{page, next_after, 42};
        return reading;
    }
    bool is_personal_filter(std::string_view collection, std::string_view filter) const override {
        return personal_filters.contains(std::string(collection) + "?" + std::string(filter));
    }
    std::unique_ptr<TextReading> start_timeline(RequestId request, const Principal&,
                                                std::string more) const override {
        const auto known = entities.find("timeline/" + std::to_string(request.value));
        if (known == entities.end() && request.value != 1) return nullptr;
        auto reading = std::make_unique<FakeReading<TextReading, std::string>>(*this);
        reading->result =
            known != entities.end() ? known->second : R"({"timeline":[])" + more + "}";
        return reading;
    }
    std::string find_places(const PlaceQuery& query) const override {
        last_place_query = query;
        return R"({"places":[]})";
    }
    std::uint64_t committed_seq() const override { return committed; }
    std::string metrics_text() const override {
        MetricsText text;
        text.gauge("muster_log_seq", "", 42);
        if (metrics) metrics(text);
        return std::move(text).text();
    }
    bool ready(std::string& why) const override {
        why = why_not_ready;
        return why.empty();
    }

    mutable Principal last_reader;
    std::map<std::string, std::string> entities;
    std::set<std::string> personal_filters;     // "members?name"
    std::function<void(MetricsText&)> metrics;  // of the adapter
    std::string why_not_ready;
    std::uint64_t committed = 42;
    std::string page = R"([{"id":1}])";
    std::uint64_t next_after = 1;  // of each page; 0 = it is the last
    std::size_t pieces = 1;        // of each reading
    std::size_t work = 1;
    mutable PlaceQuery last_place_query;
    mutable std::size_t pieces_made = 0;
    mutable std::size_t alive = 0;  // readings
    mutable std::string last_collection;
    mutable ListQuery last_query;
};

// Tells nothing by itself.
class FakeEvents : public EventPort {
  public:
    std::unique_ptr<Following> follow(std::function<void(const CommittedRecord&)> tell) override {
        told.push_back(std::move(tell));
        return std::make_unique<Following>();
    }
    std::unique_ptr<Following> follow_from(
        std::uint64_t seq, std::function<void(const CommittedRecord&)> tell) override {
        followed_from.push_back(seq);
        return follow(std::move(tell));
    }
    EventTold put(const Event& event, TimePoint, const Audience& audience) const override {
        EventTold out = saying;
        out.sentence += audience.language == Language::zh ? "/zh" : "/en";
        out.sentence += audience.personal ? "/all" : "/masked";
        out.fields = R"({"type":")" + std::string(event.name()) + R"("})";
        return out;
    }
    std::vector<std::function<void(const CommittedRecord&)>> told;
    std::vector<std::uint64_t> followed_from;
    EventTold saying;  // of every event
};

// Explanations are made when a test says so.
class FakeExplain : public ExplainPort {
  public:
    struct FakeWish final : Wish {
        explicit FakeWish(FakeExplain& owner) : explain(owner) {}
        ~FakeWish() override {
            --explain.wanted;
            explain.done = nullptr;
        }
        FakeExplain& explain;
    };
    std::unique_ptr<Wish> explain(RequestId, const std::string&,
                                  std::function<void(std::string)> tell, Refusal& why) override {
        why = refusal;
        if (refusal != Refusal::none) return nullptr;
        ++wanted;
        done = std::move(tell);
        return std::make_unique<FakeWish>(*this);
    }

    Refusal refusal = Refusal::none;
    std::size_t wanted = 0;
    std::function<void(std::string)> done;  // of the last one
};

class FakeAudit : public AuditPort {
  public:
    void note(AuditEntry entry) override { entries.push_back(std::move(entry)); }

    std::vector<AuditEntry> entries;
};

class FakeAccess : public AccessPort {
  public:
    static Principal principal(std::string name, std::initializer_list<Role> roles,
                               std::uint64_t responder = 0) {
        Principal p;
        p.name = std::move(name);
        for (const Role role : roles)
            p.roles.add(role);
        p.responder = ResponderId{responder};
        return p;
    }
    // One token per role, of the same name; "responder" is responder 5.
    FakeAccess() {
        tokens["dispatcher"] = principal("dispatcher", {Role::dispatcher});
        tokens["call_taker"] = principal("call_taker", {Role::call_taker});
        tokens["responder"] = principal("responder", {Role::responder}, 5);
        tokens["supervisor"] = principal("supervisor", {Role::supervisor});
        tokens["adapter"] = principal("adapter", {Role::adapter});
        tokens["admin"] = principal("admin", {Role::admin});
        tokens["security_admin"] = principal("security_admin", {Role::security_admin});
        tokens["auditor"] = principal("auditor", {Role::auditor});
        tokens["nobody"] = principal("nobody", {});
    }
    std::optional<Principal> authenticate(std::string_view token) override {
        const auto known = tokens.find(token);
        if (known == tokens.end()) return std::nullopt;
        return known->second;
    }

    bool is_valid(std::string_view name) override { return tokens.contains(std::string(name)); }

    std::map<std::string, Principal, std::less<>> tokens;
};

}  // namespace muster
