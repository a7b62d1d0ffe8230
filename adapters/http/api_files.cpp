// The console: its files, and what is said in their place when nobody has built them.
#include <filesystem>
#include <fstream>
#include <iterator>
#include <system_error>

#include "adapters/http/api.hpp"
#include "adapters/http/console_policy.hpp"

namespace muster::http {

namespace {

constexpr std::string_view for_ever = "public, max-age=31536000, immutable";
constexpr std::string_view ask_each_time = "no-cache";

}  // namespace

std::optional<std::string> Api::load_console() {
    console_csp_ = console_policy();
    const std::string& folder = options_.console_folder;
    if (folder.empty()) return std::nullopt;
    if (auto fault = files_.load(folder, options_.console_bytes, options_.console_files)) {
        return fault;
    }
    const auto warn = [this](const std::string& what) {
        if (ports_.warn) ports_.warn(what);
    };
    // Whoever is dispatched must not wait for a page: everything else works without.
    if (!files_.has_page()) {
        warn(folder +
             ": the console's pages are not here, and \"/\" says so; engine/run builds them "
             "(server.console names the folder); all else works");
        return std::nullopt;
    }
    const std::filesystem::path hashes = std::filesystem::path(folder) / "csp.json";
    std::error_code ignored;
    // A build that needs none writes none.
    if (!std::filesystem::exists(hashes, ignored)) return std::nullopt;
    std::ifstream in(hashes, std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(in), {}};
    if (!in) return hashes.string() + ": cannot be read";
    if (const auto fault = add_hashes(text, console_csp_)) {
        warn(hashes.string() + " " + *fault + "; the pages get the policy without it");
    }
    return std::nullopt;
}

Response Api::file(const Plan& plan, const RequestHead& head) const {
    const StaticFile* const file = files_.find(plan.route.name);
    if (file == nullptr) {
        const bool unbuilt = !options_.console_folder.empty() && !files_.has_page();
        if (unbuilt && is_page_address(plan.route.name)) return no_console(plan);
        return problem({.status = 404, .reason = "unknown_path", .detail = "no such page"},
                       head.target);
    }
    const StaticForm& form = file->best_form(head.accept_encoding);
    Response response{.status = 200, .content_type = file->content_type};
    response.header("ETag", form.etag);
    response.header("Cache-Control", file->never_changes ? for_ever : ask_each_time);
    if (file->forms.size() > 1) response.header("Vary", "Accept-Encoding");
    // A script that runs as a worker has the policy of its own answer.
    response.header("Content-Security-Policy", console_csp_);
    response.header("Referrer-Policy", "no-referrer");
    if (etag_matches(head.if_none_match, form.etag)) {
        response.status = 304;
        return response;
    }
    if (form.coding != "identity") response.header("Content-Encoding", form.coding);
    response.shared_body = form.content;
    return response;
}

Response Api::no_console(const Plan& plan) const {
    std::string html = begin_page(context(plan.english), {"控制台页面不在", "No console pages"});
    append_line(html, "h1",
                {"调度服务正在运行，但控制台页面还没有生成。",
                 "Muster is running, but the pages of its console are not here."},
                plan.english);
    append_line(html, "p",
                {"请运行 <code>engine/run</code> 生成页面，或在设置 <code>server.console</code> "
                 "中写明页面所在的文件夹，然后重新启动。电话、卡片和设备的求助不受影响。",
                 "Run <code>engine/run</code>, which builds them, or name their folder in the "
                 "setting <code>server.console</code>, and start again. Calls, cards and devices "
                 "are served as ever."},
                plan.english);
    end_page(html);
    Response response{.status = 503, .content_type = "text/html; charset=utf-8"};
    response.header("Cache-Control", "no-store");
    response.header("Content-Security-Policy", self_styled_csp);
    response.header("Vary", "Accept-Language");
    response.body = std::move(html);
    return response;
}

}  // namespace muster::http
