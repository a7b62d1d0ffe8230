// A folder with accounts, and a clock that only the test moves.
#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <optional>
#include <string>

#include "engine/access/accounts.hpp"
#include "engine/access/second_factor.hpp"

namespace muster::access {

class AccessWorld : public testing::Test {
  protected:
    AccessWorld() {
        folder = std::filesystem::temp_directory_path() /
                 ("muster_access_" + std::to_string(getpid()) + "_" +
                  testing::UnitTest::GetInstance()->current_test_info()->name());
        std::filesystem::remove_all(folder);
        std::filesystem::create_directories(folder);
        // Guessing is slow on purpose; tests need not be.
        options.hash.memory_kib = 8;
        options.hash.passes = 1;
    }
    ~AccessWorld() override { std::filesystem::remove_all(folder); }

    Accounts& accounts() {
        if (!opened) {
            auto made = Accounts::open(folder, options, secrets, site_here);
            EXPECT_TRUE(made) << made.error().message;
            opened.emplace(std::move(*made));
        }
        return *opened;
    }

    static AccountForm form(const std::string& name, std::vector<Role> roles = {Role::dispatcher}) {
        return {.name = name, .shown_name = "Person " + name, .roles = std::move(roles)};
    }

    // Its invitation.
    std::string add(const AccountForm& wanted) {
        const auto changed = accounts().act(AccountAction::add, wanted, now);
        EXPECT_TRUE(changed) << changed.error().detail;
        return changed ? changed->invitation : std::string();
    }

    // Accepts it with the passphrase; the secret of the app.
    std::string accept(const std::string& invitation) {
        const auto told = accounts().read_invitation(invitation, "10.0.0.1", now);
        EXPECT_TRUE(told);
        last = accounts().accept(
            {invitation, passphrase, told->second_factor ? totp_code(told->secret, now) : ""},
            "10.0.0.1", now);
        EXPECT_TRUE(*last) << last->error().detail;
        return told->secret;
    }

    AccessResult<OpenedSession> sign_in(const std::string& name, const std::string& with,
                                        const std::string& code,
                                        const std::string& address = "10.0.0.1") {
        return accounts().open_session({.account = name, .passphrase = with, .code = code}, address,
                                       now);
    }

    static AccessRefusal refusal(const AccessResult<OpenedSession>& result) {
        EXPECT_FALSE(result);
        return result ? AccessRefusal::unavailable : result.error().reason;
    }

    const std::string passphrase = "four words in a row";
    std::filesystem::path folder;
    AccessOptions options;
    SecretBox secrets;
    std::optional<Site> site_here;
    TimePoint now{1'790'000'000'000};
    std::optional<Accounts> opened;
    std::optional<AccessResult<OpenedSession>> last;
};

}  // namespace muster::access
