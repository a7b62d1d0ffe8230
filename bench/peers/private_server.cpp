#include "bench/peers/private_server.hpp"

#include <fcntl.h>
#include <grp.h>
#include <pwd.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <system_error>
#include <thread>

namespace muster::bench {

PrivateFolder::PrivateFolder(const std::string& owner) {
    std::string name = (std::filesystem::temp_directory_path() / "peers-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) {
        throw std::system_error(errno, std::generic_category(), "no temporary folder");
    }
    path_ = name;
    if (owner.empty()) return;
    const passwd* user = ::getpwnam(owner.c_str());
    if (user == nullptr || ::chown(name.c_str(), user->pw_uid, user->pw_gid) != 0) {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
        throw std::runtime_error("a folder for user " + owner + " cannot be made");
    }
}

PrivateFolder::~PrivateFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

namespace {

[[noreturn]] void become(const std::vector<char*>& arguments, const passwd* user, int output) {
    ::dup2(output, STDOUT_FILENO);
    ::dup2(output, STDERR_FILENO);
    if (user != nullptr) {
        if (::setgroups(0, nullptr) != 0 || ::setgid(user->pw_gid) != 0 ||
            ::setuid(user->pw_uid) != 0 || ::chdir("/") != 0) {
            ::_exit(126);
        }
    }
    // After the change of user, which would clear it.
    ::prctl(PR_SET_PDEATHSIG, SIGTERM);
    ::execvp(arguments[0], arguments.data());
    ::_exit(127);
}

}  // namespace

Child::Child(const std::vector<std::string>& command, const std::string& user,
             const std::filesystem::path& output, int stop_signal)
    : stop_signal_(stop_signal) {
    std::vector<char*> arguments;
    for (const std::string& argument : command)
        arguments.push_back(const_cast<char*>(argument.c_str()));
    arguments.push_back(nullptr);
    const passwd* as = user.empty() ? nullptr : ::getpwnam(user.c_str());
    const int file = ::open(output.c_str(), O_CREAT | O_WRONLY | O_APPEND | O_CLOEXEC, 0644);
    pid_ = ::fork();
    if (pid_ == 0) become(arguments, as, file);
    ::close(file);
    if (pid_ < 0) throw std::system_error(errno, std::generic_category(), "no child process");
}

Child::~Child() {
    if (!running()) return;
    ::kill(pid_, stop_signal_);
    for (int tenths = 0; tenths < 100 && running(); ++tenths) {
        std::this_thread::sleep_for(std::chrono::milliseconds(100));
    }
    if (pid_ < 0) return;
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
}

bool Child::running() {
    if (pid_ > 0 && ::waitpid(pid_, nullptr, WNOHANG) != 0) pid_ = -1;
    return pid_ > 0;
}

bool Child::succeeded() {
    int status = 0;
    const bool ended = pid_ > 0 && ::waitpid(pid_, &status, 0) == pid_;
    pid_ = -1;
    return ended && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

std::string unprivileged_user() {
    if (::geteuid() != 0) return {};
    return ::getpwnam("postgres") != nullptr ? "postgres" : "nobody";
}

}  // namespace muster::bench
