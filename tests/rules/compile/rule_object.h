// Objects and programs for tests of site rules, from readable text.
#pragma once

#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kernels/parse/element_index.h"
#include "kernels/parse/object_facts.h"
#include "kernels/parse/object_view.h"
#include "kernels/text/text_codec.h"
#include "rules/compile/site_program.h"
#include "rules/parse/parser.h"
#include "tests/support/dicom_bytes.h"

namespace dcmscrub {

// A data set, indexed. Does not move.
class RuleObject {
 public:
  explicit RuleObject(const DicomBytes& bytes, const IndexLimits& limits = {})
      : bytes_(bytes.bytes()) {
    index_.Begin(bytes.encoding(), 0, bytes_.size(), limits);
    const auto status = index_.Extend({0, 0, bytes_});
    EXPECT_EQ(status, ElementIndex::Status::kDone);
    facts_ = CollectFacts(index_, bytes_);
    view_.emplace(index_, bytes_, facts_, codec_);
  }
  RuleObject(const RuleObject&) = delete;
  RuleObject& operator=(const RuleObject&) = delete;

  const ObjectView& view() const { return *view_; }
  const ElementIndex& index() const { return index_; }

 private:
  std::vector<std::uint8_t> bytes_;
  ElementIndex index_;
  ObjectFacts facts_;
  TextCodec codec_;
  std::optional<ObjectView> view_;
};

using FilesByName = std::map<std::string, std::string>;

inline ReadText ReadFrom(const FilesByName& files) {
  return [files](const std::string& path,
                 std::string& error) -> std::optional<std::string> {
    const auto file = files.find(path);
    if (file != files.end()) return file->second;
    error = "no such file";
    return std::nullopt;
  };
}

// The file of `statements`, lines after the first one.
inline ParseResult ParseStatements(const std::string& statements,
                                   const FilesByName& files = {}) {
  ParseInput input;
  input.name = "site.rules";
  input.text = "dcmscrub 1\n" + statements + "\n";
  input.read = ReadFrom(files);
  return ParseRules(input);
}

// nullptr with a test failure where the text is wrong.
inline std::unique_ptr<const SiteProgram> MakeProgram(
    const std::string& statements, const FilesByName& files = {}) {
  const ParseResult parsed = ParseStatements(statements, files);
  EXPECT_TRUE(parsed.ok()) << Render(parsed);
  std::vector<Diagnostic> diagnostics;
  auto program = SiteProgram::Make(parsed.file, ReadFrom(files), diagnostics);
  EXPECT_TRUE(program != nullptr) << Render(parsed, diagnostics);
  return program;
}

}  // namespace dcmscrub
