// Statistics of 100,000 answers: all questions by district, beside the least that reading the same
// answers can take, which is to look at each byte of them once.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "engine/views/survey_report.hpp"
#include "engine/views/survey_statistics.hpp"

namespace muster::views {
namespace {

constexpr std::size_t count = 100'000;

Survey survey() {
    Survey made;
    made.id = {1};
    for (int q = 0; q < 12; ++q) {
        SurveyQuestion question;
        question.code = Code("question_" + std::to_string(q));
        question.kind = q % 3 == 2 ? QuestionKind::select_multiple : QuestionKind::select_one;
        for (int c = 0; c < 6; ++c)
            question.choices.push_back({Code("choice_" + std::to_string(c)), "", "", {}});
        if (q == 1) question.relevant = "${question_0} = 'choice_0'";
        made.questionnaire.questions.push_back(std::move(question));
    }
    return made;
}

const std::vector<SurveyAnswer>& answers() {
    static const std::vector<SurveyAnswer> made = [] {
        std::mt19937_64 random(1);
        std::vector<SurveyAnswer> all(count);
        for (SurveyAnswer& one : all) {
            one.status = AnswerStatus::accepted;
            one.district = Code("district_" + std::to_string(random() % 6));
            std::string& text = one.replies.value;
            for (int q = 0; q < 12; ++q) {
                text += "question_" + std::to_string(q) + "=choice_" + std::to_string(random() % 6);
                if (q % 3 == 2) text += " choice_" + std::to_string(random() % 6);
                text += '\n';
            }
        }
        return all;
    }();
    return made;
}

void statistics_of_100000_answers(benchmark::State& state) {
    const Survey asked = survey();
    const auto& all = answers();
    for (auto _ : state) {
        auto counter = SurveyCounter::of(asked, "district");
        for (const SurveyAnswer& one : all)
            counter->add(one);
        benchmark::DoNotOptimize(report_of(counter->result(5)));
    }
}
BENCHMARK(statistics_of_100000_answers)->Unit(benchmark::kMillisecond);

void every_byte_of_100000_answers(benchmark::State& state) {
    const auto& all = answers();
    for (auto _ : state) {
        std::int64_t lines = 0;
        for (const SurveyAnswer& one : all)
            lines += std::count(one.replies.value.begin(), one.replies.value.end(), '\n');
        benchmark::DoNotOptimize(lines);
    }
}
BENCHMARK(every_byte_of_100000_answers)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace muster::views

BENCHMARK_MAIN();
