#include "app/talk/messages.h"

#include <absl/strings/str_format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <span>
#include <system_error>

#include "app/talk/change_words.h"
#include "kernels/core/text.h"
#include "rules/standard/standard.h"

namespace dcmscrub {
namespace {

// How long the UTF-8 sequence at the front of `text` is; 0 when there is none.
// Not a full check: enough that a terminal reads what we read.
std::size_t Utf8Length(std::string_view text) {
  const auto lead = static_cast<std::uint8_t>(text[0]);
  std::size_t length = 0;
  if (lead >= 0xC2 && lead <= 0xDF) length = 2;
  if (lead >= 0xE0 && lead <= 0xEF) length = 3;
  if (lead >= 0xF0 && lead <= 0xF4) length = 4;
  if (length == 0 || text.size() < length) return 0;
  for (std::size_t i = 1; i < length; ++i) {
    if ((static_cast<std::uint8_t>(text[i]) & 0xC0) != 0x80) return 0;
  }
  // U+0080 to U+009F are control characters, U+202A to U+202E and U+2066 to
  // U+2069 turn the direction of what follows.
  const auto second = static_cast<std::uint8_t>(text[1]);
  if (lead == 0xC2 && second < 0xA0) return 0;
  if (lead == 0xE2) {
    const auto third = static_cast<std::uint8_t>(text[2]);
    if (second == 0x80 && third >= 0xAA && third <= 0xAE) return 0;
    if (second == 0x81 && third >= 0xA6 && third <= 0xA9) return 0;
  }
  return length;
}

// The faults that make an input no DICOM object at all, rather than a bad one.
bool IsSkip(Error error) {
  return error == Error::kOk || error == Error::kNotDicom ||
         error == Error::kDicomdir;
}

std::uint64_t CountOf(const RunSummary& summary, Outcome outcome) {
  return summary.outcomes[static_cast<std::size_t>(outcome)];
}

std::uint64_t CountOf(const RunSummary& summary, Reason reason) {
  return summary.reasons[static_cast<std::size_t>(reason)];
}

// "(0010,0010) PatientName at byte 1324: the value passes the end of its item
// by 31".
// `place`: where its element stands, as far as more is known than its tag.
std::string FaultText(const Fault& fault, std::string_view place = {}) {
  std::string text;
  if (fault.tag.value != 0) text = NamedTag(fault.tag) + " ";
  if (!place.empty() && place != TagText(fault.tag)) {
    absl::StrAppendFormat(&text, "as %s ", place);
  }
  if (fault.tag.value != 0 || fault.offset != 0) {
    text += absl::StrFormat("at byte %d: ", fault.offset);
  }
  text += ErrorText(fault.error);
  const bool by_bytes = fault.error == Error::kLengthPastEnd ||
                        fault.error == Error::kLengthPastParent;
  if (by_bytes && fault.detail != 0) {
    text += absl::StrFormat(" by %d", fault.detail);
  }
  return text;
}

void AddClause(std::string& list, std::string_view clause) {
  if (!list.empty()) list += ", ";
  list += clause;
}

struct DetailRow {
  std::uint64_t count = 0;
  std::string text;
};

// A block of the summary: the heading stands on its first line.
void AddRows(std::string& out, std::string_view heading,
             std::span<const DetailRow> rows) {
  for (const DetailRow& row : rows) {
    out += absl::StrFormat("  %-11s %7d  %s\n", heading, row.count, row.text);
    heading = "";
  }
}

std::vector<DetailRow> QuarantineRows(const RunSummary& summary,
                                      std::span<const std::string> statements) {
  std::vector<DetailRow> rows;
  for (int i = 0; i < kErrorCount; ++i) {
    const auto error = static_cast<Error>(i);
    const std::uint64_t count = summary.faults[static_cast<std::size_t>(i)];
    if (count == 0 || IsSkip(error) || IsByStatement(error)) continue;
    rows.push_back({count, std::string(ErrorText(error))});
  }
  for (const auto& [key, count] : summary.by_statement) {
    const auto& [error, statement] = key;
    if (error == Error::kSkippedByRule) continue;
    rows.push_back(
        {count, absl::StrFormat("%s (%s)", ErrorText(error),
                                StatementName(statement, statements))});
  }
  for (int i = 0; i < kReasonCount; ++i) {
    const auto reason = static_cast<Reason>(i);
    const std::uint64_t count = CountOf(summary, reason);
    if (count == 0 || reason == Reason::kNone || reason == Reason::kFault ||
        IsSkip(reason)) {
      continue;
    }
    rows.push_back({count, std::string(ReasonText(reason))});
  }
  return rows;
}

std::vector<DetailRow> SkipRows(const RunSummary& summary,
                                std::span<const std::string> statements) {
  std::vector<DetailRow> rows;
  for (const auto& [key, count] : summary.by_statement) {
    const auto& [error, statement] = key;
    if (error != Error::kSkippedByRule) continue;
    rows.push_back({count, "by " + StatementName(statement, statements)});
  }
  return rows;
}

std::vector<DetailRow> LabelRows(const RunSummary& summary) {
  std::vector<DetailRow> rows;
  rows.reserve(summary.labels.size());
  for (const auto& [label, count] : summary.labels) {
    rows.push_back({count, SafeForTerminal(label)});
  }
  return rows;
}

std::vector<DetailRow> WarningRows(const RunSummary& summary, bool repairs) {
  std::vector<DetailRow> rows;
  for (int i = 0; i < kWarningCount; ++i) {
    const auto warning = static_cast<Warning>(i);
    const std::uint64_t count = summary.warnings[static_cast<std::size_t>(i)];
    if (count != 0 && IsRepair(warning) == repairs) {
      rows.push_back({count, std::string(WarningText(warning))});
    }
  }
  return rows;
}

}  // namespace

std::string_view ReasonText(Reason reason) {
  switch (reason) {
    case Reason::kNone:
      return "no reason given";
    case Reason::kFault:
      return "its data set is at fault";
    case Reason::kNotDicom:
      return "not DICOM";
    case Reason::kDicomdir:
      return "DICOMDIR";
    case Reason::kEmptyFile:
      return "empty";
    case Reason::kNotAFile:
      return "not a regular file";
    case Reason::kOutsideSource:
      return "a link that leads out of the source";
    case Reason::kLinkInside:
      return "a link to what is met anyway";
    case Reason::kReadError:
      return "cannot be read";
    case Reason::kWriteError:
      return "cannot be written";
    case Reason::kCollision:
      return "its name in the output is taken by other bytes";
    case Reason::kTooLarge:
      return "its header needs more than --memory grants";
    case Reason::kChanged:
      return "it changed while it was read";
    case Reason::kRule:
      return "by a rule";
    case Reason::kCrosswalk:
      return "its rows of the crosswalk cannot be written";
    case Reason::kJournal:
      return "the journal cannot note that its name holds an identifier";
  }
  return "";
}

std::string_view Keyword(Tag tag) {
  const DictionaryRow* row = FindDictionaryRow(tag);
  return row == nullptr ? "" : StandardText(row->keyword);
}

std::string NamedTag(Tag tag) {
  std::string text = TagText(tag);
  const std::string_view keyword = Keyword(tag);
  if (!keyword.empty()) absl::StrAppendFormat(&text, " %s", keyword);
  return text;
}

std::string SafeForTerminal(std::string_view text) {
  std::string safe;
  while (!text.empty()) {
    const auto byte = static_cast<std::uint8_t>(text[0]);
    std::size_t length = byte >= 0x20 && byte < 0x7F ? 1 : 0;
    if (byte >= 0x80) length = Utf8Length(text);
    if (length == 0) {
      absl::StrAppendFormat(&safe, "\\x%02X", byte);
      length = 1;
    } else {
      safe += text.substr(0, length);
    }
    text.remove_prefix(length);
  }
  return safe;
}

std::string Grouped(std::uint64_t number, std::string_view separator) {
  const std::string digits = std::to_string(number);
  std::string text;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    if (i > 0 && (digits.size() - i) % 3 == 0) text.append(separator);
    text.push_back(digits[i]);
  }
  return text;
}

std::string ErrnoText(int error_number) {
  return std::generic_category().message(error_number);
}

std::string_view MessageOf(const absl::Status& status) {
  return {status.message().data(), status.message().size()};
}

std::string Count(std::uint64_t count, std::string_view singular) {
  return absl::StrFormat("%d %s%s", count, singular, count == 1 ? "" : "s");
}

std::string BytesText(double bytes) {
  constexpr std::array<std::string_view, 5> kUnits = {"B", "kB", "MB", "GB",
                                                      "TB"};
  std::size_t unit = 0;
  while (bytes >= 999.5 && unit + 1 < kUnits.size()) {
    bytes /= 1000;
    ++unit;
  }
  const int decimals = unit > 0 && bytes < 9.95 ? 1 : 0;
  return absl::StrFormat("%.*f %s", decimals, bytes, kUnits[unit]);
}

std::string RateText(double files_per_second) {
  return absl::StrFormat("%.*f files/s", files_per_second < 9.95 ? 1 : 0,
                         files_per_second);
}

std::string DurationText(double seconds) {
  const auto whole = static_cast<std::int64_t>(std::llround(seconds));
  if (whole < 60) return absl::StrFormat("%d s", whole);
  if (whole < 3600) {
    return absl::StrFormat("%d min %02d s", whole / 60, whole % 60);
  }
  return absl::StrFormat("%d h %02d min", whole / 3600, whole % 3600 / 60);
}

std::string WhyText(const InputRecord& record) {
  if (record.reason == Reason::kFault)
    return FaultText(record.fault, record.place);
  std::string text(ReasonText(record.reason));
  if (record.error_number != 0) text += ": " + ErrnoText(record.error_number);
  return text;
}

std::string InputName(const InputRecord& record, bool show_path) {
  std::string name = absl::StrFormat("input %d", record.number);
  if (show_path && record.source != nullptr) {
    name += " (" + SafeForTerminal(*record.source) + ")";
  }
  return name;
}

std::string StatementName(std::uint64_t statement,
                          std::span<const std::string> names) {
  return statement < names.size() ? names[statement]
                                  : absl::StrFormat("statement %d", statement);
}

std::string QuarantineMessage(const InputRecord& record, bool show_path,
                              std::span<const std::string> statements) {
  std::string text =
      "error: " + InputName(record, show_path) + ": " + WhyText(record);
  if (IsByStatement(record.fault.error)) {
    absl::StrAppendFormat(&text, " (%s)",
                          StatementName(record.fault.detail, statements));
  }
  if (record.fault.error == Error::kAlreadyDeidentified) {
    text += "; --again does it all the same";
  }
  return text;
}

std::string WarningMessage(const InputRecord& record, bool show_path) {
  std::string repairs;
  std::string remarks;
  for (int i = 0; i < kWarningCount; ++i) {
    const auto warning = static_cast<Warning>(i);
    if (!record.warnings.Has(warning)) continue;
    AddClause(IsRepair(warning) ? repairs : remarks, WarningText(warning));
  }
  if (repairs.empty() && remarks.empty()) return "";
  std::string text = InputName(record, show_path) + ": ";
  if (!repairs.empty()) text += "put right: " + repairs;
  if (!remarks.empty()) text += (repairs.empty() ? "" : "; ") + remarks;
  return text;
}

std::string MoreQuarantined(std::uint64_t more, bool has_journal) {
  return absl::StrFormat(
      "… and %d more, %s", more,
      has_journal ? "see the journal" : "--verbose shows them all");
}

std::string NamesMessage(const std::vector<std::uint64_t>& numbers,
                         std::uint64_t count, bool rename, bool journal) {
  std::string text = "warning: ";
  text += count == 1 ? "input " : "inputs ";
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    if (i > 0) text += i + 1 == count ? " and " : ", ";
    text += std::to_string(numbers[i]);
  }
  if (count > numbers.size()) {
    absl::StrAppendFormat(&text, " and %d more", count - numbers.size());
  }
  if (rename) {
    return text +
           ": the name of the folder that was given, or that the file stands "
           "in, holds an identifier and stays as it is; give it another one by "
           "hand";
  }
  return text +
         ": the name of the file or of a folder holds an identifier and stays "
         "as it is; " +
         (journal ? "a run with --rename and this journal gives a neutral one"
                  : "give another one by hand: without a journal no later run "
                    "knows");
}

std::string NotedNamesMessage(std::uint64_t count) {
  return "warning: " + Count(count, "name") +
         (count == 1 ? " of a file or folder that an earlier run noted holds"
                     : " of files or folders that earlier runs noted hold") +
         " an identifier and " + (count == 1 ? "stays" : "stay") +
         "; a run with --rename and this journal gives " +
         (count == 1 ? "a neutral one" : "neutral ones");
}

std::string MixedStudiesMessage(std::uint64_t count) {
  return "warning: " +
         (count == 1 ? std::string("1 study holds")
                     : absl::StrFormat("%d studies hold", count)) +
         " more than one patient: two Patient IDs, or an issuer that some "
         "files lack; 'dates by StudyInstanceUID' in rules keeps dates of a "
         "study together";
}

std::string FoldersMessage(std::uint64_t count, bool journal) {
  return "warning: " + Count(count, "name") +
         (count == 1 ? " of a file or folder holds an identifier and stays"
                     : " of files or folders hold an identifier and stay") +
         ", as the disk would not change " + (count == 1 ? "it" : "them") +
         (journal ? "; the next run with this journal tries again" : "");
}

std::string ReplaceQuestion(const Survey& survey) {
  return absl::StrFormat("Replace %s of %s in place? [y/N] ",
                         Count(survey.files, "file"),
                         Count(survey.patients, "patient"));
}

std::string SummaryLine(const RunSummary& summary, const RunOptions& options) {
  std::string line =
      absl::StrFormat("%d %s", CountOf(summary, Outcome::kWritten),
                      options.dry_run ? "would be written" : "written");
  const std::array<std::pair<Outcome, std::string_view>, 2> optional = {{
      {Outcome::kUnchanged, "unchanged"},
      {Outcome::kDuplicate, "there already"},
  }};
  for (const auto& [outcome, text] : optional) {
    const std::uint64_t count = CountOf(summary, outcome);
    if (count != 0) absl::StrAppendFormat(&line, ", %d %s", count, text);
  }
  absl::StrAppendFormat(&line, ", %d quarantined, %d skipped",
                        CountOf(summary, Outcome::kQuarantined),
                        CountOf(summary, Outcome::kSkipped));
  std::string skipped;
  for (int i = 0; i < kReasonCount; ++i) {
    const auto reason = static_cast<Reason>(i);
    const std::uint64_t count = CountOf(summary, reason);
    if (count == 0 || !IsSkip(reason)) continue;
    AddClause(skipped, absl::StrFormat("%d %s", count, ReasonText(reason)));
  }
  if (!skipped.empty()) line += " (" + skipped + ")";
  const std::uint64_t interrupted = CountOf(summary, Outcome::kInterrupted);
  if (interrupted != 0) {
    absl::StrAppendFormat(&line, ", %d not done", interrupted);
  }
  // Not done either, and in the exit status.
  if (summary.folders_not_renamed != 0) {
    line += ", " + Count(summary.folders_not_renamed, "name") + " not changed";
  }
  if (options.rename && summary.names_with_identifiers != 0) {
    absl::StrAppendFormat(&line, ", %d in a source whose name tells",
                          summary.names_with_identifiers);
  }
  const auto done = static_cast<double>(summary.found - interrupted);
  if (summary.seconds > 0 && done > 0) {
    const auto bytes = static_cast<double>(summary.bytes_in);
    line += ", " + RateText(done / summary.seconds);
    if (bytes > 0) line += ", " + BytesText(bytes / summary.seconds) + "/s";
  }
  return line;
}

std::string SummaryDetails(const RunSummary& summary,
                           std::span<const std::string> statements) {
  std::string out;
  AddRows(out, "quarantined", QuarantineRows(summary, statements));
  AddRows(out, "skipped", SkipRows(summary, statements));
  AddRows(out, "tagged", LabelRows(summary));
  AddRows(out, "put right", WarningRows(summary, true));
  AddRows(out, "noted", WarningRows(summary, false));
  return out;
}

std::string SafeLines(std::string_view text) {
  std::string safe;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    safe += SafeForTerminal(text.substr(0, end)) + "\n";
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return safe;
}

absl::Status NamedStatus(const std::string& path, const absl::Status& status) {
  return {status.code(),
          absl::StrFormat("%s: %s", SafeForTerminal(path), MessageOf(status))};
}

std::string ChangeTable(const RunSummary& summary) {
  std::size_t width = std::string_view("keyword").size();
  for (const auto& [change, count] : summary.changes) {
    width = std::max(width, Keyword(change.tag).size());
  }
  const auto row = [width](std::string_view tag, std::string_view keyword,
                           std::string_view action, std::string_view count) {
    return absl::StrFormat("%-11s  %-*s  %-7s  %8s\n", tag,
                           static_cast<int>(width), keyword, action, count);
  };
  std::string out = row("tag", "keyword", "action", "elements");
  for (const auto& [change, count] : summary.changes) {
    out += row(TagText(change.tag), Keyword(change.tag),
               WordsFor(change.kind).would, std::to_string(count));
  }
  return out;
}

std::vector<std::string> Hints(const RunSummary& summary,
                               const RunOptions& options) {
  std::vector<std::string> hints;
  const std::uint64_t quarantined = CountOf(summary, Outcome::kQuarantined);
  const std::uint64_t unchanged = CountOf(summary, Outcome::kUnchanged);
  const std::uint64_t dicomdirs = CountOf(summary, Reason::kDicomdir);
  const std::uint64_t others = CountOf(summary, Outcome::kSkipped) - dicomdirs;
  if (summary.interrupted) {
    hints.emplace_back(
        "stopped early: what was written is whole, and what was not reached is "
        "not counted; the same command with the same --key goes on from here");
  }
  if (options.dry_run) {
    if (options.in_place && summary.renamed != 0) {
      hints.push_back(Count(summary.renamed, "name") +
                      (summary.renamed == 1 ? " of a file or folder holds"
                                            : " of files or folders hold") +
                      " an identifier and would become neutral");
    }
    hints.emplace_back("nothing was written: this was a dry run");
    return hints;
  }
  if (!options.in_place && summary.renamed != 0) {
    hints.push_back(
        Count(summary.renamed, "result") +
        " below neutral names: the name of a file or of a folder held an "
        "identifier");
  }
  if (options.two_pass && options.in_place && summary.interrupted) {
    hints.emplace_back(
        "what was replaced already gives away no more: files that are done "
        "later are not searched for what stood there");
  }
  if (summary.patients_cut != 0) {
    hints.push_back(Count(summary.patients_cut, "patient") +
                    " with more identifiers than memory holds: UIDs that come "
                    "last were searched for in their own files alone");
  }
  if (summary.journal_incomplete) {
    hints.emplace_back(
        "the journal could not be written to its end: the next run will do "
        "more than it has to");
  }
  if (summary.new_crosswalk && unchanged != 0) {
    hints.emplace_back(
        "unchanged inputs were not read again and have no rows in the new "
        "crosswalk; with another --journal they are");
  }
  if (!options.in_place && CountOf(summary, Reason::kCollision) != 0) {
    hints.emplace_back(
        "names are taken: two inputs are one object in two forms, or the "
        "output holds files that another run made from the same inputs, under "
        "other rules; --out with a new folder keeps them apart");
  }
  if (summary.linked_originals != 0) {
    hints.push_back(
        Count(summary.linked_originals, "original") +
        " with other names (hard links): those outside the sources still hold "
        "what was replaced");
  }
  if (summary.rights_lost != 0) {
    hints.push_back(Count(summary.rights_lost, "result") +
                    " with fewer rights than the original had: owner, group or "
                    "access control list could not be kept");
  }
  if (summary.attributes_lost != 0) {
    hints.push_back(Count(summary.attributes_lost, "result") +
                    " without some extended attribute of the original: it "
                    "could not be kept, or holds an identifier");
  }
  if (options.in_place && quarantined != 0) {
    hints.emplace_back(
        "quarantined inputs still stand as they were, names and "
        "all; the journal says which");
  }
  if (options.in_place && others != 0) {
    hints.emplace_back(
        "skipped inputs still stand as they were, names and all");
  }
  if (dicomdirs != 0) {
    hints.emplace_back(options.in_place
                           ? "a DICOMDIR still holds the old names: delete "
                             "it and make it anew with dcmmkdir"
                           : "a DICOMDIR is not carried over: regenerate it "
                             "from the output with dcmmkdir");
  }
  return hints;
}

}  // namespace dcmscrub
