// What each route answers, without any socket: request in, response out. It reaches the engine only
// through the ports.
//
// One thread: that of the ports. The ports must outlive the Api, and the Api the replies that it
// owes (the listener keeps it alive in each reply).
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "adapters/http/card_pages.hpp"
#include "adapters/http/event_binding.hpp"
#include "adapters/http/http_codec.hpp"
#include "adapters/http/http_metrics.hpp"
#include "adapters/http/http_options.hpp"
#include "adapters/http/problem.hpp"
#include "adapters/http/read_turns.hpp"
#include "adapters/http/routes.hpp"
#include "adapters/http/signature.hpp"
#include "adapters/http/static_files.hpp"
#include "adapters/http/unread_answers.hpp"
#include "engine/codec/command_datum.hpp"
#include "engine/codec/commands_json.hpp"
#include "engine/gate/card_link.hpp"
#include "engine/gate/order_reader.hpp"
#include "engine/gate/permissions.hpp"
#include "engine/gate/push_mapping.hpp"
#include "engine/gate/push_reader.hpp"
#include "engine/gate/rate_limiter.hpp"
#include "engine/gate/signed_link.hpp"
#include "muster/access_record_port.hpp"
#include "muster/account_port.hpp"
#include "muster/desk_port.hpp"
#include "muster/import_port.hpp"
#include "muster/map_port.hpp"
#include "muster/metrics_text.hpp"
#include "muster/past_port.hpp"
#include "muster/ports.hpp"
#include "muster/report_port.hpp"
#include "muster/session_port.hpp"

namespace muster::http {

namespace open311 {
struct Error;
}

// Everything outside this folder that the routes need.
struct HttpPorts {
    CommandPort& commands;
    const QueryPort& queries;
    AccessPort& access;
    // The system's clock, UTC: signatures, forms and the Date header, which concern the world
    // outside. Goes back when somebody sets it back.
    std::function<TimePoint()> now;
    // Never goes back and never leaps: for what runs out after a while, which is rates and tickets.
    std::function<TimePoint()> steady_now;
    // The city's clock, in which the engine's times are told: "in about N minutes". The same,
    // except in a demo that runs faster.
    std::function<TimePoint()> city_now;
    // A single-use ticket for one feed connection; nothing when the feed is full. Empty = no feed.
    std::function<std::optional<std::string>(const Principal&, TimePoint)> issue_ticket;
    // The documents behind /openapi.json and /asyncapi.json; null = 404.
    std::shared_ptr<const std::string> openapi;
    std::shared_ptr<const std::string> asyncapi;
    // A map of the city as GeoJSON, behind /v1/map; null = 404.
    std::shared_ptr<const std::string> map{};
    // The decisions of a request; null = they cannot be had here.
    ExplainPort* explain = nullptr;
    // Reports and statements; null = they are not made here.
    ReportPort* reports = nullptr;
    // Tiles of the road file and ways along it; null = they are not made here.
    MapPort* maps = nullptr;
    // People by what is typed, and whom the engine would send; null = not here.
    DeskPort* desk = nullptr;
    // Imports whole tables; null = not here.
    ImportPort* imports = nullptr;
    // Hears who logged in in vain and who reads what is known of people; null = nobody does.
    AuditPort* audit = nullptr;
    // The desk as it was, and who got at what; null = not here.
    PastPort* past = nullptr;
    AccessRecordPort* accesses = nullptr;
    // People who sign in, and who keeps their accounts; null = tokens alone let in here.
    SessionPort* sessions = nullptr;
    AccountPort* accounts = nullptr;
    // Whether commands wait to be decided: long reads let them go first. Empty = never.
    ReadTurns::CommandsWait commands_wait{};
    // What an operator should know, such as a proxy that is not named. Empty = nobody listens.
    std::function<void(const std::string&)> warn{};
    // Runs a function later on the same thread. The listener's own, unless given.
    ReadTurns::Later later{};
};

// The head of a request, as views into the listener's parser: valid until its response is given.
struct RequestHead {
    std::string_view method;
    std::string_view target;
    std::string_view rate_name;  // whom the limits per address count
    bool chunked = false;
    std::optional<std::uint64_t> content_length;
    std::string_view authorization;
    std::string_view content_type;
    std::string_view content_encoding;
    std::string_view accept;
    std::string_view accept_encoding;
    std::string_view accept_language;
    std::string_view idempotency_key;
    std::string_view if_none_match;
    std::string_view host;
    SignatureHeaders signature;
    std::string_view client_certificate;  // the gateway that it proves; empty = none
    [[nodiscard]] bool shows_gateway() const {
        return signature.present() || !client_certificate.empty();
    }
    // The attributes of a CloudEvent in binary mode: ce-id and the like, in the order of the head.
    EventAttributes event_attributes;
    // All headers, where the target is one that a cloud pushes to.
    std::vector<std::pair<std::string_view, std::string_view>> push_headers;
    bool wants_websocket = false;
};

struct Response {
    unsigned status = 200;
    std::string_view content_type{};  // static storage
    std::string headers{};            // whole lines, each with its CRLF
    std::string body{};
    std::shared_ptr<const std::string> shared_body{};  // in place of body
    bool close = false;
    UnreadAnswers::Hold unread{};  // to be kept until the body was sent

    void header(std::string_view name, std::string_view value);
    [[nodiscard]] std::string_view content() const {
        return shared_body ? std::string_view(*shared_body) : std::string_view(body);
    }
};

using Reply = std::function<void(Response&&)>;

// What is decided about a request from its head alone, before a byte of its body is kept. Not to be
// copied or moved: the route points into the target.
struct Plan {
    Plan() = default;
    Plan(const Plan&) = delete;
    Plan& operator=(const Plan&) = delete;

    Target target;
    Route route;
    Method method = Method::other;
    std::size_t body_limit = 0;
    std::optional<Millis> body_time;  // where it is another than that of every request
    std::optional<Response> refused;  // the answer, whatever the body holds
    std::optional<Principal> principal;
    const codec::NamedCommand* command = nullptr;
    const gate::PushMapping* mapping = nullptr;
    const ImportKind* import_kind = nullptr;  // of the table that is sent
    bool english = false;
};

struct BatchResults;
struct LineResults;
struct OrderTurns;

// Whose card a link names. A printed link has a generation; that of a chip what the chip signed.
struct TappedCard {
    CardId card;
    std::uint32_t generation = 0;
    std::string uid{};  // of the chip; empty = a printed link
    std::optional<std::uint32_t> counter{};
    std::string query{};  // what the chip signed, from the '?' on
};

class Api {
  public:
    Api(HttpPorts ports, const HttpOptions& options, HttpMetrics& metrics);

    // Reads the console's pages. Returns what went wrong, or nothing. Pages that are not there are
    // not wrong: it warns of them, and says so where they would be.
    [[nodiscard]] std::optional<std::string> load_console();

    // Target, rates, route, method, principal, rights and media types, in this order.
    void plan(const RequestHead& head, Plan& plan);

    // Precondition: plan() refused nothing. Calls `reply` once, perhaps before it returns, perhaps
    // after a commit. `plan`, `head` and `body` are not used after it returns. A task comes back
    // for what may be given up as long as it is not answered: destroying it does, and then there
    // is no reply.
    [[nodiscard]] std::unique_ptr<Task> execute(Plan& plan, const RequestHead& head,
                                                std::string_view body, const Reply& reply);
    // Looks at what has waited for too long. To be called now and then.
    void sweep();
    // Of a client whose certificate did not hold, so that there was no request.
    void note_failed_certificate(std::string_view address);
    void write_metrics(MetricsText& out) const;

    [[nodiscard]] Response problem(const Problem& problem, std::string_view instance) const;

  private:
    // api.cpp
    void respond(Plan& plan, const RequestHead& head, std::string_view body, const Reply& reply);
    [[nodiscard]] Response upgrade_required(const RequestHead& head) const;
    // What is there whoever asks: documents, the map, the console's files, and where the feed is.
    [[nodiscard]] Response resource(const Plan& plan, const RequestHead& head) const;
    // One of the reads that are answered at once and may be long.
    [[nodiscard]] Response short_read(const Plan& plan, const RequestHead& head) const;
    // Of an answer at once that may be long: it counts as unread until it was sent.
    [[nodiscard]] Response counted(const Plan& plan, const RequestHead& head,
                                   const std::function<Response()>& make);
    // False when the request is refused by the bucket of whoever it is.
    [[nodiscard]] bool check_rate(const RequestHead& head, Plan& plan);
    void check_rights(const RequestHead& head, Plan& plan);
    void check_mapping(const RequestHead& head, Plan& plan);
    void check_import(const RequestHead& head, Plan& plan);
    [[nodiscard]] bool check_token(const RequestHead& head, Plan& plan);
    void check_body(const RequestHead& head, Plan& plan);
    [[nodiscard]] Response unauthorised(const RequestHead& head, const Plan& plan,
                                        std::string detail);
    [[nodiscard]] Response too_many(const Plan& plan, std::string_view instance, Millis wait) const;

    // api_unmask.cpp: one entity as it is, for whoever sees it masked and says why.
    void unmask(const Plan& plan, const RequestHead& head, std::string_view body,
                const Reply& reply);

    // api_audit.cpp
    void note(AuditKind what, std::string_view who, std::string about,
              std::uint64_t record = 0) const;
    // That the principal gets an answer, where it is about people whom it may see.
    void note_read(const Plan& plan) const;
    void note_failed_token(const RequestHead& head) const;
    void note_refused_right(const Plan& plan) const;
    void note_failed_signature(const RequestHead& head) const;

    // api_intake.cpp
    void intake(Plan& plan, const RequestHead& head, std::string_view body, const Reply& reply);
    // Sets the principal; false when the signature does not hold, which is then answered.
    [[nodiscard]] bool check_gateway(const RequestHead& head, std::string_view body, Plan& plan,
                                     const Reply& reply);
    void submit_batch(const std::string& source, std::vector<gate::Intake> events,
                      std::string instance, const Reply& reply);
    [[nodiscard]] Response batch_answer(const BatchResults& results,
                                        std::string_view instance) const;
    // api_push.cpp
    void push(Plan& plan, const RequestHead& head, std::string_view body, const Reply& reply);
    // As check_gateway, by the mapping.
    [[nodiscard]] bool check_push_sender(const RequestHead& head, const gate::PushMapping& mapping,
                                         const gate::PushRequest& request, Plan& plan,
                                         const Reply& reply);
    void submit_pushed(const gate::PushMapping& mapping, std::vector<gate::PushedCommand> commands,
                       std::string instance, const Reply& reply);
    // api_orders.cpp
    void push_orders(Plan& plan, const RequestHead& head, const gate::PushRequest& request,
                     const Reply& reply);
    [[nodiscard]] std::optional<gate::KnownOrder> known_order(const std::string& device,
                                                              const Principal& reader) const;
    void take_next_order(const std::shared_ptr<OrderTurns>& turns);
    void settle_order(const std::shared_ptr<OrderTurns>& turns, const Rejection& rejection,
                      bool is_new);
    static void refuse_order(OrderTurns& turns, Problem fault);
    void stop_orders(const OrderTurns& turns, const Rejection& rejection) const;
    // api_batch.cpp
    void batch(const Plan& plan, const RequestHead& head, std::string_view body,
               const Reply& reply);
    // One line as a command that can be sent; or why it cannot be.
    [[nodiscard]] std::optional<Problem> read_line(std::string_view text, codec::Datum datum,
                                                   const Principal& principal,
                                                   Submission& out) const;
    // The price of a batch's commands; false when the token cannot pay it, which is then answered.
    [[nodiscard]] bool pay_batch(const Plan& plan, const RequestHead& head,
                                 const std::vector<Submission>& commands, const Reply& reply);
    void send_line(Submission submission, std::size_t place, const Principal& principal,
                   const std::shared_ptr<LineResults>& results, const Reply& reply);

    // api_calendar.cpp
    // Which filter and which id a calendar is asked for with; or why it may not be had.
    [[nodiscard]] std::optional<Problem> calendar_of_whom(const Plan& plan, std::string& name,
                                                          std::string& id) const;
    [[nodiscard]] std::unique_ptr<Task> calendar(const Plan& plan, const RequestHead& head,
                                                 const Reply& reply);

    // api_reports.cpp
    [[nodiscard]] std::unique_ptr<Task> report(const Plan& plan, const RequestHead& head,
                                               const Reply& reply);
    [[nodiscard]] std::unique_ptr<Task> statement(const Plan& plan, const RequestHead& head,
                                                  const Reply& reply);
    // Whether this principal may have any, and they can be had here.
    [[nodiscard]] std::optional<Problem> check_reports(const Plan& plan) const;
    // The task, or the answer that too many wait already.
    [[nodiscard]] std::unique_ptr<Task> wanted(std::unique_ptr<Task> task, bool taken,
                                               const RequestHead& head, const Reply& reply) const;
    [[nodiscard]] std::function<void(ReportAnswer)> answer_made(const Plan& plan,
                                                                const RequestHead& head,
                                                                ReportForm form, std::string file,
                                                                const Reply& reply);

    // api_map.cpp
    [[nodiscard]] Response tiles(const Plan& plan, const RequestHead& head) const;
    [[nodiscard]] std::unique_ptr<Task> tile(const Plan& plan, const RequestHead& head,
                                             const Reply& reply);
    [[nodiscard]] std::unique_ptr<Task> request_ways(const Plan& plan, const RequestHead& head,
                                                     const Reply& reply);
    [[nodiscard]] std::unique_ptr<Task> way(const Plan& plan, const RequestHead& head,
                                            const Reply& reply);
    // Gives the answer once it is made.
    using MakesResponse = std::function<Response(const MapPort::Text&)>;
    [[nodiscard]] MapPort::Done map_answer(const Plan& plan, const Reply& reply,
                                           MakesResponse made);
    // What is wanted as a task; or the answer why it cannot be had.
    [[nodiscard]] std::unique_ptr<Task> map_task(std::unique_ptr<MapPort::Wish> wish,
                                                 MapPort::Refusal refusal, const RequestHead& head,
                                                 const Reply& reply);

    // api_open311.cpp
    // Fills in the principal; or what is wrong with the key, or its rights.
    [[nodiscard]] std::optional<open311::Error> check_api_key(Plan& plan, const RequestHead& head,
                                                              std::string_view api_key);
    void answer_open311(Plan& plan, const RequestHead& head, std::string_view body,
                        const Reply& reply);
    void open311_services(const Plan& plan, const Reply& reply) const;
    void open311_request(Plan& plan, const RequestHead& head, const Reply& reply);
    [[nodiscard]] std::unique_ptr<Task> open311_list(Plan& plan, const RequestHead& head,
                                                     const Reply& reply);
    void open311_create(Plan& plan, const RequestHead& head, std::string_view body,
                        const Reply& reply);

    // api_commands.cpp
    void command(const Plan& plan, const RequestHead& head, std::string_view body,
                 const Reply& reply);
    // The command of that name from a body, ready to be carried out; or why it is not.
    [[nodiscard]] std::optional<Problem> read_submission(std::string_view name, const Plan& plan,
                                                         const RequestHead& head,
                                                         std::string_view body,
                                                         Submission& submission) const;
    // What is asked of every command before it is sent: its key, its rights. Fills in its source.
    [[nodiscard]] std::optional<Problem> make_ready(Submission& submission, std::string_view key,
                                                    codec::Datum datum,
                                                    const Principal& principal) const;
    // Sends it; `done` hears the outcome, and what to say of a refusal: also who has what it
    // expected somebody else to have.
    using Carried = std::function<void(const Outcome&, const std::optional<Problem>& refused)>;
    void carry_out(Submission submission, const Principal& principal, Carried done);
    void submit(Submission submission, bool with_events, std::string instance, const Reply& reply);
    // creates: the collection of what the command creates, as in its row.
    [[nodiscard]] Response answer(const Outcome& outcome, std::string_view creates,
                                  bool with_events, std::string_view instance) const;
    [[nodiscard]] Response refusal(const Outcome& outcome, const Problem& why,
                                   std::string_view instance) const;
    // Gives the command to the port, unless too many wait already: then says so at once.
    void send(Submission submission, std::function<void(const Outcome&)> done);

    // api_long_reads.cpp
    [[nodiscard]] std::unique_ptr<Task> collection(const Plan& plan, const RequestHead& head,
                                                   const Reply& reply);
    [[nodiscard]] std::unique_ptr<Task> timeline(const Plan& plan, const RequestHead& head,
                                                 const Reply& reply);
    [[nodiscard]] std::unique_ptr<Task> statistics(const Plan& plan, const RequestHead& head,
                                                   const Reply& reply);
    [[nodiscard]] std::unique_ptr<Task> decisions(const Plan& plan, const RequestHead& head,
                                                  const Reply& reply);
    [[nodiscard]] std::unique_ptr<Task> tell(RequestId request, const Principal& principal,
                                             std::string more, std::string instance,
                                             const Reply& reply);
    // Nothing when the principal may begin another long read, of this cost beside its first token.
    [[nodiscard]] std::optional<Response> check_long_read(const Plan& plan,
                                                          std::string_view instance,
                                                          std::int64_t cost);
    [[nodiscard]] std::unique_ptr<Task> read_in_turns(const std::string& principal,
                                                      std::unique_ptr<Reading> reading,
                                                      std::int64_t paid, std::string instance,
                                                      const Reply& reply,
                                                      std::function<Response(Reading&)> made);
    [[nodiscard]] Response too_much_unread(std::string_view instance) const;

    // api_reports.cpp
    [[nodiscard]] Response suggestion_report_page(const Plan& plan, const RequestHead& head) const;

    // api_reads.cpp
    [[nodiscard]] Response entity(const Plan& plan, const RequestHead& head) const;
    [[nodiscard]] Response ticket(const Plan& plan, const RequestHead& head) const;
    [[nodiscard]] Response me(const Plan& plan) const;
    [[nodiscard]] Response ready(const RequestHead& head) const;
    [[nodiscard]] Response metrics_text() const;
    [[nodiscard]] Response document(const std::shared_ptr<const std::string>& text,
                                    std::string_view content_type, const RequestHead& head) const;
    [[nodiscard]] Response unknown(std::string_view collection, std::string_view instance) const;

    // api_files.cpp
    [[nodiscard]] Response file(const Plan& plan, const RequestHead& head) const;
    [[nodiscard]] Response no_console(const Plan& plan) const;

    // api_cards.cpp
    void card(const Plan& plan, const RequestHead& head, std::string_view body, const Reply& reply);
    // What the link proves, or the page that says why it is none.
    [[nodiscard]] Expected<TappedCard, Response> tapped_card(const Plan& plan) const;
    [[nodiscard]] Response card_form(const Plan& plan, const TappedCard& tapped) const;
    [[nodiscard]] Response card_status(const Plan& plan, const TappedCard& tapped,
                                       MemberId member) const;
    void press(const Plan& plan, const TappedCard& tapped, std::string_view colour,
               std::string_view nonce, const Reply& reply);
    // Somebody says that he pressed by mistake: a note and a call back, and nothing is cancelled.
    void pressed_by_mistake(const Plan& plan, const TappedCard& tapped, MemberId member,
                            RequestId pressed, const Reply& reply);
    // A request of the card's member, or what it became part of.
    [[nodiscard]] std::optional<RequestProgress> request_of_card(RequestId id,
                                                                 MemberId member) const;
    // api_links.cpp
    void request_link(const Plan& plan, const RequestHead& head, std::string_view body,
                      const Reply& reply);
    void press_link(const Plan& plan, const gate::RequestLink& link, LinkAudience readers,
                    RequestId request, std::string_view body, const Reply& reply);
    [[nodiscard]] Response link_gone(const Plan& plan, unsigned status) const;
    [[nodiscard]] Response link_text(const Plan& plan, const RequestHead& head) const;
    [[nodiscard]] Response find_places(const Plan& plan, const RequestHead& head) const;

    // api_desk.cpp
    // Why this principal may not ask the desk's questions, if so.
    [[nodiscard]] std::optional<Problem> check_desk(bool allowed) const;
    [[nodiscard]] Response find_people(const Plan& plan, const RequestHead& head) const;
    [[nodiscard]] Response candidates(const Plan& plan, const RequestHead& head) const;
    [[nodiscard]] Response figures(const Plan& plan, const RequestHead& head) const;

    // api_imports.cpp
    [[nodiscard]] Response start_import(const Plan& plan, const RequestHead& head,
                                        std::string_view body) const;
    [[nodiscard]] Response imports(const Plan& plan, const RequestHead& head) const;
    // Its report, of which nothing more is sent before where it is deleted.
    [[nodiscard]] Response import_report(const Plan& plan, const RequestHead& head) const;
    [[nodiscard]] Response empty_table(const Plan& plan, const RequestHead& head) const;

    // api_past.cpp
    [[nodiscard]] std::unique_ptr<Task> replay(const Plan& plan, const RequestHead& head,
                                               const Reply& reply);
    [[nodiscard]] std::unique_ptr<Task> what_if(const Plan& plan, const RequestHead& head,
                                                std::string_view body, const Reply& reply);
    // Why this principal may not look back, if so.
    [[nodiscard]] std::optional<Problem> check_past(const Plan& plan) const;
    [[nodiscard]] std::unique_ptr<Task> ask_past(const PastQuery& query, std::int64_t cost,
                                                 const Plan& plan, const RequestHead& head,
                                                 const Reply& reply);

    // api_accesses.cpp
    [[nodiscard]] std::unique_ptr<Task> access_proof(const Plan& plan, const RequestHead& head,
                                                     const Reply& reply);
    [[nodiscard]] std::optional<Problem> refuse_accesses(const Plan& plan) const;
    [[nodiscard]] Problem too_many_accesses();
    [[nodiscard]] std::unique_ptr<Task> accesses(const Plan& plan, const RequestHead& head,
                                                 const Reply& reply);

    // api_access.cpp
    [[nodiscard]] std::unique_ptr<Task> access(Plan& plan, const RequestHead& head,
                                               std::string_view body, const Reply& reply);
    [[nodiscard]] std::unique_ptr<Task> session(Plan& plan, const RequestHead& head,
                                                std::string_view body, const Reply& reply);
    [[nodiscard]] std::unique_ptr<Task> session_passphrase(const Plan& plan,
                                                           const RequestHead& head,
                                                           std::string_view body,
                                                           const Reply& reply);
    [[nodiscard]] std::unique_ptr<Task> session_keys(const Plan& plan, const RequestHead& head,
                                                     std::string_view body, const Reply& reply);
    [[nodiscard]] std::unique_ptr<Task> outside(const Plan& plan, const RequestHead& head,
                                                std::string_view body, const Reply& reply);
    [[nodiscard]] std::unique_ptr<Task> invitation(const Plan& plan, const RequestHead& head,
                                                   std::string_view body, const Reply& reply);
    [[nodiscard]] std::unique_ptr<Task> access_lists(const Plan& plan, const RequestHead& head,
                                                     const Reply& reply);
    template <class Action, class Form, class Changed>
    [[nodiscard]] std::unique_ptr<Task> access_action(const Plan& plan, const RequestHead& head,
                                                      std::string_view body, const Reply& reply);
    // Asks by `ask`, given what hears the result; `make` makes the answer of it.
    template <class T, class Ask, class Make>
    [[nodiscard]] std::unique_ptr<Task> ask_access(const RequestHead& head, const Reply& reply,
                                                   Ask ask, Make make);

    // api_certificates.cpp
    [[nodiscard]] Response certificate(const Plan& plan, const RequestHead& head);

    // Pages, of cards, of links and of certificates.
    [[nodiscard]] Response page(unsigned status, std::string html) const;
    [[nodiscard]] Response sorry(unsigned status, const PageContext& context, const Words& words,
                                 std::string_view again, bool danger = false) const;
    // Of pages in both languages, and of those in one, which can be had in the other.
    [[nodiscard]] PageContext context(bool english) const {
        return {.english_first = english, .hotline = options_.cards.hotline};
    }
    [[nodiscard]] PageContext context(const Plan& plan) const {
        return {.english_first = plan.english,
                .hotline = options_.cards.hotline,
                .other_language = other_language(plan.target.query, plan.english)};
    }
    [[nodiscard]] PageRules page_rules() const;

    HttpPorts ports_;
    const HttpOptions& options_;
    HttpMetrics& metrics_;
    gate::RateLimiter per_token_;
    gate::RateLimiter per_address_;
    gate::RateLimiter failures_;  // by address
    gate::RateLimiter per_card_view_;
    gate::RateLimiter per_card_press_;
    StaticFiles files_;
    std::string console_csp_;
    // By which numbers of certificates are drawn where no key is configured.
    const std::string own_secret_;
    std::string card_csp_;
    std::size_t in_flight_ = 0;
    UnreadAnswers unread_;
    ReadTurns turns_;
};

// Appends `"seq":1,"at":2` and so on, of a command that was carried out, to an object that was
// begun.
void append_outcome(std::string& out, const Outcome& outcome, bool with_events);
// That the roles of a token do not allow a command, whoever it is about.
[[nodiscard]] std::optional<Problem> forbidden(const CommandRow& row, std::string_view name,
                                               const Principal& principal);

[[nodiscard]] Response json_response(unsigned status, std::string body);

}  // namespace muster::http
