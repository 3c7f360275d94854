// Valid in, valid out: dciodvfy finds no kind of error in an output that it
// did not find in the input.
#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <set>
#include <sstream>
#include <string>

#include "tests/corpus/corpus_run.h"
#include "tests/corpus/teaching_options.h"
#include "tests/corpus/views.h"
#include "tests/support/tsv.h"

namespace dcmscrub {
namespace {

// `text` without what varies from file to file: what stands in brackets or
// quotes, and numbers. What follows "Element=" is the attribute, and stays.
std::string Kind(const std::string& text) {
  static constexpr std::string_view kOpen = "<([\"";
  static constexpr std::string_view kClose = ">)]\"";
  std::string kind;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const std::size_t bracket = kOpen.find(text[at]);
    const bool attribute = kind.ends_with("Element=");
    if (bracket != std::string_view::npos && !attribute) {
      const std::size_t end = text.find(kClose[bracket], at + 1);
      kind += '#';
      if (end != std::string::npos) at = end;
    } else if (std::isdigit(static_cast<unsigned char>(text[at])) != 0) {
      if (!kind.ends_with('#')) kind += '#';
    } else {
      kind += text[at];
    }
  }
  return kind;
}

std::set<std::string> ErrorKinds(const std::string& path) {
  std::set<std::string> kinds;
  std::istringstream lines(RunCommand("dciodvfy " + Quoted(path)).output);
  for (std::string line; std::getline(lines, line);) {
    if (line.find("Error") != std::string::npos) kinds.insert(Kind(line));
  }
  return kinds;
}

// Whether dciodvfy's findings on an input are worth comparing with: it has to
// have read the data set to its end, and it cannot inflate.
bool WasReadThrough(const std::string& path,
                    const std::set<std::string>& kinds) {
  const IndexedFile file(path);
  for (int i = 0; i < kWarningCount; ++i) {
    const auto warning = static_cast<Warning>(i);
    if (file.warnings().Has(warning) && IsRepair(warning)) return false;
  }
  return file.stream().size() != 0 && !file.inflated() &&
         std::ranges::none_of(kinds, [](const std::string& kind) {
           return kind.find("Tags out of order") != std::string::npos ||
                  kind.find("missing SOPClassUID") != std::string::npos;
         });
}

// Attributes that the profile removes wherever a Type does not ask for them.
const std::set<std::string>& RemovedByTheProfile() {
  static const std::set<std::string> keywords = [] {
    std::set<std::string> removed;
    for (const TsvRow& row : ReadStandardTable("confidentiality_profile.tsv")) {
      if (row.at("basic").starts_with('X')) removed.insert(row.at("keyword"));
    }
    return removed;
  }();
  return keywords;
}

// What the profile asks for, though the IOD has it otherwise.
bool IsTheProfilesOwn(const std::string& path, const std::string& kind) {
  const std::size_t element = kind.find("Element=<");
  if (kind.find("Missing attribute") != std::string::npos &&
      element != std::string::npos) {
    const std::size_t begin = element + 9;
    const std::string keyword =
        kind.substr(begin, kind.find('>', begin) - begin);
    if (RemovedByTheProfile().contains(keyword)) return true;
    // An RT Dose has no Structure Set module, so that the attributes of one
    // have no place in it (PS3.15 E.1.1 note 13).
    return path.starts_with("vendors/nucletron/") &&
           keyword.starts_with("StructureSet");
  }
  // Their Source Image Sequence at the top has no place in the IOD, and goes.
  return path.starts_with("structured/parametric_map/") &&
         kind.find("does not reference Instances") != std::string::npos;
}

class Conformance : public CorpusRunTest {};

void ExpectNoNewErrors(const CorpusRun& run) {
  int compared = 0;
  for (const std::string& path : run.Written()) {
    const std::set<std::string> before = ErrorKinds(CorpusPath(path));
    if (!WasReadThrough(CorpusPath(path), before)) continue;
    ++compared;
    for (const std::string& kind : ErrorKinds(run.OutputOf(path))) {
      EXPECT_TRUE(before.contains(kind) || IsTheProfilesOwn(path, kind))
          << path << ": " << kind;
    }
  }
  EXPECT_GT(compared, 300);
}

TEST_F(Conformance, NoErrorThatTheInputHadNot) {
  if (!HasProgram("dciodvfy")) GTEST_SKIP() << "dciodvfy is not installed";
  ExpectNoNewErrors(Run());
}

// Labels and the attributes of a clinical trial included.
TEST_F(Conformance, NorInTeachingFiles) {
  if (!HasProgram("dciodvfy")) GTEST_SKIP() << "dciodvfy is not installed";
  ExpectNoNewErrors(CorpusRun(CorpusPath(""), TeachingOptions()));
}

}  // namespace
}  // namespace dcmscrub
