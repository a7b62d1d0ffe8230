#include "engine/app/commands/export_fhir.hpp"

#include <boost/json/serialize.hpp>
#include <cstdio>
#include <optional>

#include "engine/app/fhir/fhir_file.hpp"
#include "engine/app/fhir/resources.hpp"
#include "engine/app/progress.hpp"
#include "engine/app/tables/service_client.hpp"
#include "engine/codec/commands_json.hpp"

namespace muster::app {
namespace {

class Exporter {
  public:
    Exporter(ServiceClient& service, fhir::FhirFile& file)
        : service_(service), file_(file), line_("exporting", "resources") {}

    // Of every entity of a kind what `make` makes of it. What went wrong, or nothing.
    template <class T, class Make>
    std::optional<std::string> all(Make make) {
        std::string unread;
        const std::string path = "/v1/" + std::string(entity_row<T>.path);
        const auto wrong = service_.each(path, [&](const boost::json::object& item) {
            T entity;
            const std::string text = boost::json::serialize(item);
            if (const auto error = codec::read_entity(text, &entity, codec::Mode::lenient)) {
                unread = path + ": " + codec::to_string(*error);
                return;
            }
            make(entity);
            line_.show(file_.count(), 0);
        });
        if (wrong) return wrong->en;
        if (!unread.empty()) return unread;
        return std::nullopt;
    }

    std::optional<std::string> run(const Rules& rules) {
        bool masked = false;
        auto wrong = all<Member>([&](const Member& member) {
            // No name that is kept has a star in it: it stands for what the token may not see.
            masked |= member.profile.name.value.find('*') != std::string::npos;
            if (member.status != MemberStatus::erased) file_.add(fhir::patient(member));
        });
        if (wrong) return wrong;
        if (masked) return "the token may not see the names of members; nothing was exported";
        wrong = all<Assessment>([&](const Assessment& assessment) {
            file_.add(fhir::observation(assessment, rules));
            file_.add(fhir::questionnaire_response(assessment, rules));
        });
        if (wrong) return wrong;
        wrong = all<CareCase>([&](const CareCase& care) { file_.add(fhir::care_team(care)); });
        if (wrong) return wrong;
        wrong = all<CarePlan>([&](const CarePlan& plan) { file_.add(fhir::care_plan(plan)); });
        line_.end();
        return wrong;
    }

  private:
    ServiceClient& service_;
    fhir::FhirFile& file_;
    ProgressLine line_;
};

}  // namespace

void export_fhir(Cli& cli, const std::string& url, const std::string& token,
                 const std::string& out) {
    auto service = ServiceClient::open(url, token);
    if (!service) return cli.fail(Exit::usage, service.error());
    const auto rules = (*service)->rules();
    if (!rules) return cli.fail(Exit::failed, rules.error().en);
    fhir::FhirFile file(out);
    if (const auto wrong = Exporter(**service, file).run(*rules)) {
        return cli.fail(Exit::failed, *wrong);
    }
    if (const auto wrong = file.close()) return cli.fail(Exit::failed, *wrong);
    std::printf("%zu resources exported\n", file.count());
}

}  // namespace muster::app
