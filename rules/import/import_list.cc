#include "rules/import/import_list.h"

#include <absl/strings/str_format.h>
#include <re2/re2.h>

#include <algorithm>
#include <set>
#include <string>

#include "rules/import/import_writer.h"
#include "rules/language/keywords.h"
#include "rules/parse/text_file.h"

namespace dcmscrub {
namespace {

std::string Stripped(std::string_view text) {
  constexpr std::string_view kAround = " \t\r,;:#\"'-";
  const std::size_t begin = text.find_first_not_of(kAround);
  if (begin == std::string_view::npos) return {};
  return std::string(
      text.substr(begin, text.find_last_not_of(kAround) + 1 - begin));
}

// One line of such a list.
struct Line {
  std::string selector;  // empty: no tag and no keyword
  std::string remark;
  bool always_removed = false;  // by the profile: private, or not in PS3.6
};

bool IsAlwaysRemoved(const std::string& group, const std::string& element) {
  const std::string digits = group + element;
  if (digits.find_first_of("xX") != std::string::npos) return false;
  return FindDictionaryRow(Tag(static_cast<std::uint32_t>(
             std::stoul(digits, nullptr, 16)))) == nullptr;
}

std::string SelectorOf(std::string_view group, std::string_view element) {
  std::string digits(group);
  digits += element;
  const bool exact = digits.find_first_of("xX") == std::string::npos;
  const std::uint32_t value =
      exact ? static_cast<std::uint32_t>(std::stoul(digits, nullptr, 16)) : 0;
  const Tag tag(value);
  if (exact && (tag.is_overlay() || tag.is_curve())) {
    return absl::StrFormat("(%02Xxx,%04X)", value >> 24, tag.element());
  }
  const DictionaryRow* row = exact ? FindDictionaryRow(tag) : nullptr;
  if (row != nullptr) return TagName(tag);
  return absl::StrFormat("(%s,%s)", group, element);
}

Line ReadLine(const std::string& line) {
  static const RE2* const kTag = new RE2(
      R"(\s*["'(\[]*\s*([0-9A-Fa-fxX]{4})\s*[,:;.]?\s*([0-9A-Fa-fxX]{4}))"
      R"(\s*[")'\]]*(?:[^0-9A-Za-z].*)?)");
  static const RE2* const kRest =
      new RE2(R"(\s*["'(\[]*\s*[0-9A-Fa-fxX]{4}\s*[,:;.]?\s*[0-9A-Fa-fxX]{4})"
              R"(\s*[")'\]]*(.*))");
  static const RE2* const kKeyword =
      new RE2(R"(\s*["']?([A-Za-z][A-Za-z0-9]*)["']?(?:[^0-9A-Za-z](.*))?)");
  Line read;
  std::string group, element, rest;
  if (RE2::FullMatch(line, *kTag, &group, &element)) {
    RE2::FullMatch(line, *kRest, &rest);
    read = {SelectorOf(group, element), Stripped(rest),
            IsAlwaysRemoved(group, element)};
  } else if (RE2::FullMatch(line, *kKeyword, &group, &rest)) {
    read = {group, Stripped(rest)};
  }
  return read;
}

}  // namespace

ImportResult ImportTagList(std::string_view name, std::string_view text) {
  ImportWriter writer("a list of tags to remove", name);
  std::set<std::string> seen;
  std::size_t number = 0;
  while (!text.empty()) {
    const std::string line(TakeLine(text));
    ++number;
    const std::size_t begin = line.find_first_not_of(" \t\r");
    if (begin == std::string::npos) continue;
    const std::string_view rest = std::string_view(line).substr(begin);
    if (rest.starts_with('#') || rest.starts_with(';') ||
        rest.starts_with("//")) {
      writer.AddComment(Stripped(rest.substr(1)));
      continue;
    }
    const std::string source = absl::StrFormat("line %d, %s", number, line);
    const Line read = ReadLine(line);
    if (read.selector.empty()) {
      writer.AddLeft(source, "neither a tag nor a keyword");
    } else if (read.always_removed) {
      writer.AddComment(source +
                        ": removed by the profile, as it is not in "
                        "PS3.6");
    } else if (seen.insert(read.selector).second) {
      writer.AddRules({"remove " + read.selector}, source, read.remark);
    } else {
      writer.AddComment(source + ": named above already");
    }
  }
  return writer.Finish();
}

}  // namespace dcmscrub
