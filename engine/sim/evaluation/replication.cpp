#include "engine/sim/evaluation/replication.hpp"

#include <algorithm>
#include <boost/unordered/unordered_flat_map.hpp>
#include <queue>
#include <utility>
#include <variant>

#include "engine/core/board.hpp"
#include "engine/core/engine.hpp"
#include "engine/sim/drive.hpp"
#include "engine/sim/evaluation/service_rules.hpp"
#include "muster/dispatch.hpp"
#include "muster/requests.hpp"
#include "muster/responders.hpp"
#include "muster/service.hpp"

namespace muster::evaluation {
namespace {

constexpr std::uint32_t nobody = 0xFFFFFFFFu;

struct Unit {
    ResponderId id;
    Point station;
    sim::Drive drive{Point{}};
    Point reported;
    std::uint32_t call = nobody;  // whom it goes to, treats or brings to hospital
    TimePoint busy_since;
    // Tells which of the events that were planned for the unit still hold.
    std::uint32_t plan = 0;
    bool to_confirm = false;  // an order has come in
    bool stopped = false;     // has left its call, and no new one was heard of yet
};

enum class Happening : std::uint8_t { arrives, leaves_scene, is_done };

struct Planned {
    TimePoint at;
    std::uint64_t order = 0;
    Happening what = Happening::arrives;
    std::uint32_t unit = 0;
    std::uint32_t plan = 0;

    // The earliest is on top of the queue.
    friend bool operator<(const Planned& a, const Planned& b) {
        return std::pair(a.at, a.order) > std::pair(b.at, b.order);
    }
};

class Replication {
  public:
    Replication(const CityBundle& city, std::span<const Call> calls,
                const ReplicationOptions& options)
        : city_(city), calls_(calls), options_(options), times_(city.roads), now_(options.start) {
        result_.calls.resize(calls.size());
        requests_.resize(calls.size());
        engine_.use_roads(city.roads);
    }

    ReplicationResult run() {
        begin();
        std::size_t next_call = 0;
        TimePoint next_day = options_.start + hours(24);
        while (next_call < calls_.size() || served_ < calls_.size()) {
            const TimePoint call_at = next_call < calls_.size() ? received_at(next_call) : never;
            const TimePoint unit_at = planned_.empty() ? never : planned_.top().at;
            const TimePoint tick_at = engine_.next_deadline();
            const TimePoint at = std::min({call_at, unit_at, tick_at});
            if (at > options_.give_up) break;
            now_ = std::max(now_, at);
            while (now_ >= next_day && next_day <= options_.count_until) {
                if (options_.day_done) options_.day_done();
                next_day = next_day + hours(24);
            }
            // At equal times what is due comes first, then crews, then calls.
            if (tick_at == at) {
                report_positions();
                send(Tick{});
            } else if (unit_at == at) {
                const Planned planned = planned_.top();
                planned_.pop();
                if (units_[planned.unit].plan == planned.plan) happen(planned);
            } else {
                receive(next_call++);
            }
        }
        for (Unit& unit : units_)
            if (unit.call != nobody) count_busy(unit);
        result_.commands = static_cast<std::int64_t>(engine_.last_seq());
        return std::move(result_);
    }

  private:
    [[nodiscard]] TimePoint received_at(std::size_t call) const {
        return calls_[call].at + city_.model.dispatch_delay_ms;
    }

    void begin() {
        send(LoadRules{options_.rules});
        for (std::size_t u = 0; u < city_.units.size(); ++u) {
            Unit unit;
            unit.station = city_.stations[city_.units[u]];
            unit.drive = sim::Drive(unit.station);
            unit.reported = unit.station;
            ResponderProfile profile;
            profile.kind = ResponderKind::team;
            profile.external_ref = std::to_string(u);
            profile.skills = {service_code};
            profile.travel = Profile::urgent;
            profile.post = unit.station;
            unit.id = {engine_.last_seq() + 1};
            unit_of_.emplace(unit.id.value, static_cast<std::uint32_t>(u));
            units_.push_back(std::move(unit));
            send(RegisterResponder{profile});
            send(SetDuty{units_.back().id, ResponderStatus::available, {}, ""});
        }
    }

    // To the engine.

    void send(Command command) {
        hand_over(std::move(command));
        // What was decided may make crews report, upon which more may be decided.
        for (std::size_t i = 0; i < orders_.size(); ++i) {
            Unit& unit = units_[orders_[i]];
            if (!unit.to_confirm) continue;
            unit.to_confirm = false;
            const RequestId request = requests_[unit.call];
            const ResponderId id = unit.id;
            hand_over(AcknowledgeAssignment{request, id});
            // The answer may have been another order.
            if (unit.call == nobody || requests_[unit.call] != request) continue;
            hand_over(ReportEnRoute{request, id});
        }
        orders_.clear();
        look_for_idle_while_waiting();
    }

    void hand_over(Command command) {
        envelope_.seq = engine_.last_seq() + 1;
        envelope_.at = now_;
        envelope_.source = "simulation";
        envelope_.command = std::move(command);
        const core::Handled handled = engine_.handle(envelope_);
        if (handled.rejection) {
            if (result_.refusals++ == 0) result_.first_refusal = handled.rejection.detail;
            return;
        }
        for (const Event& event : handled.events)
            hear(event);
        for (const std::uint32_t u : stopped_) {
            Unit& unit = units_[u];
            if (unit.stopped) go_home(unit);
            unit.stopped = false;
        }
        stopped_.clear();
    }

    // Where everybody is, before the engine is asked for a decision.
    void report_positions() {
        ReportPositions report;
        for (Unit& unit : units_) {
            const Point at = unit.drive.position_at(now_);
            if (at == unit.reported) continue;
            unit.reported = at;
            report.fixes.push_back({unit.id, at, {}});
        }
        if (!report.fixes.empty()) hand_over(std::move(report));
    }

    void look_for_idle_while_waiting() {
        const core::Board& board = engine_.board();
        if (board.pending().size() == 0) return;
        for (const Unit& unit : units_) {
            if (board.responders().get(unit.id)->status == ResponderStatus::available) {
                ++result_.idle_while_waiting;
                return;
            }
        }
    }

    // From the engine.

    void hear(const Event& event) {
        if (const auto* received = event.get_if<RequestReceived>()) {
            requests_[receiving_] = received->request;
            call_of_.emplace(received->request.value, receiving_);
        } else if (const auto* assigned = event.get_if<SlotAssigned>()) {
            on_assigned(*assigned);
        } else if (const auto* released = event.get_if<AssignmentReleased>()) {
            if (now_ >= options_.count_from) ++result_.diversions;
            leave_call(unit_of_.at(released->responder.value));
        } else if (const auto* served = event.get_if<SlotServed>()) {
            leave_call(unit_of_.at(served->responder.value));
        } else if (const auto* ordered = event.get_if<StandbyOrdered>()) {
            if (now_ >= options_.count_from) ++result_.moves;
            on_ordered(*ordered);
        }
    }

    void on_assigned(const SlotAssigned& event) {
        const std::uint32_t u = unit_of_.at(event.responder.value);
        Unit& unit = units_[u];
        unit.call = call_of_.at(event.request.value);
        unit.busy_since = now_;
        unit.stopped = false;
        unit.to_confirm = true;
        orders_.push_back(u);
        const Call& call = calls_[unit.call];
        const Profile profile =
            call.call_class == CallClass::low ? Profile::normal : Profile::urgent;
        ++unit.plan;
        auto route = times_.route(unit.drive.position_at(now_), call.place, profile);
        // The network is one strongly connected part, so there is a way.
        if (!route || route->duration() != event.eta_ms) ++result_.eta_mismatches;
        if (!route) return;
        unit.drive = sim::Drive(std::move(*route), now_);
        plan(unit.drive.arrival(), Happening::arrives, u);
    }

    void on_ordered(const StandbyOrdered& event) {
        const std::uint32_t u = unit_of_.at(event.responder.value);
        Unit& unit = units_[u];
        unit.station = city_.stations[station_of(event.post)];
        if (unit.stopped) return;
        unit.stopped = true;
        stopped_.push_back(u);
    }

    void leave_call(std::uint32_t u) {
        Unit& unit = units_[u];
        count_busy(unit);
        unit.call = nobody;
        unit.to_confirm = false;
        unit.stopped = true;
        stopped_.push_back(u);
        ++unit.plan;
    }

    // Crews.

    void plan(TimePoint at, Happening what, std::uint32_t u) {
        planned_.push({at, next_order_++, what, u, units_[u].plan});
    }

    void go_home(Unit& unit) {
        auto route = times_.route(unit.drive.position_at(now_), unit.station, Profile::normal);
        if (route) unit.drive = sim::Drive(std::move(*route), now_);
    }

    void happen(const Planned& planned) {
        Unit& unit = units_[planned.unit];
        const std::uint32_t index = unit.call;
        const Call& call = calls_[index];
        switch (planned.what) {
            case Happening::arrives:
                report_positions();
                result_.calls[index] = {now_ - call.at, true};
                send(ReportOnScene{requests_[index], unit.id});
                plan(now_ + call.on_scene,
                     call.transport ? Happening::leaves_scene : Happening::is_done, planned.unit);
                return;
            case Happening::leaves_scene: {
                auto route =
                    times_.route(call.place, city_.hospital_for(call.place), Profile::urgent);
                if (route) unit.drive = sim::Drive(std::move(*route), now_);
                plan(unit.drive.arrival() + call.handover, Happening::is_done, planned.unit);
                return;
            }
            case Happening::is_done:
                report_positions();
                ++served_;
                send(CompleteAssignment{requests_[index], unit.id, Disposition::helped, ""});
                // Nobody is asked how it was, so that the request ends and leaves memory.
                send(RecordCallback{requests_[index], true, 0, ""});
                send(CloseRequest{requests_[index], Disposition::helped, ""});
                return;
        }
    }

    void receive(std::size_t call) {
        report_positions();
        receiving_ = static_cast<std::uint32_t>(call);
        CreateRequest command;
        command.service = service_code;
        command.channel = Channel::hotline;
        command.urgency = urgency_of(calls_[call].call_class);
        command.place = calls_[call].place;
        send(std::move(command));
    }

    void count_busy(const Unit& unit) {
        const TimePoint from = std::max(unit.busy_since, options_.count_from);
        const TimePoint until = std::min(now_, options_.count_until);
        if (from < until) result_.busy_ms = result_.busy_ms + (until - from);
    }

    const CityBundle& city_;
    std::span<const Call> calls_;
    const ReplicationOptions& options_;
    roads::RoadTimes times_;
    core::Engine engine_;
    Envelope envelope_;
    TimePoint now_;
    std::vector<Unit> units_;
    boost::unordered_flat_map<std::uint64_t, std::uint32_t> unit_of_;  // by responder
    boost::unordered_flat_map<std::uint64_t, std::uint32_t> call_of_;  // by request
    std::vector<RequestId> requests_;                                  // by call
    std::uint32_t receiving_ = 0;
    std::size_t served_ = 0;
    std::priority_queue<Planned> planned_;
    std::uint64_t next_order_ = 0;
    std::vector<std::uint32_t> orders_;   // units that have heard of an assignment
    std::vector<std::uint32_t> stopped_;  // units that have left their call
    ReplicationResult result_;
};

}  // namespace

ReplicationResult run_replication(const CityBundle& city, std::span<const Call> calls,
                                  const ReplicationOptions& options) {
    return Replication(city, calls, options).run();
}

}  // namespace muster::evaluation
