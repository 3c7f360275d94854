#include "app/report/selftest_report.h"

#include <absl/strings/str_format.h>
#include <absl/strings/str_join.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "app/talk/messages.h"
#include "kernels/core/text.h"
#include "pipeline/files/json.h"
#include "rules/standard/standard.h"

namespace dcmscrub {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kShown = 40;

struct Kind {
  std::string_view key, column;
  const std::array<CanaryCounts, kPlaceClassCount> SelftestResult::*counts;
};
constexpr std::array kKinds = {
    Kind{"own", "own", &SelftestResult::own},
    Kind{"repeated", "repeated", &SelftestResult::repeated},
};

void AddLine(std::string_view place, std::string_view kind,
             const CanaryCounts& counts, std::string& text) {
  absl::StrAppendFormat(&text, "%-38s %-9s %8d %8d %8d %8d %8d %9d\n", place,
                        kind, counts.planted, counts.gone, counts.stayed,
                        counts.by_site, counts.not_written, counts.survived);
}

std::string Table(const SelftestResult& result) {
  std::string text = absl::StrFormat("%-38s %-9s %8s %8s %8s %8s %8s %9s\n",
                                     "place", "canary", "planted", "gone",
                                     "policy", "site", "unwrit.", "SURVIVED");
  for (int i = 0; i < kPlaceClassCount; ++i) {
    for (const Kind& kind : kKinds) {
      const auto n = static_cast<std::size_t>(i);
      const CanaryCounts& counts = (result.*kind.counts)[n];
      if (counts.planted == 0) continue;
      AddLine(PlaceClassName(static_cast<PlaceClass>(i)), kind.column, counts,
              text);
    }
  }
  AddLine("all", "", result.total(), text);
  return text;
}

std::string PathText(const Survivor& survivor) {
  std::string text;
  for (std::size_t i = 0; i < survivor.path.size(); ++i) {
    if (i > 0) text += " > ";
    text += NamedTag(survivor.path[i]);
  }
  return text;
}

// "ct-image and 3 more copies".
std::string WhereText(const Survivor& survivor) {
  if (survivor.copies == 1) return survivor.in;
  return absl::StrFormat("%s and %d more", survivor.in, survivor.copies - 1);
}

void AddSurvivors(const SelftestResult& result, bool by_site,
                  std::string_view title, std::string& text) {
  std::size_t count = 0;
  for (const Survivor& survivor : result.survivors) {
    if (survivor.by_site != by_site) continue;
    if (count == 0) absl::StrAppendFormat(&text, "\n%s\n", title);
    if (++count > kShown) continue;
    const std::string path = PathText(survivor);
    absl::StrAppendFormat(
        &text, "  %s%s: %s, in %s\n", path.empty() ? "" : path + ", ",
        PlaceClassName(survivor.place), survivor.what, WhereText(survivor));
    if (!by_site) {
      absl::StrAppendFormat(&text, "      %s\n",
                            PlaceClassReason(survivor.place));
    }
  }
  if (count > kShown) {
    absl::StrAppendFormat(&text, "  and %d more: --json lists them all\n",
                          count - kShown);
  }
}

std::string Unwritten(const SelftestResult& result) {
  std::string text;
  for (const auto& [reason, count] : result.reasons) {
    absl::StrAppendFormat(&text, "not written: %s, %s\n", Count(count, "file"),
                          reason);
  }
  if (!result.idle.empty()) {
    absl::StrAppendFormat(
        &text,
        "warning: not written even as they are, so nothing was tried "
        "in them: %s\n",
        absl::StrJoin(result.idle, ", "));
  }
  return text;
}

void AddCounts(const CanaryCounts& counts, Json& json) {
  json["planted"] = counts.planted;
  json["gone"] = counts.gone;
  json["stays_by_policy"] = counts.stayed;
  json["stays_by_site"] = counts.by_site;
  json["not_written"] = counts.not_written;
  json["survived"] = counts.survived;
}

Json PlacesOf(const SelftestResult& result) {
  Json places = Json::array();
  for (int i = 0; i < kPlaceClassCount; ++i) {
    for (const Kind& kind : kKinds) {
      const CanaryCounts& counts =
          (result.*kind.counts)[static_cast<std::size_t>(i)];
      if (counts.planted == 0) continue;
      Json place = {{"place", PlaceClassKey(static_cast<PlaceClass>(i))},
                    {"canary", kind.key}};
      AddCounts(counts, place);
      places.push_back(std::move(place));
    }
  }
  return places;
}

Json SurvivorsOf(const SelftestResult& result) {
  Json survivors = Json::array();
  for (const Survivor& survivor : result.survivors) {
    Json path = Json::array();
    for (const Tag tag : survivor.path) path.push_back(TagText(tag));
    survivors.push_back(
        {{"place", PlaceClassKey(survivor.place)},
         {"canary", kKinds[survivor.repeated ? 1 : 0].key},
         {"by_site", survivor.by_site},
         {"path", std::move(path)},
         {"keyword",
          survivor.path.empty() ? "" : Keyword(survivor.path.back())},
         {"what", survivor.what},
         {"object", survivor.in},
         {"copies", survivor.copies}});
  }
  return survivors;
}

Json PolicyOf(const LoadedPolicy& policy) {
  return {{"name", policy.name},
          {"profile", policy.file.profile},
          {"options", policy.options},
          {"edition", absl::StrFormat("PS3.15 %s", StandardEdition())},
          {"fingerprint", policy.policy->fingerprint()}};
}

}  // namespace

std::string SelftestVerdict(const SelftestResult& result) {
  const CanaryCounts total = result.total();
  if (result.interrupted) return "stopped: no verdict";
  if (!result.clean()) {
    return absl::StrFormat("NOT CLEAN: of %d canaries %d survived",
                           total.planted, total.survived);
  }
  return absl::StrFormat("clean: of %d canaries none survived that should not",
                         total.planted);
}

std::string SelftestText(const SelftestResult& result) {
  std::string text = absl::StrFormat("made-up identifiers in copies of %s\n\n",
                                     absl::StrJoin(result.objects, ", "));
  text += Table(result);
  text += Unwritten(result);
  AddSurvivors(result, true,
               "by statements of the rules these stay, or may:", text);
  AddSurvivors(result, false, "survivors, and why they matter:", text);
  absl::StrAppendFormat(&text, "\n%s (%.1f s)\n", SelftestVerdict(result),
                        result.seconds);
  return text;
}

std::string SelftestJson(const SelftestResult& result,
                         const LoadedPolicy& policy, std::string_view version) {
  Json canaries = Json::object();
  AddCounts(result.total(), canaries);
  Json reasons = Json::object();
  for (const auto& [reason, count] : result.reasons) {
    reasons[std::string(reason)] = count;
  }
  return JsonText({{"format", 1},
                   {"program", {{"name", "dcmscrub"}, {"version", version}}},
                   {"policy", PolicyOf(policy)},
                   {"objects", result.objects},
                   {"idle_objects", result.idle},
                   {"clean", result.clean() && !result.interrupted},
                   {"interrupted", result.interrupted},
                   {"seconds", JsonSeconds(result.seconds)},
                   {"canaries", std::move(canaries)},
                   {"places", PlacesOf(result)},
                   {"not_written", std::move(reasons)},
                   {"survivors", SurvivorsOf(result)}});
}

}  // namespace dcmscrub
