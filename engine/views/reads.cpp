#include "engine/views/reads.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

#include "engine/codec/commands_json.hpp"
#include "engine/codec/json_writer.hpp"
#include "engine/views/collection.hpp"
#include "engine/views/confidentiality.hpp"
#include "engine/views/department_work.hpp"
#include "engine/views/entity_json.hpp"
#include "engine/views/filters.hpp"
#include "engine/views/free_times.hpp"
#include "engine/views/suggestion_counts.hpp"
#include "engine/views/visit_completion.hpp"
#include "engine/views/visit_days.hpp"
#include "muster/collections.hpp"

namespace muster::views {
namespace {

std::optional<Topic> topic_of_collection(std::string_view collection) {
    const auto topic = topic_named(collection);
    return topic && place_of(*topic) < type_count<Entities> ? topic : std::nullopt;
}

std::span<const Filter> filters_of(Topic topic) {
    std::span<const Filter> filters;
    each_type(Entities(), [&]<class T>(std::type_identity<T>) {
        if (topic == topic_of<T>) filters = EntityView<T>::filters();
    });
    return filters;
}

// Calls `use` with each item of a part of the rules, in order; false when there is no such part.
// How each of made_lists is made, in their order.
struct Made {
    std::string_view path;
    std::unique_ptr<ListReading> (*start)(const core::Board& board, const ListQuery& query,
                                          std::size_t limit, std::string& error) = nullptr;
    // Where not everybody may know of everything: only what the reader may know of is counted.
    std::unique_ptr<ListReading> (*start_for)(const core::Board& board, const ListQuery& query,
                                              std::size_t limit, const ReaderRight& right,
                                              std::string& error) = nullptr;
};
constexpr Made made[] = {{"free_times", start_free_times},
                         {"visit_completion", start_completion},
                         {.path = "visit_days", .start_for = start_visit_days},
                         {"department_work", start_department_work},
                         {"project_counts", start_project_counts},
                         {.path = "suggestion_counts", .start_for = start_suggestion_counts}};
static_assert(std::size(made) == std::tuple_size_v<decltype(made_lists)>);

template <class Use>
bool each_rule(const Rules& rules, std::string_view collection, const Use& use) {
    const auto walk = [&](const auto& part) {
        if (part.path != collection) return false;
        for (const auto& item : part.items(rules))
            use(item);
        return true;
    };
    return std::apply([&](const auto&... part) { return (walk(part) || ...); }, rule_parts);
}

constexpr std::size_t bytes_per_work = 64;

// A page of the rules: they are few, so it is made in one piece.
class RulePage final : public ListReading {
  public:
    RulePage(const core::Board& board, std::string_view collection, const ListQuery& query,
             std::size_t limit)
        : board_(board), collection_(collection), after_(query.after), limit_(limit) {
        page_.as_of = board.seq();
    }

    bool go_on(std::size_t) override {
        page_.items_json = "[";
        std::uint64_t place = 0;
        (void)each_rule(board_.rules(), collection_, [&](const auto& item) {
            ++place;
            if (place <= after_) return;
            if (place - after_ > limit_) {
                if (page_.next_after == 0) page_.next_after = place - 1;
                return;
            }
            if (page_.items_json.size() > 1) page_.items_json += ',';
            codec::write(page_.items_json, item);
        });
        page_.items_json += ']';
        return true;
    }
    [[nodiscard]] std::size_t work() const override {
        return page_.items_json.size() / bytes_per_work;
    }
    ListPage take() override { return std::move(page_); }

  private:
    const core::Board& board_;
    const std::string collection_;
    const std::uint64_t after_;
    const std::size_t limit_;
    ListPage page_;
};

// A page of entities. What a filter looks for is known at the start; the entities are looked at as
// they are when it is their turn, and ids that came or went meanwhile do not disturb it.
class EntityPage final : public ListReading {
  public:
    EntityPage(const core::Board& board, const EntityIndex& index, const ReadOptions& options,
               const Principal& principal, Topic topic, Filters filters, std::uint64_t after,
               std::size_t limit)
        : board_(board),
          index_(index),
          options_(options),
          reads_(board, index, options),
          principal_(principal),
          right_(reader_right(principal)),
          topic_(topic),
          filters_(std::move(filters)),
          limit_(limit),
          last_(after),
          reached_(after) {
        page_.as_of = board.seq();
    }

    bool go_on(std::size_t more) override {
        const std::size_t enough = work() + more;
        std::string& json = page_.items_json;
        if (json.empty()) json = "[";
        const auto& ids = filters_.candidates ? *filters_.candidates : index_.ids(topic_);
        for (auto next = std::upper_bound(ids.begin(), ids.end(), reached_); next != ids.end();
             ++next) {
            // What there is not for the reader neither fills a page nor ends one.
            if (is_hidden(*next)) {
                if (work() >= enough) return false;
                reached_ = *next;
                ++passed_over_;
                continue;
            }
            if (items_ == limit_ || looked_at_ == options_.scan_max) {
                page_.next_after = last_;
                break;
            }
            if (work() >= enough) return false;
            look_at(*next);
        }
        json += ']';
        return true;
    }
    [[nodiscard]] std::size_t work() const override {
        return looked_at_ + passed_over_ + page_.items_json.size() / bytes_per_work;
    }
    ListPage take() override { return std::move(page_); }

  private:
    [[nodiscard]] bool is_hidden(std::uint64_t id) const {
        return !right_.sees(scope_of(board_, topic_, id));
    }

    void look_at(std::uint64_t id) {
        last_ = reached_ = id;
        ++looked_at_;
        const bool passes = std::all_of(filters_.tests.begin(), filters_.tests.end(),
                                        [&](const Test& test) { return test(id); });
        if (!passes) return;
        std::string& json = page_.items_json;
        const std::size_t size = json.size();
        if (items_ > 0) json += ',';
        if (write_entity(json, board_, topic_, id, !reads_.may_see(principal_, topic_, id))) {
            ++items_;
        } else {
            json.resize(size);
        }
    }

    const core::Board& board_;
    const EntityIndex& index_;
    const ReadOptions options_;
    const Reads reads_;
    const Principal principal_;
    const ReaderRight right_;
    const Topic topic_;
    const Filters filters_;
    const std::size_t limit_;
    std::uint64_t last_;     // id that was looked at last
    std::uint64_t reached_;  // ... or passed over
    std::size_t looked_at_ = 0;
    std::size_t passed_over_ = 0;
    std::size_t items_ = 0;
    ListPage page_;
};

}  // namespace

bool Reads::may_see(const Principal& principal, Topic topic, std::uint64_t id) const {
    if (principal.may_see_personal()) return true;
    if (!principal.roles.has(Role::responder) || !principal.responder) return false;
    const Responder* self = board_.responders().get(principal.responder);
    if (!self) return false;
    return any_type(Entities(), [&]<class T>(std::type_identity<T>) {
        return topic == topic_of<T> && EntityView<T>::open_to(board_, *self, {id});
    });
}

std::optional<std::string> Reads::read(std::string_view collection, std::uint64_t id,
                                       const Principal& principal) const {
    if (const auto topic = topic_of_collection(collection)) {
        std::string json;
        if (!reader_right(principal).sees(scope_of(board_, *topic, id))) return std::nullopt;
        if (!write_entity(json, board_, *topic, id, !may_see(principal, *topic, id))) {
            return std::nullopt;
        }
        return json;
    }
    std::optional<std::string> json;
    std::uint64_t place = 0;
    (void)each_rule(board_.rules(), collection, [&](const auto& item) {
        if (++place == id) codec::write(json.emplace(), item);
    });
    return json;
}

std::unique_ptr<ListReading> Reads::start_list(std::string_view collection, const ListQuery& query,
                                               const Principal& principal,
                                               std::string& error) const {
    const std::size_t limit = std::clamp<std::size_t>(query.limit, 1, options_.page_max);
    if (const auto topic = topic_of_collection(collection)) {
        auto filters =
            compile_filters(board_, filters_of(*topic), query, principal.may_see_personal(), error);
        if (!filters) return nullptr;
        return std::make_unique<EntityPage>(board_, index_, options_, principal, *topic,
                                            std::move(*filters), query.after, limit);
    }
    for (const Made& list : made) {
        if (list.path != collection) continue;
        if (list.start != nullptr) return list.start(board_, query, limit, error);
        return list.start_for(board_, query, limit, reader_right(principal), error);
    }
    if (!each_rule(board_.rules(), collection, [](const auto&) {})) {
        error = "there is no collection \"" + std::string(collection) + "\"; known are " +
                collection_names();
        return nullptr;
    }
    if (!query.filters.empty()) {
        error = std::string(collection).append(" has no filters");
        return nullptr;
    }
    return std::make_unique<RulePage>(board_, collection, query, limit);
}

bool Reads::is_personal_filter(std::string_view collection, std::string_view filter) {
    const auto topic = topic_of_collection(collection);
    if (!topic) return false;
    const std::span<const Filter> known = filters_of(*topic);
    return std::any_of(known.begin(), known.end(),
                       [&](const Filter& f) { return f.name == filter && f.personal; });
}

std::optional<ListPage> Reads::list(std::string_view collection, const ListQuery& query,
                                    const Principal& principal, std::string& error) const {
    const auto reading = start_list(collection, query, principal, error);
    if (!reading) return std::nullopt;
    while (!reading->go_on(options_.scan_max)) {
    }
    return reading->take();
}

}  // namespace muster::views
