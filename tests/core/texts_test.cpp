// Every text of every command has a limit: the core refuses one that is longer, and says which.

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <vector>

#include "engine/codec/describe.hpp"
#include "engine/core/engine.hpp"
#include "muster/commands.hpp"
#include "tests/core/test_rules.hpp"

namespace muster::test {
namespace {

constexpr std::size_t longest = 4096;

// Calls visit(path, text) for each text below `value`, with one entry in each list and a value in
// each optional. `value` is as before when that returns.
template <class T, class Visit>
void each_text(const std::string& path, T& value, const Visit& visit) {
    if constexpr (std::is_same_v<T, std::string>) {
        const std::string before = value;
        visit(path, value);
        value = before;
    } else if constexpr (codec::APersonal<T>) {
        each_text(path, value.value, visit);
    } else if constexpr (codec::AnOptional<T>) {
        const T before = value;
        if (!value) value.emplace();
        each_text(path, *value, visit);
        value = before;
    } else if constexpr (codec::AVector<T>) {
        const T before = value;
        if constexpr (!std::is_same_v<T, std::vector<bool>>) {
            if (value.empty()) value.emplace_back();
            each_text(path + "/0", value.front(), visit);
        }
        value = before;
    } else if constexpr (codec::AStruct<T>) {
        boost::mp11::mp_for_each<codec::MembersOf<T>>([&](auto member) {
            each_text(path + "/" + std::string(wire_name(member.name)), value.*member.pointer,
                      visit);
        });
    }
}

class Texts : public testing::Test {
  protected:
    Texts() {
        EXPECT_FALSE(rejected(LoadRules{test_rules()}));
        ++seq_;
    }

    Rejection rejected(Command command) {
        return engine_
            .handle({seq_, TimePoint{1'764'547'200'000}, "test", "", 0, std::move(command)})
            .rejection;
    }

    core::Engine engine_;
    std::uint64_t seq_ = 1;
};

TEST_F(Texts, EachThatIsTooLongIsNamed) {
    int texts = 0;
    each_type(Commands(), [&]<class C>(std::type_identity<C>) {
        C command;
        each_text("", command, [&](const std::string& path, std::string& text) {
            ++texts;
            text.assign(longest + 1, '5');
            const Rejection no = rejected(command);
            EXPECT_EQ(no.reason, RejectReason::invalid_field) << type_name<C>() << path;
            EXPECT_EQ(no.field, path) << type_name<C>();
            EXPECT_EQ(no.detail, "at most 4096 bytes, has 4097") << type_name<C>() << path;
        });
    });
    EXPECT_GT(texts, 60);
}

TEST_F(Texts, TheLongestIsTaken) {
    MemberProfile profile;
    profile.name = std::string(longest, 'x');
    profile.contacts = {{ContactRelation::kin, std::string(longest, 'x'), {}}};
    EXPECT_FALSE(rejected(RegisterMember{profile}));
}

}  // namespace
}  // namespace muster::test
