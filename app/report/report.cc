#include "app/report/report.h"

#include <absl/strings/str_format.h>
#include <absl/time/time.h>

#include <cerrno>
#include <memory>

#include "app/talk/messages.h"
#include "kernels/core/text.h"
#include "pipeline/files/durable.h"
#include "pipeline/files/json_writer.h"
#include "rules/standard/standard.h"

namespace dcmscrub {
namespace {

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

void AddRun(JsonWriter& json, const ReportFacts& facts,
            const RunSummary& summary) {
  json.Field("format", std::uint64_t{1});
  json.BeginObject("program");
  json.Field("name", "dcmscrub");
  json.Field("version", facts.version);
  json.EndObject();
  json.Field("started", UtcText(facts.started));
  json.Field("ended", UtcText(facts.ended));
  json.Field("seconds", summary.seconds);
  json.Flag("interrupted", summary.interrupted);
  json.BeginObject("policy");
  json.Field("name", facts.policy);
  json.Field("profile", facts.profile);
  json.BeginArray("options");
  for (const std::string_view option : facts.options) json.Item(option);
  json.EndArray();
  json.Field("edition", absl::StrFormat("PS3.15 %s", StandardEdition()));
  json.Field("fingerprint", summary.policy_fingerprint);
  json.EndObject();
  json.BeginObject("key");
  json.Flag("random", facts.random_key);
  json.Field("fingerprint", summary.key_fingerprint);
  json.EndObject();
}

void AddOptions(JsonWriter& json, const RunOptions& options) {
  json.BeginObject("options");
  json.Flag("in_place", options.in_place);
  json.Flag("rename", options.rename);
  json.Flag("dry_run", options.dry_run);
  if (!options.in_place) {
    json.Field("layout", options.layout == "mirror" ? "mirror" : "template");
  }
  json.Flag("again", options.again);
  json.Flag("crosswalk", !options.crosswalk.empty());
  json.Field("uid_root", options.uid_root.empty() ? "2.25" : options.uid_root);
  json.Field("sync", SyncName(options.sync));
  json.Field("threads", static_cast<std::uint64_t>(options.threads));
  json.Field("memory", options.memory);
  json.Field("max_depth", std::uint64_t{options.depth_limit});
  json.EndObject();
}

// The counts that are not 0, by name.
template <typename Counts, typename NameOf>
void AddCounts(JsonWriter& json, std::string_view key, const Counts& counts,
               bool with_zeros, NameOf name_of) {
  json.BeginObject(key);
  for (std::size_t i = 0; i < counts.size(); ++i) {
    if (counts[i] != 0 || with_zeros) json.Field(name_of(i), counts[i]);
  }
  json.EndObject();
}

// What site statements did to whole files.
void AddRules(JsonWriter& json, const RunOptions& options,
              const RunSummary& summary) {
  json.BeginArray("rules");
  for (const auto& [key, count] : summary.by_statement) {
    const auto& [error, statement] = key;
    json.BeginObject();
    json.Field("rule", StatementName(statement, options.statement_names));
    json.Field("outcome", OutcomeName(error == Error::kSkippedByRule
                                          ? Outcome::kSkipped
                                          : Outcome::kQuarantined));
    json.Field("why", ErrorName(error));
    json.Field("files", count);
    json.EndObject();
  }
  json.EndArray();
  json.BeginObject("labels");
  for (const auto& [label, count] : summary.labels) json.Field(label, count);
  json.EndObject();
}

void AddChanges(JsonWriter& json, const RunSummary& summary) {
  json.BeginArray("changes");
  for (const auto& [change, count] : summary.changes) {
    json.BeginObject();
    json.Field("tag", TagText(change.tag));
    json.Field("keyword", Keyword(change.tag));
    json.Field("change", ChangeKindName(change.kind));
    json.Field("elements", count);
    json.EndObject();
  }
  json.EndArray();
}

absl::Status CannotWrite(int error_number) {
  return absl::UnavailableError("the report cannot be written: " +
                                ErrnoText(error_number));
}

}  // namespace

std::string UtcText(std::chrono::system_clock::time_point when) {
  return absl::FormatTime("%Y-%m-%dT%H:%M:%SZ", absl::FromChrono(when),
                          absl::UTCTimeZone());
}

std::string ReportJson(const ReportFacts& facts, const RunOptions& options,
                       const RunSummary& summary) {
  JsonWriter json;
  json.BeginObject();
  AddRun(json, facts, summary);
  AddOptions(json, options);
  json.BeginObject("files");
  json.Field("found", summary.found);
  AddCounts(json, "outcomes", summary.outcomes, true,
            [](std::size_t i) { return OutcomeName(static_cast<Outcome>(i)); });
  AddCounts(json, "reasons", summary.reasons, false,
            [](std::size_t i) { return ReasonName(static_cast<Reason>(i)); });
  AddCounts(json, "faults", summary.faults, false,
            [](std::size_t i) { return ErrorName(static_cast<Error>(i)); });
  AddCounts(json, "warnings", summary.warnings, false,
            [](std::size_t i) { return WarningName(static_cast<Warning>(i)); });
  json.Field("names_with_identifiers", summary.names_with_identifiers);
  json.Field("renamed", summary.renamed);
  json.Field("folders_not_renamed", summary.folders_not_renamed);
  json.Field("linked_originals", summary.linked_originals);
  json.Field("rights_lost", summary.rights_lost);
  json.Field("attributes_lost", summary.attributes_lost);
  json.EndObject();
  json.BeginObject("bytes");
  json.Field("in", summary.bytes_in);
  json.Field("out", summary.bytes_out);
  json.EndObject();
  AddRules(json, options, summary);
  AddChanges(json, summary);
  json.EndObject();
  return std::move(json).Take();
}

absl::Status TryReport(const std::string& path, FileSystem& file_system) {
  int error = file_system.TryFolder(std::string(FolderOf(path)));
  FileInfo info;
  if (error == 0 && file_system.Info(path, true, info) == 0 &&
      info.kind == FileKind::kFolder) {
    error = EISDIR;
  }
  return error == 0 ? absl::OkStatus() : CannotWrite(error);
}

absl::Status WriteReport(const std::string& path, std::string_view json,
                         FileSystem& file_system) {
  const int error =
      WriteDurably(file_system, path, AsBytes(json), /*replace=*/true);
  return error == 0 ? absl::OkStatus() : CannotWrite(error);
}

}  // namespace dcmscrub
