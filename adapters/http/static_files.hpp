// The console's files, read once at start-up and served from memory: a request is looked up by its
// path, so no request ever names a file of the system. Immutable after load; any thread.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace muster::http {

// A file as it is, or as the build has compressed it.
struct StaticForm {
    std::string_view coding;  // "br", "gzip", or "identity": as it is
    std::shared_ptr<const std::string> content;
    std::string etag;  // with its quotes: from these bytes, so it survives a restart
};

struct StaticFile {
    std::string_view content_type;
    // Its name tells its content, so that whoever has it never asks again.
    bool never_changes = false;
    std::vector<StaticForm> forms;  // as it is comes first

    // The form that an Accept-Encoding header wants most, of equals the shortest; as it is when the
    // header wants none or there is no header (RFC 9110, 12.5.3).
    [[nodiscard]] const StaticForm& best_form(std::string_view accept_encoding) const;
};

class StaticFiles {
  public:
    // Reads the regular files below the folder whose kind content_type_of knows: the pages and what
    // they load; beside FILE also FILE.br and FILE.gz, as forms of it and never as files of their
    // own. Left out besides: names that begin with a dot, node_modules, and symbolic links. What is
    // below assets/ has a hash in its name and never changes. A folder that is not there has no
    // files. Returns what went wrong (what cannot be read, more than the limits), or nothing.
    [[nodiscard]] std::optional<std::string> load(const std::string& folder, std::size_t max_bytes,
                                                  std::size_t max_files);

    // By URL path ("/app.js"); "/" and folders mean their index.html. The address of a page, and
    // any address below it, is its page: "/desk" and "/desk/map" mean desk.html, unless there is a
    // desk/map.html. Null when unknown.
    [[nodiscard]] const StaticFile* find(std::string_view path) const;
    [[nodiscard]] std::size_t size() const { return files_.size(); }
    [[nodiscard]] bool has_page() const;

  private:
    std::map<std::string, StaticFile, std::less<>> files_;
};

// Whether a path may be the address of a page: its last segment has no ending.
[[nodiscard]] bool is_page_address(std::string_view path);

// By the ending of a file's name; empty when it is of no kind that is served.
[[nodiscard]] std::string_view content_type_of(std::string_view path);

}  // namespace muster::http
