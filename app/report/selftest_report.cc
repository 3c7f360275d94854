#include "app/report/selftest_report.h"

#include <absl/strings/str_format.h>
#include <absl/strings/str_join.h>

#include <algorithm>
#include <utility>

#include "app/talk/messages.h"
#include "kernels/core/text.h"
#include "pipeline/files/json_writer.h"
#include "rules/standard/standard.h"

namespace dcmscrub {
namespace {

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

void AddCounts(JsonWriter& json, const CanaryCounts& counts) {
  json.Field("planted", counts.planted);
  json.Field("gone", counts.gone);
  json.Field("stays_by_policy", counts.stayed);
  json.Field("stays_by_site", counts.by_site);
  json.Field("not_written", counts.not_written);
  json.Field("survived", counts.survived);
}

void AddPlaces(JsonWriter& json, const SelftestResult& result) {
  json.BeginArray("places");
  for (int i = 0; i < kPlaceClassCount; ++i) {
    for (const Kind& kind : kKinds) {
      const CanaryCounts& counts =
          (result.*kind.counts)[static_cast<std::size_t>(i)];
      if (counts.planted == 0) continue;
      json.BeginObject();
      json.Field("place", PlaceClassKey(static_cast<PlaceClass>(i)));
      json.Field("canary", kind.key);
      AddCounts(json, counts);
      json.EndObject();
    }
  }
  json.EndArray();
}

void AddSurvivors(JsonWriter& json, const SelftestResult& result) {
  json.BeginArray("survivors");
  for (const Survivor& survivor : result.survivors) {
    json.BeginObject();
    json.Field("place", PlaceClassKey(survivor.place));
    json.Field("canary", kKinds[survivor.repeated ? 1 : 0].key);
    json.Flag("by_site", survivor.by_site);
    json.BeginArray("path");
    for (const Tag tag : survivor.path) json.Item(TagText(tag));
    json.EndArray();
    json.Field("keyword",
               survivor.path.empty() ? "" : Keyword(survivor.path.back()));
    json.Field("what", survivor.what);
    json.Field("object", survivor.in);
    json.Field("copies", survivor.copies);
    json.EndObject();
  }
  json.EndArray();
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
  JsonWriter json;
  json.BeginObject();
  json.Field("format", std::uint64_t{1});
  json.BeginObject("program");
  json.Field("name", "dcmscrub");
  json.Field("version", version);
  json.EndObject();
  json.BeginObject("policy");
  json.Field("name", policy.name);
  json.Field("profile", policy.file.profile);
  json.BeginArray("options");
  for (const std::string_view option : policy.options) json.Item(option);
  json.EndArray();
  json.Field("edition", absl::StrFormat("PS3.15 %s", StandardEdition()));
  json.Field("fingerprint", policy.policy->fingerprint());
  json.EndObject();
  json.BeginArray("objects");
  for (const std::string& name : result.objects) json.Item(name);
  json.EndArray();
  json.BeginArray("idle_objects");
  for (const std::string& name : result.idle) json.Item(name);
  json.EndArray();
  json.Flag("clean", result.clean() && !result.interrupted);
  json.Flag("interrupted", result.interrupted);
  json.Field("seconds", result.seconds);
  json.BeginObject("canaries");
  AddCounts(json, result.total());
  json.EndObject();
  AddPlaces(json, result);
  json.BeginObject("not_written");
  for (const auto& [reason, count] : result.reasons) json.Field(reason, count);
  json.EndObject();
  AddSurvivors(json, result);
  json.EndObject();
  return std::move(json).Take();
}

}  // namespace dcmscrub
