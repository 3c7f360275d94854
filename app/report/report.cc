#include "app/report/report.h"

#include <absl/strings/str_format.h>
#include <absl/time/time.h>

#include <algorithm>
#include <cerrno>
#include <nlohmann/json.hpp>

#include "app/report/html_report.h"
#include "app/talk/messages.h"
#include "kernels/core/text.h"
#include "pipeline/files/durable.h"
#include "pipeline/files/json.h"
#include "pipeline/files/whole_files.h"
#include "rules/standard/standard.h"

namespace dcmscrub {
namespace {

using Json = nlohmann::ordered_json;

// Enough of a file to tell that it is a report.
constexpr std::size_t kReportHead = 4096;

std::string_view SyncName(Sync sync) {
  switch (sync) {
    case Sync::kNone:
      return "none";
    case Sync::kBatch:
      return "batch";
    case Sync::kEach:
      return "each";
  }
  return "";
}

Json KeyOf(const ReportFacts& facts, const RunSummary& summary) {
  return {{"random", facts.random_key},
          {"fingerprint", summary.key_fingerprint}};
}

Json PolicyOf(const ReportFacts& facts, const RunSummary& summary) {
  return {{"name", facts.policy},
          {"profile", facts.profile},
          {"options", facts.options},
          {"edition", absl::StrFormat("PS3.15 %s", StandardEdition())},
          {"fingerprint", summary.policy_fingerprint}};
}

Json OptionsOf(const RunOptions& options) {
  Json json = {{"in_place", options.in_place},
               {"rename", options.rename},
               {"dry_run", options.dry_run}};
  if (!options.in_place) {
    json["layout"] = options.layout == "mirror" ? "mirror" : "template";
  }
  json["again"] = options.again;
  json["crosswalk"] = !options.crosswalk.empty();
  json["uid_root"] = options.uid_root.empty() ? "2.25" : options.uid_root;
  json["sync"] = SyncName(options.sync);
  json["threads"] = options.threads;
  json["memory"] = options.memory;
  json["max_depth"] = options.depth_limit;
  return json;
}

// By name; the counts that are 0 only when they are asked for.
template <typename Counts, typename NameOf>
Json CountsOf(const Counts& counts, bool with_zeros, NameOf name_of) {
  Json json = Json::object();
  for (std::size_t i = 0; i < counts.size(); ++i) {
    if (counts[i] == 0 && !with_zeros) continue;
    json[std::string(name_of(i))] = counts[i];
  }
  return json;
}

Json FilesOf(const RunSummary& summary) {
  return {{"found", summary.found},
          {"outcomes", CountsOf(summary.outcomes, true,
                                [](std::size_t i) {
                                  return OutcomeName(static_cast<Outcome>(i));
                                })},
          {"reasons", CountsOf(summary.reasons, false,
                               [](std::size_t i) {
                                 return ReasonName(static_cast<Reason>(i));
                               })},
          {"faults", CountsOf(summary.faults, false,
                              [](std::size_t i) {
                                return ErrorName(static_cast<Error>(i));
                              })},
          {"warnings", CountsOf(summary.warnings, false,
                                [](std::size_t i) {
                                  return WarningName(static_cast<Warning>(i));
                                })},
          {"names_with_identifiers", summary.names_with_identifiers},
          {"names_noted", summary.names_noted},
          {"renamed", summary.renamed},
          {"folders_not_renamed", summary.folders_not_renamed},
          {"linked_originals", summary.linked_originals},
          {"rights_lost", summary.rights_lost},
          {"attributes_lost", summary.attributes_lost}};
}

// What site statements did to whole files.
Json RulesOf(const RunOptions& options, const RunSummary& summary) {
  Json json = Json::array();
  for (const auto& [key, count] : summary.by_statement) {
    const auto& [error, statement] = key;
    const Outcome outcome = error == Error::kSkippedByRule
                                ? Outcome::kSkipped
                                : Outcome::kQuarantined;
    json.push_back({{"rule", StatementName(statement, options.statement_names)},
                    {"outcome", OutcomeName(outcome)},
                    {"why", ErrorName(error)},
                    {"files", count}});
  }
  return json;
}

Json ChangesOf(const RunSummary& summary) {
  Json json = Json::array();
  for (const auto& [change, count] : summary.changes) {
    json.push_back({{"tag", TagText(change.tag)},
                    {"keyword", Keyword(change.tag)},
                    {"change", ChangeKindName(change.kind)},
                    {"elements", count}});
  }
  return json;
}

absl::Status CannotWrite(std::string_view why) {
  return absl::UnavailableError(
      absl::StrFormat("the report cannot be written: %s", why));
}

absl::Status CannotWrite(int error_number) {
  return CannotWrite(ErrnoText(error_number));
}

// Whether a file begins as what HtmlReport, ReportJson, SelftestJson and
// VerifyJson make.
bool IsReport(std::string_view head) {
  constexpr std::string_view kJson[] = {
      "{\n  \"format\": 1,\n  \"program\": {\n    \"name\": \"dcmscrub\",",
      "{\n  \"format\": 1,\n  \"verdict\": \"",
      "{\n  \"format\": 2,\n  \"verdict\": \""};
  if (head.starts_with("<!DOCTYPE html>")) {
    return head.find(absl::StrFormat("<title>%s</title>", kReportTitle)) !=
           std::string_view::npos;
  }
  return std::ranges::any_of(kJson, [head](std::string_view start) {
    return head.starts_with(start);
  });
}

// Where a report of that name is written to: links are followed.
absl::StatusOr<std::string> PlaceOf(const std::string& path,
                                    FileSystem& file_system) {
  FileInfo info;
  int error = file_system.Info(path, /*follow=*/true, info);
  if (error == ENOENT &&
      file_system.Info(path, /*follow=*/false, info) == ENOENT) {
    return path;
  }
  if (error != 0) return CannotWrite(error);
  // What is written takes the place of what is there: not that of a device.
  if (info.kind != FileKind::kFile) {
    return CannotWrite("what stands there is no file");
  }
  std::string place;
  std::string head;
  error = file_system.RealPath(path, place);
  if (error == 0) {
    error = ReadHead(file_system, place, /*follow=*/false, kReportHead, head);
  }
  if (error != 0) return CannotWrite(error);
  if (head.empty() || IsReport(head)) return place;
  return CannotWrite(
      "what stands there is no report, and stays; give another name");
}

}  // namespace

std::string UtcText(std::chrono::system_clock::time_point when) {
  return absl::FormatTime("%Y-%m-%dT%H:%M:%SZ", absl::FromChrono(when),
                          absl::UTCTimeZone());
}

std::string ReportJson(const ReportFacts& facts, const RunOptions& options,
                       const RunSummary& summary) {
  Json labels = Json::object();
  for (const auto& [label, count] : summary.labels) {
    labels[std::string(label)] = count;
  }
  Json mixed;  // null: not known
  if (summary.mixed_studies) mixed = *summary.mixed_studies;
  return JsonText(
      {{"format", 1},
       {"program", {{"name", "dcmscrub"}, {"version", facts.version}}},
       {"started", UtcText(facts.started)},
       {"ended", UtcText(facts.ended)},
       {"seconds", JsonSeconds(summary.seconds)},
       {"interrupted", summary.interrupted},
       {"policy", PolicyOf(facts, summary)},
       {"key", KeyOf(facts, summary)},
       {"options", OptionsOf(options)},
       {"files", FilesOf(summary)},
       {"studies", {{"of_several_patients", std::move(mixed)}}},
       {"bytes", {{"in", summary.bytes_in}, {"out", summary.bytes_out}}},
       {"rules", RulesOf(options, summary)},
       {"labels", std::move(labels)},
       {"changes", ChangesOf(summary)}});
}

absl::Status TryReport(const std::string& path, FileSystem& file_system) {
  const auto place = PlaceOf(path, file_system);
  if (!place.ok()) return place.status();
  const int error = file_system.TryFolder(std::string(FolderOf(*place)));
  return error == 0 ? absl::OkStatus() : CannotWrite(error);
}

absl::Status WriteReport(const std::string& path, std::string_view text,
                         FileSystem& file_system) {
  const auto place = PlaceOf(path, file_system);
  if (!place.ok()) return place.status();
  const int error =
      WriteDurably(file_system, *place, AsBytes(text), /*replace=*/true);
  return error == 0 ? absl::OkStatus() : CannotWrite(error);
}

}  // namespace dcmscrub
