// Counters in the text format of Prometheus.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace muster {

// Builds exposition format 0.0.4. A metric's samples must be written one after the other.
class MetricsText {
  public:
    void counter(std::string_view name, std::string_view help, std::uint64_t value) {
        head(name, help, "counter");
        sample(name, "", value);
    }
    void gauge(std::string_view name, std::string_view help, std::uint64_t value) {
        head(name, help, "gauge");
        sample(name, "", value);
    }
    void head(std::string_view name, std::string_view help, std::string_view type) {
        text_.append("# HELP ").append(name).append(" ").append(help).append("\n# TYPE ");
        text_.append(name).append(" ").append(type).append("\n");
    }
    // labels: as they stand between the braces, without them; may be empty.
    void sample(std::string_view name, std::string_view labels, std::uint64_t value) {
        text_.append(name);
        if (!labels.empty()) text_.append("{").append(labels).append("}");
        text_.append(" ").append(std::to_string(value)).append("\n");
    }
    // Metrics that somebody else has written, whole and each with its head.
    void add(std::string_view metrics) { text_.append(metrics); }

    [[nodiscard]] std::string text() && { return std::move(text_); }

  private:
    std::string text_;
};

}  // namespace muster
