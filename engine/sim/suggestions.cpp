#include "engine/sim/suggestions.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "engine/sim/names.hpp"
#include "engine/sim/rng.hpp"

namespace muster::sim {
namespace {

// Of the random numbers of a city, those that nothing else of it takes.
constexpr std::uint64_t suggestion_stream = 25;
constexpr std::size_t author_count = 20;

struct Idea {
    std::string_view category;
    std::string_view title;
    std::string_view text;
};

// The first three say the same, in the words of three people.
constexpr std::array<Idea, 25> ideas{{
    {"urban", "关于加快老旧小区加装电梯的建议",
     "五六层的老楼里住着许多腿脚不便的老人，下楼是最大的难题。"},
    {"urban", "建议为老旧小区多装电梯", "我住五楼，八十一岁，一周只下一次楼。请多装几部电梯。"},
    {"urban", "老楼加梯应简化手续", "加装电梯要跑六个部门，建议一个窗口办完。"},
    {"elderly_care", "建议社区食堂延长供餐时间", "独居老人晚饭常常对付，请把晚餐延到六点半。"},
    {"elderly_care", "关于居家适老化改造补贴的建议", "扶手和防滑地面花钱不多，却能少摔许多跤。"},
    {"elderly_care", "建议设立夜间照护热线", "夜里出事最怕没人接电话。"},
    {"elderly_care", "关于推行时间银行的建议", "让低龄老人服务高龄老人，存下时间以后自己用。"},
    {"health", "建议家庭医生定期上门", "慢性病人每月量一次血压就放心多了。"},
    {"health", "关于社区配药目录的建议", "有的药只有大医院有，请下放到社区。"},
    {"health", "建议开设老年人心理门诊", "丧偶之后，说话的人也没有了。"},
    {"transport", "建议公交站加装座椅和雨棚", "等车二十分钟，站不住。"},
    {"transport", "关于延长路口绿灯时间的建议", "走到一半灯就红了，请延长五秒。"},
    {"transport", "建议古城区设夜间静行道", "电动车夜里太快，老人不敢出门散步。"},
    {"culture", "关于保护运河沿线老字号的建议", "老字号一家家关门，城市的味道也就没了。"},
    {"culture", "建议为老年大学增加名额", "报名当天排到五百号，只收两百人。"},
    {"culture", "关于编纂地方口述史的建议", "亲历者大多八十以上，再不记就来不及了。"},
    {"environment", "建议治理小秦淮河支流淤积", "夏天气味重，沿岸居民不开窗。"},
    {"environment", "关于社区垃圾分类投放点的建议", "投放点太远，提着垃圾走八百米。"},
    {"environment", "建议公园开水处全年开放", "晨练的人多，冬天也要喝热水。"},
    {"economy", "关于扶持养老服务小企业的建议", "上门服务的小企业税费和房租压力大。"},
    {"economy", "建议发展乡村共享厨房", "村里老人多，一家做饭不如一村做饭。"},
    {"economy", "关于人才返乡创业的建议", "退休工程师愿意回来带徒弟，缺的是场地。"},
    {"governance", "建议政务大厅保留人工窗口", "不会用手机的人也要办事。"},
    {"governance", "关于简化高龄津贴认证的建议", "每年去照一次相，走不动的人怎么办。"},
    {"governance", "建议居委会公布值班电话", "门上的电话三年没换，打不通。"},
}};

std::vector<std::string> different_names(Rng& rng) {
    std::vector<std::string> names;
    while (names.size() < author_count) {
        std::string name = person_name(rng, rng.permille(300), true);
        if (std::find(names.begin(), names.end(), name) == names.end()) {
            names.push_back(std::move(name));
        }
    }
    return names;
}

// Most are what the office works with; a few are for everybody, or for who decides alone. The first
// three have one level, so that they can be handled together.
Confidentiality level_of(std::size_t place) {
    if (place % 6 == 5) return Confidentiality::open;
    return place % 11 == 10 ? Confidentiality::confidential : Confidentiality::internal;
}

}  // namespace

std::vector<RegisterSuggestion> invented_suggestions(std::uint64_t seed) {
    constexpr Date eve{20'392};  // 2025-10-31
    Rng rng(seed, Purpose::city, suggestion_stream);
    const std::vector<std::string> names = different_names(rng);
    std::vector<RegisterSuggestion> all;
    for (std::size_t i = 0; i < ideas.size(); ++i) {
        RegisterSuggestion& one = all.emplace_back();
        one.reference = "TT-2025-" + std::to_string(i + 1);
        one.category = Code(ideas[i].category);
        one.title = std::string(ideas[i].title);
        one.text = std::string(ideas[i].text);
        one.confidentiality = level_of(i);
        one.author = names[i % author_count];
        one.received_on = eve + rng.between(1, 28);
    }
    return all;
}

}  // namespace muster::sim
