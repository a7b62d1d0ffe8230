#include "engine/app/web_fetch.hpp"

#include <curl/curl.h>

#include <algorithm>
#include <memory>
#include <mutex>

namespace muster::app {
namespace {

struct Release {
    void operator()(CURL* curl) const { curl_easy_cleanup(curl); }
    void operator()(char* text) const { curl_free(text); }
    void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using Curl = std::unique_ptr<CURL, Release>;

struct Answer {
    std::string body;
    std::size_t most = 0;
};

std::size_t take(char* bytes, std::size_t size, std::size_t count, void* into) {
    auto& answer = *static_cast<Answer*>(into);
    const std::size_t more = size * count;
    if (answer.body.size() + more > answer.most) return 0;  // which ends the transfer
    answer.body.append(bytes, more);
    return more;
}

int is_cancelled(void* cancelled, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
    return *static_cast<const std::atomic<bool>*>(cancelled) ? 1 : 0;  // 1 ends the transfer
}

Curl make() {
    static std::once_flag once;
    std::call_once(once, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
    return Curl(curl_easy_init());
}

std::string encoded(CURL* curl, const std::vector<std::pair<std::string, std::string>>& form) {
    std::string text;
    for (const auto& [name, value] : form) {
        const std::unique_ptr<char, Release> escaped(
            curl_easy_escape(curl, value.data(), static_cast<int>(value.size())));
        if (!text.empty()) text += '&';
        text.append(name).append("=").append(escaped ? escaped.get() : "");
    }
    return text;
}

// Lives until the request is over.
using Headers = std::unique_ptr<curl_slist, Release>;

Headers send_body(CURL* curl, const WebRequest& request) {
    if (request.body.empty()) return nullptr;
    Headers headers(curl_slist_append(nullptr, ("Content-Type: " + request.content_type).c_str()));
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers.get());
    curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE, static_cast<long>(request.body.size()));
    curl_easy_setopt(curl, CURLOPT_POSTFIELDS, request.body.data());
    return headers;
}

}  // namespace

bool is_safe_address(std::string_view url) {
    if (url.starts_with("https://")) return true;
    constexpr std::string_view own[] = {"http://127.0.0.1", "http://localhost", "http://[::1]"};
    return std::any_of(std::begin(own), std::end(own), [&](std::string_view one) {
        if (!url.starts_with(one)) return false;
        const std::string_view rest = url.substr(one.size());
        return rest.empty() || rest.front() == ':' || rest.front() == '/';
    });
}

Expected<WebAnswer, std::string> fetch(const WebRequest& request) {
    if (!request.also_in_the_clear && !is_safe_address(request.url)) {
        return request.url + " is not asked: only https is";
    }
    const Curl curl = make();
    if (!curl) return std::string("out of memory");
    Answer answer{{}, request.answer_bytes};
    const std::string form = encoded(curl.get(), request.form);
    curl_easy_setopt(curl.get(), CURLOPT_URL, request.url.c_str());
    curl_easy_setopt(curl.get(), CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(curl.get(), CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl.get(), CURLOPT_TIMEOUT_MS, static_cast<long>(request.timeout.value));
    curl_easy_setopt(curl.get(), CURLOPT_WRITEFUNCTION, take);
    curl_easy_setopt(curl.get(), CURLOPT_WRITEDATA, &answer);
    if (request.cancelled != nullptr) {
        curl_easy_setopt(curl.get(), CURLOPT_NOPROGRESS, 0L);
        curl_easy_setopt(curl.get(), CURLOPT_XFERINFOFUNCTION, is_cancelled);
        curl_easy_setopt(curl.get(), CURLOPT_XFERINFODATA,
                         const_cast<std::atomic<bool>*>(request.cancelled));
    }
    const Headers headers = send_body(curl.get(), request);
    if (!request.form.empty()) curl_easy_setopt(curl.get(), CURLOPT_POSTFIELDS, form.c_str());
    if (!request.user.empty()) {
        curl_easy_setopt(curl.get(), CURLOPT_USERNAME, request.user.c_str());
        curl_easy_setopt(curl.get(), CURLOPT_PASSWORD, request.password.c_str());
    }
    const CURLcode result = curl_easy_perform(curl.get());
    if (result != CURLE_OK) return request.url + ": " + curl_easy_strerror(result);
    long status = 0;
    curl_easy_getinfo(curl.get(), CURLINFO_RESPONSE_CODE, &status);
    if (status < 200 || status > 299) {
        return request.url + " answers " + std::to_string(status);
    }
    return WebAnswer{std::move(answer.body)};
}

}  // namespace muster::app
