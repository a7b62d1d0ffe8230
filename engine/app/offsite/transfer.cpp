#include "engine/app/offsite/transfer.hpp"

#include <curl/curl.h>

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <mutex>
#include <pugixml.hpp>
#include <utility>

namespace muster::app {

struct Wire::Handle {
    CURL* curl = nullptr;
    Handle() = default;
    ~Handle() { curl_easy_cleanup(curl); }
    Handle(const Handle&) = delete;
    Handle& operator=(const Handle&) = delete;
};

namespace {

// Lists of a thousand names have less.
constexpr std::size_t kept_bytes = std::size_t{8} << 20;

// One run: what the callbacks need.
struct Run {
    const Transfer* transfer = nullptr;
    CURL* curl = nullptr;
    std::ifstream in;
    std::uint64_t sent = 0;
    std::uint64_t taken = 0;
    std::size_t offset = 0;  // in the body
    Reply reply{};
    bool unreadable = false;
    bool stopped = false;
};

std::size_t read_piece(char* into, std::size_t size, std::size_t count, void* of) {
    auto& run = *static_cast<Run*>(of);
    const std::size_t room = size * count;
    if (run.transfer->piece == nullptr) {
        const std::string& body = run.transfer->body;
        const std::size_t more = std::min(room, body.size() - run.offset);
        body.copy(into, more, run.offset);
        run.offset += more;
        return more;
    }
    const auto more = static_cast<std::size_t>(
        std::min<std::uint64_t>(room, run.transfer->piece->bytes - run.sent));
    run.in.read(into, static_cast<std::streamsize>(more));
    if (!run.in) {
        run.unreadable = true;
        return CURL_READFUNC_ABORT;
    }
    run.sent += more;
    if (run.transfer->moved) run.transfer->moved(run.sent, run.transfer->piece->bytes);
    return more;
}

int rewind_piece(void* of, curl_off_t offset, int origin) {
    auto& run = *static_cast<Run*>(of);
    if (origin != SEEK_SET) return CURL_SEEKFUNC_CANTSEEK;
    const auto at = static_cast<std::uint64_t>(offset);
    run.offset = static_cast<std::size_t>(at);
    run.sent = at;
    if (run.transfer->piece != nullptr) {
        run.in.clear();
        run.in.seekg(static_cast<std::streamoff>(run.transfer->piece->from + at));
        if (!run.in) return CURL_SEEKFUNC_FAIL;
    }
    return CURL_SEEKFUNC_OK;
}

std::size_t take_answer(char* bytes, std::size_t size, std::size_t count, void* of) {
    auto& run = *static_cast<Run*>(of);
    const std::size_t more = size * count;
    long status = 0;
    curl_easy_getinfo(run.curl, CURLINFO_RESPONSE_CODE, &status);
    if (run.transfer->take && status >= 200 && status < 300) {
        run.taken += more;
        run.stopped = !run.transfer->take({bytes, more});
        if (run.transfer->moved) {
            run.transfer->moved(run.taken, std::max(run.taken, run.transfer->expected));
        }
        return run.stopped ? 0 : more;
    }
    if (run.reply.body.size() + more > kept_bytes) {
        run.stopped = true;
        return 0;
    }
    run.reply.body.append(bytes, more);
    return more;
}

std::size_t take_header(char* bytes, std::size_t size, std::size_t count, void* of) {
    auto& run = *static_cast<Run*>(of);
    const std::string_view line(bytes, size * count);
    constexpr std::string_view name = "etag:";
    if (line.size() > name.size() &&
        std::equal(name.begin(), name.end(), line.begin(), [](char a, char b) {
            return a == (b >= 'A' && b <= 'Z' ? b - 'A' + 'a' : b);
        })) {
        std::string_view value = line.substr(name.size());
        const std::size_t from = value.find_first_not_of(" \t");
        const std::size_t last = value.find_last_not_of(" \t\r\n");
        if (from != value.npos) run.reply.etag = value.substr(from, last - from + 1);
    }
    return size * count;
}

struct Headers {
    curl_slist* list = nullptr;
    Headers() = default;
    ~Headers() { curl_slist_free_all(list); }
    Headers(const Headers&) = delete;
    Headers& operator=(const Headers&) = delete;
    void add(const std::string& line) { list = curl_slist_append(list, line.c_str()); }
};

template <class Value>
void set(CURL* curl, CURLoption option, Value value) {
    curl_easy_setopt(curl, option, value);
}

void say_who(CURL* curl, const OffsiteOptions& options, const std::string& signature) {
    if (options.user.empty()) return;
    set(curl, CURLOPT_USERNAME, options.user.c_str());
    set(curl, CURLOPT_PASSWORD, options.password.value.c_str());
    if (signature.empty()) {
        set(curl, CURLOPT_HTTPAUTH, CURLAUTH_BASIC);
    } else {
        set(curl, CURLOPT_AWS_SIGV4, signature.c_str());
    }
}

void say_what(CURL* curl, const Transfer& transfer, Run& run) {
    set(curl, CURLOPT_URL, transfer.url.c_str());
    set(curl, CURLOPT_HEADERFUNCTION, take_header);
    set(curl, CURLOPT_HEADERDATA, static_cast<void*>(&run));
    set(curl, CURLOPT_WRITEFUNCTION, take_answer);
    set(curl, CURLOPT_WRITEDATA, static_cast<void*>(&run));
    if (transfer.method == "GET") return;
    if (transfer.method == "PUT") {
        set(curl, CURLOPT_UPLOAD, 1L);
        set(curl, CURLOPT_READFUNCTION, read_piece);
        set(curl, CURLOPT_READDATA, static_cast<void*>(&run));
        set(curl, CURLOPT_SEEKFUNCTION, rewind_piece);
        set(curl, CURLOPT_SEEKDATA, static_cast<void*>(&run));
        const std::uint64_t bytes =
            transfer.piece != nullptr ? transfer.piece->bytes : transfer.body.size();
        set(curl, CURLOPT_INFILESIZE_LARGE, static_cast<curl_off_t>(bytes));
        return;
    }
    if (transfer.method == "POST" || !transfer.body.empty()) {
        set(curl, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(transfer.body.size()));
        set(curl, CURLOPT_POSTFIELDS, transfer.body.c_str());
    }
    set(curl, CURLOPT_CUSTOMREQUEST, transfer.method.c_str());
}

}  // namespace

Wire::Wire(const OffsiteOptions& options, std::string signature)
    : options_(options), signature_(std::move(signature)), handle_(std::make_unique<Handle>()) {
    static std::once_flag once;
    std::call_once(once, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
    handle_->curl = curl_easy_init();
}

Wire::~Wire() = default;

Expected<Reply, std::string> Wire::run(const Transfer& transfer) {
    CURL* const curl = handle_->curl;
    if (curl == nullptr) return std::string("out of memory");
    curl_easy_reset(curl);
    Run run;
    run.transfer = &transfer;
    run.curl = curl;
    if (transfer.piece != nullptr) {
        run.in.open(transfer.piece->file, std::ios::binary);
        run.in.seekg(static_cast<std::streamoff>(transfer.piece->from));
        if (!run.in) return transfer.piece->file.string() + " cannot be read";
    }
    Headers headers;
    for (const std::string& line : transfer.headers)
        headers.add(line);
    set(curl, CURLOPT_HTTPHEADER, headers.list);
    set(curl, CURLOPT_PROTOCOLS_STR, "http,https");
    set(curl, CURLOPT_NOSIGNAL, 1L);
    if (!options_.ca.empty()) set(curl, CURLOPT_CAINFO, options_.ca.c_str());
    // Not a time for the whole, which nobody knows: nothing that moves for so long is a failure.
    const auto silence = static_cast<long>((options_.timeout_ms.value + 999) / 1000);
    set(curl, CURLOPT_CONNECTTIMEOUT, silence);
    set(curl, CURLOPT_LOW_SPEED_LIMIT, 1L);
    set(curl, CURLOPT_LOW_SPEED_TIME, silence);
    say_who(curl, options_, signature_);
    say_what(curl, transfer, run);
    char why[CURL_ERROR_SIZE] = "";
    set(curl, CURLOPT_ERRORBUFFER, static_cast<char*>(why));
    const CURLcode result = curl_easy_perform(curl);
    set(curl, CURLOPT_ERRORBUFFER, static_cast<char*>(nullptr));
    if (run.unreadable) return transfer.piece->file.string() + " cannot be read to its end";
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &run.reply.status);
    if (run.stopped) return transfer.url + ": what it sends could not be taken";
    // A server that refuses an upload may answer and close before it has read the whole of it.
    const bool told =
        (result == CURLE_SEND_ERROR || result == CURLE_RECV_ERROR) && run.reply.status >= 300;
    if (result == CURLE_OK || told) return std::move(run.reply);
    return transfer.method + " " + transfer.url + ": " +
           (*why != '\0' ? why : curl_easy_strerror(result)) +
           "; is backup.target right, and is it reachable?";
}

std::string refusal(const Transfer& transfer, const Reply& reply) {
    std::string text =
        transfer.method + " " + transfer.url + " is answered with " + std::to_string(reply.status);
    // S3 says in XML what is wrong.
    pugi::xml_document xml;
    if (xml.load_buffer(reply.body.data(), reply.body.size())) {
        const pugi::xml_node error = xml.child("Error");
        const std::string code = error.child_value("Code");
        if (!code.empty()) text += " (" + code + ": " + error.child_value("Message") + ")";
    }
    switch (reply.status) {
        case 401:
        case 403:
            return text +
                   ": backup.user and backup.password must be those of somebody who may read, "
                   "write and delete there";
        case 404:
            return text + ": there is nothing of that name; see backup.target";
        case 413:
        case 507:
            return text + ": there is no room for it";
        case 405:
        case 501:
            return text +
                   ": it is no WebDAV server there that backup.target names, or writing is off";
        default:
            return text;
    }
}

}  // namespace muster::app
