// Every sentence the program says to people, made here and nowhere else, so
// that the tests can hold each of them verbatim. None holds a value of a data
// set. Inputs go by number; a path only where the caller was told to show it.
#pragma once

#include <absl/status/status.h>

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "pipeline/run/run.h"

namespace dcmscrub {

// PS3.6's keyword, "PatientName"; empty for private and unknown tags.
std::string_view Keyword(Tag tag);
// "(0010,0010) PatientName", or the number alone where PS3.6 has no keyword.
std::string NamedTag(Tag tag);

// A path as it may stand on a terminal: control characters, and bytes that
// are not UTF-8, as \x1B.
std::string SafeForTerminal(std::string_view text);

// "12,345,678", with "," as the separator.
std::string Grouped(std::uint64_t number, std::string_view separator);

std::string ErrnoText(int error_number);
// A std view, which absl's is not here.
std::string_view MessageOf(const absl::Status& status);

// "3 files", "1 file".
std::string Count(std::uint64_t count, std::string_view singular);
// "1.9 GB", decimal units, two digits or more.
std::string BytesText(double bytes);
// "41 files/s", "0.4 files/s".
std::string RateText(double files_per_second);
// "1 h 03 min", "2 min 05 s", "8 s".
std::string DurationText(double seconds);

// What a reason says when it ends an input's sentence: "cannot be read".
std::string_view ReasonText(Reason reason);
// Why an input was not written: "(0010,0010) PatientName at byte 1324: the
// value passes the end of its item by 31", "cannot be read: Input/output
// error".
std::string WhyText(const InputRecord& record);

// "input 412"; with the path behind the number on request.
std::string InputName(const InputRecord& record, bool show_path);

// What a site statement is called: "site.rules:12", or where `names` has no
// such number, "statement 12".
std::string StatementName(std::uint64_t statement,
                          std::span<const std::string> names);

// "error: input 412: …"; with the path behind the number on request, and the
// statement that said so, where one did.
std::string QuarantineMessage(const InputRecord& record, bool show_path,
                              std::span<const std::string> statements);
// "input 412: put right: …; noted: …". Empty when there is nothing to say.
std::string WarningMessage(const InputRecord& record, bool show_path);
// "… and 7 more, see the journal", or where there is none, --verbose.
std::string MoreQuarantined(std::uint64_t more, bool has_journal);

// "warning: inputs 3, 8, 11 and 2 more: …": names that hold an identifier and
// stay, in place; `rename`: although they were to get others; `journal`: which
// knows them later on.
std::string NamesMessage(const std::vector<std::uint64_t>& numbers,
                         std::uint64_t count, bool rename, bool journal);
// Of studies of several patients.
std::string MixedStudiesMessage(std::uint64_t count);
// "warning: 2 folders …": that could not be renamed.
// Of names that earlier runs noted and left.
std::string NotedNamesMessage(std::uint64_t count);
std::string FoldersMessage(std::uint64_t count, bool journal);

// "Replace 120 files of 3 patients in place? [y/N] "
std::string ReplaceQuestion(const Survey& survey);

// The result in one line: "1204 written, 3 quarantined, 12 skipped (9 not
// DICOM, 3 DICOMDIR), 41 files/s, 1.9 GB/s".
std::string SummaryLine(const RunSummary& summary, const RunOptions& options);
// What stands behind its counts, a line each: why quarantined, what was put
// right, what site statements did, what else is worth knowing. Empty when there
// is nothing.
std::string SummaryDetails(const RunSummary& summary,
                           std::span<const std::string> statements);
// What a dry run found: tag, keyword, what would happen, how often.
std::string ChangeTable(const RunSummary& summary);
// Each line made safe for a terminal.
std::string SafeLines(std::string_view text);
// The same status, with the file that it is about in front.
absl::Status NamedStatus(const std::string& path, const absl::Status& status);

// What to do next, a line each.
std::vector<std::string> Hints(const RunSummary& summary,
                               const RunOptions& options);

inline constexpr std::string_view kRandomKeyMessage =
    "no --key: a random one serves this run and is then forgotten; another "
    "run will give other identifiers";
inline constexpr std::string_view kCrosswalkMessage =
    "warning: who has the crosswalk can tell whose each result is: keep it "
    "with the originals, never with the results";
inline constexpr std::string_view kNeedsYesMessage =
    "error: replacing originals wants a yes: add --yes, or run on a terminal "
    "to be asked";
inline constexpr std::string_view kNotReplacedMessage = "nothing was changed";
inline constexpr std::string_view kKeygenMessage =
    "keep it secret and keep it: it alone makes the same identifiers again";
inline constexpr std::string_view kStoppingMessage =
    "dcmscrub: finishing what is in flight; once more to leave at once\n";

}  // namespace dcmscrub
