// Valid in, valid out: dciodvfy finds no kind of error in an output that it
// did not find in the input.
#include <gtest/gtest.h>

#include <cctype>
#include <set>
#include <sstream>
#include <string>

#include "tests/corpus/corpus.h"
#include "tests/corpus/views.h"

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

// What the profile asks for, though the IOD has it otherwise.
bool IsTheProfilesOwn(const std::string& kind) {
  static_cast<void>(kind);
  return false;
}

class Conformance : public CorpusTest {};

TEST_F(Conformance, NoErrorThatTheInputHadNot) {
  if (!HasProgram("dciodvfy")) GTEST_SKIP() << "dciodvfy is not installed";
  for (const std::string& path : Run().Written()) {
    const std::set<std::string> before = ErrorKinds(CorpusPath(path));
    for (const std::string& kind : ErrorKinds(Run().output() + "/" + path)) {
      EXPECT_TRUE(before.contains(kind) || IsTheProfilesOwn(kind))
          << path << ": " << kind;
    }
  }
}

}  // namespace
}  // namespace dcmscrub
