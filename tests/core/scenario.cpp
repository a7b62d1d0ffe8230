#include "tests/core/scenario.hpp"

#include <boost/json.hpp>
#include <cmath>
#include <functional>
#include <map>
#include <sstream>
#include <vector>

#include "engine/codec/commands_json.hpp"
#include "engine/codec/json_writer.hpp"
#include "engine/core/board.hpp"
#include "engine/core/engine.hpp"
#include "engine/core/kernel/names.hpp"
#include "muster/dispatch.hpp"
#include "muster/registry.hpp"
#include "muster/requests.hpp"
#include "muster/responders.hpp"
#include "muster/service.hpp"
#include "tests/core/scenario_words.hpp"
#include "tests/core/state_text.hpp"
#include "tests/core/test_rules.hpp"

namespace muster::test {
namespace {

namespace json = boost::json;

constexpr std::int64_t day_start = 1'764'547'200'000;  // 2025-12-01 00:00 UTC
constexpr double units_per_metre = 1e7 / 111'195.08;
constexpr double origin_lat = 32.4;
constexpr double origin_lon = 119.4;

Point place(double east_m, double north_m) {
    const double cosine = std::cos(origin_lat * 3.14159265358979 / 180);
    return {static_cast<std::int32_t>(std::lround(origin_lat * 1e7 + north_m * units_per_metre)),
            static_cast<std::int32_t>(
                std::lround(origin_lon * 1e7 + east_m * units_per_metre / cosine))};
}

class Runner {
  public:
    void line(const std::string& text) {
        Words words{words_of(text)};
        if (!words.more() || words.words[0][0] == '#') return;
        const std::string first = words.take();
        if (first == ">" || first == "!") return expect(first, words);
        finish_step();
        if (first == "rules") return change_rules(words);
        if (first == "staff" || first == "volunteer" || first == "team") {
            return add_responder(first, words);
        }
        if (first == "member") return add_member(words);
        if (first == "card") return add_card(words);
        if (first == "post") return add_post(words);
        if (first == "demand") return add_demand(words);
        if (first == "at") return act(words);
        if (first == "until") return pass_time(words);
        if (first == "state") return check_state(words);
        throw Failure{"unknown line"};
    }

    void finish() { finish_step(); }

  private:
    // Driving the engine.

    void send(Command command, std::string key = {}) {
        load_rules_once();
        if (engine_.next_deadline() <= now_) {
            throw Failure{"a deadline has passed; write `until` before this line"};
        }
        step(std::move(command), std::move(key));
    }

    // Handles it on the engine, and on another one restored from the state before.
    void step(Command command, std::string key = {}) {
        Envelope envelope;
        envelope.seq = engine_.last_seq() + 1;
        envelope.at = now_;
        envelope.source = "test";
        envelope.key = std::move(key);
        codec::write(command_text_, command);
        envelope.digest = std::hash<std::string>{}(command_text_);
        command_text_.clear();
        envelope.command = std::move(command);

        core::Engine twin;
        twin.restore(engine_.state());
        const core::Handled handled = engine_.handle(envelope);
        const std::string events = text_of(handled.events);
        const core::Handled again = twin.handle(envelope);
        if (text_of(again.events) != events) {
            throw Failure{"a restored engine decided otherwise:\n  " + events + "\n  " +
                          text_of(again.events)};
        }
        if (state_text(engine_.state()) != state_text(twin.state())) {
            throw Failure{"a restored engine differs after"};
        }
        const std::string broken = engine_.broken_invariant();
        if (!broken.empty()) throw Failure{"invariant: " + broken};

        rejection_ = handled.rejection;
        const json::value parsed = json::parse(events);
        for (const json::value& event : parsed.as_array())
            events_.push_back(event.as_object());
        stepped_ = true;
    }

    static std::string text_of(std::span<const Event> events) {
        std::string text;
        codec::write(text, events);
        return text;
    }

    void load_rules_once() {
        if (engine_.last_seq() > 0) return;
        const TimePoint now = now_;
        step(LoadRules{rules_});
        if (rejection_) throw Failure{"rules: " + rejection_.field + " " + rejection_.detail};
        now_ = now;
        reset_step();
    }

    void pass_time(Words& words) {
        load_rules_once();
        const TimePoint end = time(words.take());
        while (engine_.next_deadline() <= end) {
            now_ = std::max(now_, engine_.next_deadline());
            const std::size_t before = events_.size();
            step(Tick{});
            if (events_.size() == before) throw Failure{"a deadline fired without an event"};
        }
        now_ = end;
        stepped_ = true;
    }

    // Expectations.

    void expect(const std::string& sign, Words& words) {
        expecting_ = true;
        if (sign == "!") {
            const std::string reason = words.take();
            if (core::name_of(rejection_.reason) != reason) {
                throw Failure{"is " + std::string(core::name_of(rejection_.reason)) + " (" +
                              rejection_.detail + ")"};
            }
            rejected_ = true;
            return;
        }
        const std::string name = words.take();
        if (name == "nothing") {
            if (!events_.empty()) throw Failure{"there are events:\n" + listing()};
            return;
        }
        if (seen_ >= events_.size()) throw Failure{"no such event; there are:\n" + listing()};
        const json::object& event = events_[seen_++];
        if (event.at("type").as_string() != name) {
            throw Failure{"event " + std::to_string(seen_) + " is another one:\n" + listing()};
        }
        while (words.more()) {
            const std::string pair = words.take();
            const std::size_t equals = pair.find('=');
            if (equals == std::string::npos) throw Failure{"\"" + pair + "\" is not key=value"};
            const std::string got = value_at(event, pair.substr(0, equals));
            const std::string want = pair.substr(equals + 1);
            if (got != want && got != id_text(want)) {
                throw Failure{pair.substr(0, equals) + " is " + got + ":\n" + listing()};
            }
        }
    }

    void finish_step() {
        if (stepped_ && !rejected_ && rejection_) {
            throw Failure{"(line before) refused: " +
                          std::string(core::name_of(rejection_.reason)) + " " + rejection_.detail};
        }
        if (expecting_ && seen_ < events_.size()) {
            throw Failure{"(line before) more events than expected:\n" + listing()};
        }
        reset_step();
    }

    void reset_step() {
        events_.clear();
        rejection_ = {};
        seen_ = 0;
        stepped_ = expecting_ = rejected_ = false;
    }

    [[nodiscard]] std::string listing() const {
        std::string text;
        for (const json::object& event : events_)
            text += "    " + json::serialize(event) + "\n";
        return text;
    }

    [[nodiscard]] std::string id_text(const std::string& name) const {
        const auto found = ids_.find(name);
        return found == ids_.end() ? name : std::to_string(found->second);
    }

    // People.

    void change_rules(Words& words) {
        std::string text;
        codec::write(text, rules_);
        json::value tree = json::parse(text);
        while (words.more()) {
            const std::vector<std::string> pair = split(words.take(), '=');
            std::string pointer = "/" + pair.at(0);
            std::replace(pointer.begin(), pointer.end(), '.', '/');
            tree.at_pointer(pointer) = json::parse(pair.at(1));
        }
        rules_ = {};
        if (const auto error =
                codec::read_rules(json::serialize(tree), rules_, codec::Mode::strict)) {
            throw Failure{"rules: " + error->path + " " + error->message};
        }
    }

    static Point take_place(Words& words) {
        const double east = words.number();
        return place(east, words.number());
    }

    void add_responder(const std::string& kind, Words& words) {
        const std::string name = words.take();
        ResponderProfile profile;
        profile.kind = enum_of<ResponderKind>(kind);
        profile.name = name;
        for (const std::string& skill : split(words.take(), ','))
            profile.skills.push_back(Code(skill));
        bool on_duty = true;
        TimePoint shift_until;
        while (words.more()) {
            const std::string word = words.take();
            if (word == "at") {
                profile.post = take_place(words);
            } else if (word == "off_duty") {
                on_duty = false;
            } else if (word == "until") {
                shift_until = time(words.take());
            } else {
                profile.travel = enum_of<Profile>(word);
            }
        }
        send(RegisterResponder{profile});
        ids_[name] = engine_.last_seq();
        if (on_duty) send(SetDuty{{ids_[name]}, ResponderStatus::available, shift_until, ""});
        reset_step();
    }

    void add_post(Words& words) {
        PostRule post;
        post.code = Code(words.take());
        words.take();  // at
        post.place = take_place(words);
        rules_.standby.posts.push_back(std::move(post));
    }

    void add_demand(Words& words) {
        const std::int64_t weight = std::stoll(words.take());
        words.take();  // at
        rules_.standby.demand.push_back({take_place(words), weight});
    }

    void add_member(Words& words) {
        const std::string name = words.take();
        MemberProfile profile;
        profile.name = name;
        while (words.more()) {
            const std::string word = words.take();
            if (word == "at") {
                profile.home = take_place(words);
            } else if (word == "phone") {
                profile.phone = words.take();
            } else if (word == "flags") {
                for (const std::string& flag : split(words.take(), ',')) {
                    profile.flags.value.push_back(enum_of<MemberFlag>(flag));
                }
            } else if (word == "contacts") {
                for (const std::string& contact : split(words.take(), ',')) {
                    const std::vector<std::string> parts = split(contact, ':');
                    Contact& added = profile.contacts.emplace_back();
                    added.relation = enum_of<ContactRelation>(parts.at(0));
                    if (parts.size() > 1) added.phone = parts[1];
                }
            } else {
                throw Failure{"unknown word \"" + word + "\""};
            }
        }
        send(RegisterMember{profile});
        ids_[name] = engine_.last_seq();
        reset_step();
    }

    void add_card(Words& words) {
        const std::string name = words.take();
        words.take();  // of
        send(IssueCard{{id(words.take())}, ""});
        ids_[name] = engine_.last_seq();
        reset_step();
    }

    // Actions.

    static TimePoint time(const std::string& text) {
        const std::vector<std::string> parts = split(text, ':');
        std::int64_t seconds_of_day = 0;
        for (const std::string& part : parts)
            seconds_of_day = seconds_of_day * 60 + std::stoll(part);
        if (parts.size() == 2) seconds_of_day *= 60;
        return {day_start + seconds_of_day * 1000};
    }

    std::uint64_t id(const std::string& name) const {
        const auto found = ids_.find(name);
        if (found != ids_.end()) return found->second;
        if (name.find_first_not_of("0123456789") == std::string::npos) return std::stoull(name);
        throw Failure{"nobody and nothing is called \"" + name + "\""};
    }

    // The live (or last) offer made to a volunteer.
    OfferId offer_to(const std::string& name) const {
        OfferId latest;
        const core::Board& board = engine_.board();
        for (const core::Index index : board.offers().in_order()) {
            if (board.offers()[index].responder.value == id(name))
                latest = board.offers()[index].id;
        }
        return latest;
    }

    // The request a responder is bound to; one that does not exist if there is none.
    RequestId work_of(const std::string& name) const {
        const Responder* responder = engine_.board().responders().get({id(name)});
        return responder == nullptr || !responder->request ? RequestId{999'999}
                                                           : responder->request;
    }

    void act(Words& words) {
        const TimePoint at = time(words.take());
        if (at < now_) throw Failure{"time goes backwards"};
        now_ = at;
        const std::string first = words.take();
        if (first == "request") return create(words);
        if (first == "tap") {
            TapCard tap;
            tap.card = {id(words.take())};
            tap.colour = Code(words.take());
            if (words.more()) tap.generation = static_cast<std::uint32_t>(words.number());
            send(tap);
            ids_["tapped"] = engine_.last_seq();
            return;
        }
        if (first == "assign") {
            AssignResponder command;
            command.responder = {id(words.take())};
            command.request = {id(words.take())};
            command.slot = static_cast<std::uint32_t>(words.number());
            command.expected_responder = take_expected(words);
            command.reason = words.rest();
            return send(command);
        }
        if (first == "release") {
            ReleaseResponder command;
            command.request = {id(words.take())};
            command.slot = static_cast<std::uint32_t>(words.number());
            command.expected_responder = take_expected(words);
            command.reason = words.rest();
            return send(command);
        }
        const std::string verb = words.take();
        if (request_verb(verb, RequestId{ids_.count(first) ? ids_[first] : id(first)}, words)) {
            return;
        }
        responder_verb(first, verb, words);
    }

    // "from B" or "from nobody": who holds the slot as far as the sender knows.
    std::optional<ResponderId> take_expected(Words& words) {
        if (!words.next_is("from")) return std::nullopt;
        words.take();
        const std::string name = words.take();
        return name == "nobody" ? ResponderId{} : ResponderId{id(name)};
    }

    void create(Words& words) {
        const std::string name = words.take();
        CreateRequest command;
        command.service = Code(words.take());
        std::string key;
        while (words.more()) {
            const std::string word = words.take();
            if (word == "by") {
                command.member = {id(words.take())};
            } else if (word == "at") {
                command.place = take_place(words);
            } else if (word == "class") {
                command.urgency = enum_of<Urgency>(words.take());
            } else if (word == "silent") {
                command.silent = true;
            } else if (word == "caller") {
                command.caller = words.take();
            } else if (word == "address") {
                command.address = words.take();
            } else if (word == "note") {
                command.note = words.take();
            } else if (word == "skills") {
                for (const std::string& skill : split(words.take(), ',')) {
                    command.skills.push_back(Code(skill));
                }
            } else if (word == "key") {
                key = words.take();
            } else {
                throw Failure{"unknown word \"" + word + "\""};
            }
        }
        send(command, key);
        if (!rejection_ && !events_.empty()) ids_[name] = engine_.last_seq();
    }

    bool request_verb(const std::string& verb, RequestId request, Words& words) {
        if (verb == "is_taken") {
            TakeRequest command{request, words.take()};
            if (words.next_is("from")) {
                words.take();
                command.expected_owner = words.next_is("nobody") ? "" : words.rest();
            }
            send(command);
        } else if (verb == "is_located") {
            LocateRequest command;
            command.request = request;
            command.place = take_place(words);
            send(command);
        } else if (verb == "is_reclassified") {
            const auto urgency = enum_of<Urgency>(words.take());
            send(ReclassifyRequest{request, urgency, words.rest()});
        } else if (verb == "is_held") {
            send(HoldRequest{request, time(words.take()), words.rest()});
        } else if (verb == "is_resumed") {
            send(ResumeRequest{request});
        } else if (verb == "is_cancelled") {
            send(CancelRequest{request, words.rest()});
        } else if (verb == "is_merged") {
            send(MergeRequest{request, {id(words.take())}});
        } else if (verb == "is_split") {
            send(SplitRequest{request, words.rest()});
        } else if (verb == "is_dismissed") {
            send(DismissDuplicate{request, words.rest()});
        } else if (verb == "is_transferred") {
            send(TransferRequest{request, words.rest(), ""});
        } else if (verb == "is_reopened") {
            send(ReopenRequest{request, words.rest()});
        } else if (verb == "is_safe") {
            send(VerifySafe{request, words.rest()});
        } else if (verb == "is_handed_over") {
            send(RecordHandover{request, enum_of<Agency>(words.take()), "Zhang", {}, "accepted"});
        } else if (verb == "contact") {
            send(RecordContact{request, enum_of<ContactOutcome>(words.take()), {}});
        } else if (verb == "is_called_back") {
            const auto rating = static_cast<std::uint32_t>(words.number());
            send(RecordCallback{request, true, rating, {}});
        } else if (verb == "not_reached") {
            send(RecordCallback{request, false, 0, {}});
        } else if (verb == "is_closed") {
            const auto how =
                words.more() ? enum_of<Disposition>(words.take()) : Disposition::helped;
            send(CloseRequest{request, how, {}});
        } else if (verb == "note") {
            send(AddNote{request, words.rest()});
        } else if (verb == "breach") {
            const auto milestone = enum_of<Milestone>(words.take());
            send(ExplainBreach{request, milestone, words.rest()});
        } else {
            return false;
        }
        return true;
    }

    // What follows a position: "ago SECONDS" it was measured, "within METRES" it may be wrong.
    void report(ResponderId responder, Point where, Words& words) {
        PositionFix fix{responder, where, {}};
        while (words.more()) {
            const std::string word = words.take();
            if (word == "ago") {
                fix.fix_at = now_ - Millis{static_cast<std::int64_t>(words.number() * 1000)};
            } else if (word == "within") {
                fix.accuracy_m = static_cast<std::int32_t>(words.number());
            } else {
                throw Failure{"unknown word \"" + word + "\""};
            }
        }
        send(ReportPositions{{fix}});
    }

    void responder_verb(const std::string& name, const std::string& verb, Words& words) {
        const ResponderId responder{id(name)};
        if (verb == "acknowledges") {
            send(AcknowledgeAssignment{work_of(name), responder});
        } else if (verb == "en_route") {
            send(ReportEnRoute{work_of(name), responder});
        } else if (verb == "on_scene") {
            send(ReportOnScene{work_of(name), responder});
        } else if (verb == "completes") {
            const RequestId request = words.more() ? RequestId{id(words.take())} : work_of(name);
            send(CompleteAssignment{request, responder, Disposition::helped, {}});
        } else if (verb == "accepts") {
            send(AcceptOffer{offer_to(name)});
        } else if (verb == "declines") {
            send(DeclineOffer{offer_to(name), words.rest()});
        } else if (verb == "moves") {
            const Point where = take_place(words);
            report(responder, where, words);
        } else if (verb == "at_degrees") {
            const double lat = words.number();
            const double lon = words.number();
            report(responder,
                   Point{static_cast<std::int32_t>(std::lround(lat * 1e7)),
                         static_cast<std::int32_t>(std::lround(lon * 1e7))},
                   words);
        } else if (verb == "stands_by") {
            const Code post = words.more() ? Code(words.take()) : Code();
            send(OrderStandby{responder, post, words.rest()});
        } else if (verb == "removed") {
            send(RemoveMember{{id(name)}, "moved away"});
        } else if (verb == "renewed") {
            send(RenewCard{{id(name)}});
        } else if (verb == "lost") {
            send(RevokeCard{{id(name)}, true, "lost"});
        } else {
            TimePoint until;
            if (words.more() && words.take() == "until") until = time(words.take());
            send(SetDuty{responder, enum_of<ResponderStatus>(verb), until, ""});
        }
    }

    void check_state(Words& words) {
        const std::string name = words.take();
        std::string got;
        if (const Request* request = engine_.board().requests().get({id(name)})) {
            got = std::string(core::name_of(request->status)) + " " +
                  std::string(core::name_of(request->urgency));
        } else if (const Responder* responder = engine_.board().responders().get({id(name)})) {
            got = core::name_of(responder->status);
        } else {
            got = "gone";
        }
        const std::string want = words.rest();
        if (got.substr(0, want.size()) != want) throw Failure{name + " is " + got};
    }

    Rules rules_ = test_rules();
    core::Engine engine_;
    TimePoint now_{day_start};
    std::map<std::string, std::uint64_t> ids_;
    std::string command_text_;

    std::vector<json::object> events_;
    Rejection rejection_;
    std::size_t seen_ = 0;
    bool stepped_ = false;
    bool expecting_ = false;
    bool rejected_ = false;
};

}  // namespace

std::string run_scenario(const std::string& text) {
    Runner runner;
    std::istringstream in(text);
    std::string line;
    int number = 0;
    try {
        while (std::getline(in, line)) {
            ++number;
            runner.line(line);
        }
        runner.finish();
    } catch (const Failure& failure) {
        return "line " + std::to_string(number) + ": " + line + "\n  " + failure.what;
    } catch (const std::exception& error) {
        return "line " + std::to_string(number) + ": " + line + "\n  " + error.what();
    }
    return {};
}

}  // namespace muster::test
