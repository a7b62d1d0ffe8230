#include "engine/core/subjects.hpp"

#include <array>
#include <boost/describe.hpp>
#include <boost/mp11.hpp>
#include <optional>
#include <tuple>
#include <type_traits>

#include "muster/commands.hpp"
#include "muster/events.hpp"
#include "muster/responders.hpp"

namespace muster::core {
namespace {

// From an event to its visit, from there to its case, and on: no way to a person is longer.
constexpr int most_steps = 4;

template <class T>
using Fields = boost::describe::describe_members<T, boost::describe::mod_public |
                                                        boost::describe::mod_inherited>;
template <class T>
constexpr bool has_fields() {
    if constexpr (std::is_class_v<T>) {
        return boost::describe::has_describe_members<T>::value;
    } else {
        return false;
    }
}

template <class T>
inline constexpr bool is_personal = false;
template <class T>
inline constexpr bool is_personal<Personal<T>> = true;
template <class T>
inline constexpr bool is_optional = false;
template <class T>
inline constexpr bool is_optional<std::optional<T>> = true;
template <class T>
inline constexpr bool is_vector = false;
template <class T>
inline constexpr bool is_vector<std::vector<T>> = true;
template <class T>
inline constexpr bool is_list = is_vector<T>;
template <class T, std::size_t N>
inline constexpr bool is_list<std::array<T, N>> = true;
template <class T>
inline constexpr bool is_id = false;
template <class Tag>
inline constexpr bool is_id<Id<Tag>> = true;

template <class IdT, class List>
inline constexpr bool names_one_of = false;
template <class IdT, class... T>
inline constexpr bool names_one_of<IdT, TypeList<T...>> = (std::is_same_v<decltype(T::id), IdT> ||
                                                           ...);

template <class T>
constexpr bool tells_of_people();

// Whether there can be a Personal value in it. Most types hold none, and are passed over.
template <class T>
constexpr bool tells_of_people() {
    if constexpr (is_personal<T>) {
        return true;
    } else if constexpr (is_optional<T> || is_list<T>) {
        return tells_of_people<typename T::value_type>();
    } else if constexpr (has_fields<T>()) {
        return []<class... Field>(boost::mp11::mp_list<Field...>) {
            return (
                tells_of_people<
                    std::remove_cvref_t<decltype(std::declval<const T&>().*Field::pointer)>>() ||
                ...);
        }(boost::mp11::mp_rename<Fields<T>, boost::mp11::mp_list>());
    } else {
        return false;
    }
}

// As in JSON, where what holds nothing is left out (codec/describe.hpp).
template <class T>
bool is_left_out(const T& value) {
    if constexpr (is_personal<T>) {
        return is_left_out(value.value);
    } else if constexpr (is_optional<T>) {
        return !value.has_value();
    } else if constexpr (std::is_same_v<T, std::string> || std::is_same_v<T, Code> ||
                         is_vector<T>) {
        return value.empty();
    } else {
        return false;
    }
}

Subject of_member(MemberId member, SubjectKind else_kind, std::uint64_t else_id) {
    return member ? Subject{SubjectKind::member, member.value} : Subject{else_kind, else_id};
}

template <class T>
Subject by_fields(const Board& board, const T& object, int steps);

template <AnEntity T>
Subject find_subject(const Board& board, const T& entity, int steps) {
    if constexpr (std::is_same_v<T, Member>) {
        return {SubjectKind::member, entity.id.value};
    } else if constexpr (std::is_same_v<T, Responder>) {
        return {SubjectKind::responder, entity.id.value};
    } else if constexpr (std::is_same_v<T, Request>) {
        return of_member(entity.member, SubjectKind::request, entity.id.value);
    } else if constexpr (std::is_same_v<T, Suggestion>) {
        return of_member(entity.member, SubjectKind::suggestion, entity.id.value);
    } else if constexpr (std::is_same_v<T, Talent>) {
        return of_member(entity.member, SubjectKind::talent, entity.id.value);
    } else if constexpr (std::is_same_v<T, Call>) {
        const Request* const request = board.requests().get(entity.request);
        return of_member(request ? request->member : MemberId{}, SubjectKind::call,
                         entity.id.value);
    } else {
        return by_fields(board, entity, steps);
    }
}

template <class T>
Subject by_field(const Board& board, const T& value, int steps) {
    if constexpr (is_optional<T>) {
        return value ? by_field(board, *value, steps) : Subject{};
    } else if constexpr (std::is_same_v<T, MemberId>) {
        return of_member(value, SubjectKind::desk, 0);
    } else if constexpr (AnEntity<T>) {
        return find_subject(board, value, steps - 1);
    } else if constexpr (is_id<T>) {
        if constexpr (names_one_of<T, Entities>) {
            const auto* const entity = board.store<EntityOf<T>>().get(value);
            if (entity != nullptr) return find_subject(board, *entity, steps - 1);
        }
        return {};
    } else {
        // Neither in lists, which are of several, nor in other structs, which say whose they are.
        return {};
    }
}

template <class T>
Subject by_fields(const Board& board, const T& object, int steps) {
    if (steps == 0) return {};
    if constexpr (requires { MemberId(object.member); }) {
        if (object.member) return {SubjectKind::member, object.member.value};
    }
    // Before whoever was sent: what is said there is said of who asked for help.
    Subject found;
    if constexpr (requires { RequestId(object.request); }) {
        found = by_field(board, RequestId(object.request), steps);
    }
    boost::mp11::mp_for_each<Fields<T>>([&](auto field) {
        if (!found.is_person()) found = by_field(board, object.*field.pointer, steps);
    });
    return found;
}

// Whose a struct is that stands in something of `outer`.
template <class T>
Subject own_subject(const Board& board, const T& object, const Subject& outer) {
    if constexpr (std::is_same_v<T, PositionFix>) {
        return {};
    } else {
        const Subject own = [&] {
            if constexpr (AnEntity<T>) {
                return find_subject(board, object, most_steps);
            } else {
                return by_fields(board, object, most_steps);
            }
        }();
        return own.is_person() ? own : outer;
    }
}

// Calls use(value, whose) for each Personal value, or an optional one that is there, in the order
// of JSON. T: const or not.
template <class T, class Use>
void each_personal(const Board& board, T& value, const Subject& whose, const Use& use) {
    using Type = std::remove_const_t<T>;
    if constexpr (is_personal<Type>) {
        use(value, whose);
    } else if constexpr (is_optional<Type>) {
        if constexpr (is_personal<typename Type::value_type>) {
            use(value, whose);
        } else {
            if (value) each_personal(board, *value, whose, use);
        }
    } else if constexpr (is_list<Type>) {
        for (auto& one : value)
            each_personal(board, one, whose, use);
    } else if constexpr (has_fields<Type>()) {
        const Subject own = own_subject(board, value, whose);
        boost::mp11::mp_for_each<Fields<Type>>([&](auto field) {
            auto& inner = value.*field.pointer;
            if constexpr (tells_of_people<std::remove_cvref_t<decltype(inner)>>()) {
                if (!is_left_out(inner)) each_personal(board, inner, own, use);
            }
        });
    }
}

template <class T>
void add_all(const Board& board, const T& object, const Subject& outer, std::vector<Subject>& out) {
    if constexpr (tells_of_people<T>()) {
        each_personal(board, object, outer,
                      [&](const auto&, const Subject& whose) { out.push_back(whose); });
    }
}

// For each type in a list of commands or events: one function, found by the type's place.
template <class... T, class Choice, class Use>
auto of_choice(TypeList<T...> /*list*/, const Choice& choice, const Use& use) {
    using Result = decltype(use(choice.template get<boost::mp11::mp_front<TypeList<T...>>>()));
    using Call = Result (*)(const Choice&, const Use&);
    static constexpr Call calls[] = {
        [](const Choice& one, const Use& with) { return with(one.template get<T>()); }...};
    return calls[choice.template place_in<TypeList<T...>>()](choice, use);
}

}  // namespace

template <AnEntity T>
Subject subject_of(const Board& board, const T& entity) {
    return find_subject(board, entity, most_steps);
}

Subject subject_of(const Board& board, const Event& event) {
    return of_choice(Events(), event, [&](const auto& one) { return own_subject(board, one, {}); });
}

template <AnEntity T>
void add_subjects(const Board& board, const T& entity, std::vector<Subject>& out) {
    add_all(board, entity, {}, out);
}

void add_subjects(const Board& board, const Event& event, std::vector<Subject>& out) {
    of_choice(Events(), event, [&](const auto& one) { add_all(board, one, {}, out); });
}

void add_subjects(const Board& board, const Command& command, const Subject& otherwise,
                  std::vector<Subject>& out) {
    of_choice(Commands(), command, [&](const auto& one) { add_all(board, one, otherwise, out); });
}

template <AnEntity T>
bool holds_data_of(const Board& board, const T& entity, const Subject& whose) {
    bool found = false;
    if constexpr (tells_of_people<T>()) {
        each_personal(board, entity, {},
                      [&](const auto&, const Subject& one) { found = found || one == whose; });
    }
    return found;
}

template <AnEntity T>
void forget_data(const Board& board, T& entity, const Subject& whose) {
    if constexpr (tells_of_people<T>()) {
        each_personal(board, entity, {}, [&](auto& value, const Subject& one) {
            if (one == whose) value = std::remove_cvref_t<decltype(value)>{};
        });
    }
}

namespace {

// Makes the templates of each kind exist here.
template <class T>
struct Made {
    Subject (*subject)(const Board&, const T&);
    void (*add)(const Board&, const T&, std::vector<Subject>&);
    bool (*holds)(const Board&, const T&, const Subject&);
    void (*forget)(const Board&, T&, const Subject&);
};
[[gnu::used]] const OfEach<std::tuple, Made, Entities> made = [] {
    OfEach<std::tuple, Made, Entities> all;
    each_type(Entities(), [&]<class T>(std::type_identity<T>) {
        std::get<Made<T>>(all) = {&subject_of<T>, &add_subjects<T>, &holds_data_of<T>,
                                  &forget_data<T>};
    });
    return all;
}();

}  // namespace

}  // namespace muster::core
