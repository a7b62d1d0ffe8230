#include "engine/app/load/feed.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/beast/websocket/rfc6455.hpp>
#include <boost/json.hpp>
#include <charconv>
#include <chrono>
#include <utility>

namespace muster::app {

namespace websocket = boost::beast::websocket;
namespace json = boost::json;
using boost::system::error_code;
using namespace std::chrono_literals;

namespace {

constexpr auto retry_after = 200ms;
constexpr auto call_timeout = 10s;
// A snapshot chunk is about 64 KiB, a delta a few; the limit only guards the memory.
constexpr std::size_t max_message = std::size_t{64} << 20;

// The unsigned number after `"name":` in the head of a message, which the server writes itself.
std::optional<std::uint64_t> number_of(std::string_view text, std::string_view name) {
    const std::size_t at = text.find(name);
    if (at == std::string_view::npos) return std::nullopt;
    const char* const begin = text.data() + at + name.size();
    std::uint64_t number = 0;
    const auto result = std::from_chars(begin, text.data() + text.size(), number);
    if (result.ec != std::errc{}) return std::nullopt;
    return number;
}

// The texts of `name` members, however deep; whole deltas are not parsed, because this program
// shares the machine with the server that it measures.
template <class Each>
void each_text(std::string_view text, std::string_view name, Each each) {
    for (std::size_t at = text.find(name); at != std::string_view::npos; at = text.find(name, at)) {
        at += name.size();
        const std::size_t end = text.find('"', at);
        if (end == std::string_view::npos) return;
        each(text.substr(at, end - at));
    }
}

}  // namespace

bool FeedTrack::on_message(std::string_view text) {
    constexpr std::string_view opening = R"({"type":")";
    if (!text.starts_with(opening)) return false;
    const std::string_view type =
        text.substr(opening.size(), text.find('"', opening.size()) - opening.size());
    if (type == "delta") {
        const auto seq = number_of(text, R"("seq":)");
        const auto prev = number_of(text, R"("prev":)");
        if (!seq || !prev) return false;
        if (*prev > last_seq_) ++gaps_;
        last_seq_ = std::max(last_seq_, *seq);
        ++deltas_;
        live_ = true;
        find_requests(text);
        return true;
    }
    if (type == "snapshot_chunk") {
        find_requests(text);
        return true;
    }
    if (type == "snapshot_begin" || type == "reset") return true;
    if (type == "snapshot_end" || type == "bookmark") {
        const auto seq = number_of(text, R"("seq":)");
        if (!seq) return false;
        last_seq_ = type == "bookmark" ? std::max(last_seq_, *seq) : *seq;
        epoch_ = server_epoch_;
        live_ = true;
        return true;
    }
    if (type == "hello") {
        server_epoch_.clear();
        each_text(text, R"("epoch":")", [this](std::string_view epoch) { server_epoch_ = epoch; });
        greeted_ = !server_epoch_.empty();
        return greeted_;
    }
    return false;
}

void FeedTrack::find_requests(std::string_view text) {
    each_text(text, R"("device":")", [this](std::string_view device) {
        if (const auto number = number_(device)) seen_(*number);
    });
}

std::string FeedTrack::subscribe_message() const {
    json::object message{{"type", "subscribe"}, {"topics", json::array{"requests"}}};
    if (!epoch_.empty()) {
        message["epoch"] = epoch_;
        message["after"] = last_seq_;
    }
    return json::serialize(message);
}

LoadFeed::LoadFeed(boost::asio::io_context& io, const boost::asio::ip::tcp::endpoint& server,
                   const LoadTarget& target, std::string token, FeedTrack track)
    : io_(io),
      server_(server),
      target_(target),
      token_(std::move(token)),
      track_(std::move(track)),
      line_(io, server, call_timeout),
      retry_(io) {}

void LoadFeed::start() {
    ask_ticket();
}

void LoadFeed::stop() {
    stopped_ = true;
    retry_.cancel();
    line_.close();
    if (!socket_) return;
    error_code ignored;
    socket_->next_layer().socket().close(ignored);
}

void LoadFeed::ask_ticket() {
    line_.send(request_text(target_, "POST", "/v1/feed/ticket", token_, "", ""), nullptr,
               [this](HttpAnswer&& answer) {
                   if (answer.status != 201) {
                       refused_ = answer.status;
                       return lost(answer.status == 0 ? answer.body : "no ticket: " + answer.body);
                   }
                   error_code failed;
                   const json::value body = json::parse(answer.body, failed);
                   const json::object* object = failed ? nullptr : body.if_object();
                   const json::value* ticket = object ? object->if_contains("ticket") : nullptr;
                   if (ticket == nullptr || !ticket->is_string()) {
                       return lost("the answer to the ticket request has no ticket");
                   }
                   refused_ = 0;
                   connect(std::string(ticket->get_string()));
               });
}

void LoadFeed::connect(const std::string& ticket) {
    auth_ = json::serialize(json::object{{"type", "auth"}, {"ticket", ticket}});
    track_.on_connect();
    buffer_.clear();
    socket_ = std::make_shared<Socket>(io_);
    socket_->next_layer().expires_after(call_timeout);
    socket_->next_layer().async_connect(server_, [this, socket = socket_](error_code failed) {
        if (failed) return lost(failed.message());
        error_code ignored;
        socket->next_layer().socket().set_option(boost::asio::ip::tcp::no_delay(true), ignored);
        // From here the WebSocket's own time-outs hold; the server's pings are answered in reads.
        socket->next_layer().expires_never();
        socket->set_option(
            websocket::stream_base::timeout{call_timeout, websocket::stream_base::none(), false});
        socket->read_message_max(max_message);
        socket->set_option(websocket::stream_base::decorator([](websocket::request_type& request) {
            request.set(boost::beast::http::field::sec_websocket_protocol, "muster.v1");
        }));
        socket->async_handshake(target_.authority, target_.prefix + "/v1/feed",
                                [this, socket](error_code refused) {
                                    if (refused) return lost(refused.message());
                                    greet();
                                });
    });
}

void LoadFeed::greet() {
    socket_->text(true);
    socket_->async_write(boost::asio::buffer(auth_),
                         [this, socket = socket_](error_code failed, std::size_t) {
                             if (failed) return lost(failed.message());
                             read();
                         });
}

void LoadFeed::read() {
    socket_->async_read(buffer_, [this, socket = socket_](error_code failed, std::size_t) {
        if (failed == websocket::error::closed) {
            const auto& why = socket->reason();
            return lost("closed with " + std::to_string(why.code) + " " +
                        std::string(why.reason.data(), why.reason.size()));
        }
        if (failed) return lost(failed.message());
        const auto bytes = buffer_.cdata();
        const bool greeted = track_.greeted();
        const std::string_view text(static_cast<const char*>(bytes.data()), bytes.size());
        if (!track_.on_message(text)) {
            return lost("not a muster.v1 message: " + std::string(text.substr(0, 100)));
        }
        buffer_.consume(bytes.size());
        was_live_ |= track_.live();
        if (greeted || !track_.greeted()) return read();
        subscribe_ = track_.subscribe_message();
        socket_->async_write(boost::asio::buffer(subscribe_),
                             [this, socket](error_code broken, std::size_t) {
                                 if (broken) return lost(broken.message());
                                 read();
                             });
    });
}

void LoadFeed::lost(std::string why) {
    if (stopped_) return;
    trouble_ = std::move(why);
    if (socket_) {
        error_code ignored;
        socket_->next_layer().socket().close(ignored);
    }
    // A feed that never came to life is a matter for whoever started the run.
    if (!was_live_) return;
    ++reconnects_;
    retry_.expires_after(retry_after);
    retry_.async_wait([this](error_code cancelled) {
        if (!cancelled && !stopped_) ask_ticket();
    });
}

}  // namespace muster::app
