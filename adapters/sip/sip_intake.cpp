// The part of the server that knows what devices say: SCAIP, GB/T 28181, and their registration.
#include <algorithm>
#include <utility>

#include "adapters/sip/gb28181_codec.hpp"
#include "adapters/sip/scaip_codec.hpp"
#include "adapters/sip/sip_server.hpp"
#include "engine/gate/crypto.hpp"
#include "engine/gate/rejection.hpp"
#include "engine/gate/submitting.hpp"

namespace muster::sip {
namespace {

std::string hash_of(std::string_view body) {
    return gate::to_hex(gate::sha256(body)).substr(0, 16);
}

std::string source_of(const DeviceCommand& command) {
    return std::visit([](const auto& c) { return c.key.value; }, command);
}

}  // namespace

void Server::submit(const Pending& request, DeviceCommand command, std::string key,
                    std::function<void(const Pending&, const Outcome&)> done) {
    const auto* const signal = std::get_if<SignalDevice>(&command);
    const bool is_signal = signal != nullptr;
    if (is_signal && signal->signal.empty()) ++stats_.not_understood;
    Submission submission{source_of(command), std::move(key), {}};
    std::visit([&](auto& c) { submission.command = Command(std::move(c)); }, command);
    // What waits for the commit holds the request without its body.
    const auto waiting = pending_.find(request.key);
    if (waiting == pending_.end()) return;
    gate::submit_of_device(ports_.commands, std::move(submission),
                           [this, alive = std::weak_ptr(alive_), waiting = waiting->second,
                            is_signal, done = std::move(done)](const Outcome& outcome) {
                               if (alive.expired()) return;
                               if (gate::may_succeed_later(outcome.rejection.reason))
                                   return finish_busy(waiting->key);
                               if (outcome.rejection) {
                                   ++stats_.rejected;
                                   warnings_.tell_of(
                                       "rejected " + waiting->peer->options.name,
                                       "what peer \"" + waiting->peer->options.name +
                                           "\" sent was refused: " + outcome.rejection.field + " " +
                                           outcome.rejection.detail);
                               } else if (is_signal && !outcome.replayed) {
                                   ++stats_.signals;
                               }
                               done(*waiting, outcome);
                           });
}

void Server::do_scaip(Pending& request) {
    const ScaipProfile& profile = request.peer->scaip;
    auto what = std::make_shared<const ScaipRequest>(read_scaip(request.message.body, profile));
    if (what->status != ScaipStatus::ok) {
        ++stats_.bad_bodies;
        warnings_.tell_of("body " + request.peer->options.name,
                          "an alarm of peer \"" + request.peer->options.name +
                              "\" is not as it should be: answered with snu " +
                              std::to_string(static_cast<int>(what->status)));
    }
    auto command = command_of(*what, profile);
    if (!command) return answer_scaip(request, *what, what->status);
    // References come again when a device has counted through; a retry comes within minutes. One
    // across the hour is a signal more about the same open request.
    std::string key;
    if (std::holds_alternative<SignalDevice>(*command)) {
        const std::int64_t hour = ports_.now().value / hours(1).value;
        key = what->reference + ":" + hash_of(request.message.body) + ":" + std::to_string(hour);
    }
    submit(request, std::move(*command), std::move(key),
           [this, what](const Pending& waiting, const Outcome& outcome) {
               answer_scaip(waiting, *what,
                            outcome.rejection ? ScaipStatus::not_treated : what->status);
           });
}

void Server::answer_scaip(const Pending& request, const ScaipRequest& what, ScaipStatus status) {
    const PeerOptions& peer = request.peer->options;
    std::string mrs = write_scaip_answer(what, status, request.peer->scaip);
    const Message& message = request.message;
    if (peer.answer == ScaipAnswerPlace::in_200) {
        return finish(request.key, {200, {}, peer.media_type, std::move(mrs)});
    }
    finish(request.key, {});
    Request out = message_to(request.hop, message.from.uri, message.to.host);
    out.from = "<" + message.to.uri + ">;tag=" + ports_.random();
    out.media_type = peer.media_type;
    out.body = std::move(mrs);
    send_message(request.hop, out);
}

void Server::do_register(Pending& request) {
    if (!is_allowed(request)) return;
    const Message& message = request.message;
    const bool is_gb = request.peer->options.profile == PeerProfile::gb28181;
    const std::string& user = message.from.user;
    if (user.empty() || user.size() > max_gb_id_bytes) {
        ++stats_.refused;
        return finish(request.key, {400, {}, {}, {}});
    }
    const std::int64_t wanted = message.expires.value_or(3'600);
    const bool leaves = wanted == 0;
    if (!leaves && wanted < options_.registration_min_s) {
        ++stats_.refused;
        return finish(
            request.key,
            {423, "Min-Expires: " + std::to_string(options_.registration_min_s) + "\r\n", {}, {}});
    }
    if (is_gb && leaves) forget_registration(user);
    if (is_gb && !leaves && !make_room_for(user)) return finish_busy(request.key);
    const std::string key = (is_gb ? "gb28181:" : "scaip:") + user;
    submit(request, ReportDevice{.key = key, .battery_percent = {}}, {},
           [this, is_gb](const Pending& waiting, const Outcome&) {
               answer_registration(waiting, is_gb);
           });
}

void Server::answer_registration(const Pending& request, bool is_gb) {
    const Message& message = request.message;
    const std::int64_t granted =
        std::min<std::int64_t>(message.expires.value_or(3'600), options_.registration_max_s);
    const Millis zone = minutes(options_.zone_minutes);
    std::string headers = "Expires: " + std::to_string(granted) + "\r\n";
    if (message.contact && !message.contact_is_star && granted > 0) {
        headers +=
            "Contact: <" + message.contact->uri + ">;expires=" + std::to_string(granted) + "\r\n";
    }
    if (is_gb) headers += "Date: " + write_gb_date(ports_.now(), zone) + "\r\n";
    if (is_gb && granted > 0) {
        Registration& device = registrations_[message.from.user];
        const TimePoint now = ports_.steady_now();
        // One that was away is told anew.
        if (device.expires_at <= now) device.guarded = false;
        device.hop = request.hop;
        device.uri =
            message.contact && !message.contact_is_star ? message.contact->uri : message.from.uri;
        device.expires_at = now + seconds(granted);
        keep(message.from.user, device);
    }
    finish(request.key, {200, headers, {}, {}});
    if (is_gb && granted > 0) set_guard(message.from.user);
}

void Server::restore() {
    if (ports_.store == nullptr) return;
    const TimePoint now = ports_.now();
    const auto stored = ports_.store->load(now, options_.registrations);
    if (!stored) return note_not_kept(stored.error());
    for (const StoredRegistration& one : *stored) {
        const Peer* const peer = peers_.find(one.address, PeerProfile::gb28181);
        if (peer == nullptr || peer->options.profile != PeerProfile::gb28181) continue;
        // The clock may have been set back since.
        const Millis left = std::min(one.expires_at - now, seconds(options_.registration_max_s));
        Registration& device = registrations_[one.device];
        device.hop.source.address = one.address;
        device.uri = one.uri;
        device.expires_at = ports_.steady_now() + left;
    }
}

void Server::keep(const std::string& device, const Registration& registration) {
    if (ports_.store == nullptr) return;
    const Millis left = registration.expires_at - ports_.steady_now();
    if (!ports_.store->put(
            {device, registration.hop.source.address, registration.uri, ports_.now() + left})) {
        note_not_kept(ports_.store->trouble());
    }
}

void Server::forget_registration(const std::string& device) {
    registrations_.erase(device);
    if (ports_.store != nullptr && !ports_.store->remove(device)) {
        note_not_kept(ports_.store->trouble());
    }
}

bool Server::make_room_for(const std::string& device) {
    if (registration_of(device) != nullptr || registrations_.size() < options_.registrations) {
        return true;
    }
    const TimePoint now = ports_.steady_now();
    std::erase_if(registrations_, [&](const auto& r) { return r.second.expires_at <= now; });
    if (ports_.store != nullptr && !ports_.store->forget_expired(ports_.now())) {
        note_not_kept(ports_.store->trouble());
    }
    return registrations_.size() < options_.registrations;
}

void Server::note_not_kept(const std::string& why) {
    ++stats_.not_kept;
    warnings_.tell_of("registrations",
                      "who has registered is not kept, so after a restart devices are refused "
                      "until they register again: " +
                          why);
}

Server::Registration* Server::registration_of(const std::string& user) {
    const auto found = registrations_.find(user);
    if (found == registrations_.end() || found->second.expires_at <= ports_.steady_now()) {
        return nullptr;
    }
    return &found->second;
}

void Server::set_guard(const std::string& device) {
    Registration* const known = registration_of(device);
    if (known == nullptr || known->guarded || !known->guard_branch.empty()) return;
    Request out = message_to(known->hop, known->uri, options_.realm);
    out.from = "<sip:" + options_.user + "@" + options_.realm + ">;tag=" + ports_.random();
    out.media_type = gb_media_type;
    out.body = write_set_guard(device, ++last_number_);
    known->guard_branch = out.branch;
    guards_.emplace(out.branch, device);
    const std::uint64_t not_sent = stats_.not_sent;
    send_message(known->hop, out);
    if (stats_.not_sent == not_sent) return;
    known->guard_branch.clear();
    guards_.erase(out.branch);
}

void Server::refuse_unregistered(const Pending& request) {
    ++stats_.unregistered;
    const std::string user = request.message.from.user.substr(0, max_gb_id_bytes);
    warnings_.tell_of("unregistered " + user,
                      "device " + user + " at " + request.hop.source.address +
                          " sends without having registered, and is refused");
    if (user.empty()) return finish(request.key, {403, {}, {}, {}});
    // Where nobody knows the device it is listed. Where it is somebody's, an alarm of it would be
    // refused as well: somebody has to look after it, and once an hour is enough to say so.
    SignalDevice refused;
    refused.key = "gb28181:" + user;
    refused.signal = "fault";
    refused.said = "未注册，所报被拒收 not registered: what it sends is refused";
    std::string key = "unregistered:" + std::to_string(ports_.now().value / hours(1).value);
    submit(request, std::move(refused), std::move(key),
           [this](const Pending& waiting, const Outcome&) {
               finish(waiting.key, {403, {}, {}, {}});
           });
}

void Server::do_gb(Pending& request) {
    const std::string& user = request.message.from.user;
    Registration* const device = registration_of(user);
    // The address is what stands for the password after REGISTER.
    if (device == nullptr || device->hop.source.address != request.hop.source.address) {
        return refuse_unregistered(request);
    }
    // Behind a translator of addresses the port changes.
    device->hop = request.hop;
    auto read = read_gb(request.message.body, minutes(options_.zone_minutes));
    if (read.damaged) ++stats_.bad_bodies;
    if (read.device.empty()) read.device = user;
    const auto what = std::make_shared<const GbMessage>(std::move(read));
    auto command = command_of(*what, peers_.gb_table);
    if (!command) {
        // Answers to what we asked, catalogues and the like.
        return finish(request.key, {what->damaged ? 400 : 200, {}, {}, {}});
    }
    const bool is_alarm = what->kind == GbKind::alarm;
    std::string key;
    if (is_alarm) {
        key = what->number + ":" + std::to_string(what->happened_at.value) + ":" +
              hash_of(request.message.body);
    }
    submit(request, std::move(*command), std::move(key),
           [this, what, is_alarm](const Pending& waiting, const Outcome& outcome) {
               const std::string sender = waiting.message.from.user;
               const std::string asked = waiting.message.to.host;
               finish(waiting.key, {200, {}, {}, {}});
               Registration* const known = registration_of(sender);
               if (known == nullptr) return;
               if (!is_alarm) return set_guard(sender);
               Request out = message_to(known->hop, known->uri, asked);
               out.from =
                   "<sip:" + options_.user + "@" + options_.realm + ">;tag=" + ports_.random();
               out.media_type = gb_media_type;
               out.body = write_gb_answer(*what, !outcome.rejection);
               send_message(known->hop, out);
           });
}

}  // namespace muster::sip
