// Lines that begin with a directive: profile, option, param … `include` aside,
// which parser.cc follows. The rules layer's own.
#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "rules/language/rule_file.h"
#include "rules/parse/line_parser.h"
#include "rules/parse/parser.h"

namespace dcmscrub {

// Of a whole parse: what may stand once may stand once in all its files. All
// three arguments are borrowed.
class DirectiveParser {
 public:
  DirectiveParser(const ParseInput& input, ParseContext& context,
                  RuleFile& file)
      : input_(input), context_(context), file_(file) {}

  // Words that such a line begins with.
  static std::span<const std::string_view> Names();

  // False when the line is none; mistakes are reported.
  bool Parse(LineParser& parser);

  // After the last line: parameters that nobody uses, and values that nobody
  // asked for.
  void CheckParameters();

 private:
  struct Directive;
  static std::span<const Directive> All();

  void ParseProfile(LineParser& parser);
  void ParseOptionLine(LineParser& parser);
  void ParseParameter(LineParser& parser);
  bool CheckParameterName(LineParser& parser, const Token& name);
  static void ParseFileUse(LineParser& parser, std::vector<FileUse>& uses);
  void ParseSafePrivate(LineParser& parser);
  void ParseVocabulary(LineParser& parser);
  void ParseEncrypt(LineParser& parser);
  void ParseTrust(LineParser& parser);
  void ParseShiftRange(LineParser& parser);
  static bool ParseDateKey(LineParser& parser, DatesBy& by,
                           std::string& constant);
  void ParseDatesBy(LineParser& parser);
  void ParseDayZero(LineParser& parser);
  void ParseUidRoot(LineParser& parser);
  void ParseResidueLine(LineParser& parser);

  const ParseInput& input_;
  ParseContext& context_;
  RuleFile& file_;
  std::optional<SourceSpan> profile_;
};

}  // namespace dcmscrub
