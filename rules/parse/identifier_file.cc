#include "rules/parse/identifier_file.h"

#include <absl/strings/str_format.h>

#include <algorithm>
#include <optional>

#include "kernels/core/ascii.h"
#include "kernels/core/vr.h"
#include "kernels/identity/identity.h"
#include "rules/language/legal_value.h"
#include "rules/language/residue_words.h"
#include "rules/parse/lexer.h"
#include "rules/parse/text_file.h"

namespace dcmscrub {
namespace {

constexpr std::size_t kMostErrors = 100;
// An organisation's part of a UID has a number behind it.
constexpr int kFewestUidDots = 2;
constexpr std::string_view kStandardRoot = "1.2.840.10008.";

bool IsBlank(char c) { return c == ' ' || c == '\t' || c == '\r'; }

std::string_view WithoutComment(std::string_view line) {
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (line[i] == '#' && (i == 0 || IsBlank(line[i - 1]))) {
      return line.substr(0, i);
    }
  }
  return line;
}

// "name" of "Name: Doe"; nothing where a line does not begin so.
std::optional<std::string> TakeLabel(std::string_view& line) {
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos || colon == 0) return std::nullopt;
  std::string label;
  for (const char c : line.substr(0, colon)) {
    const bool capital = c >= 'A' && c <= 'Z';
    if (!capital && (c < 'a' || c > 'z')) return std::nullopt;
    label += capital ? static_cast<char>(c - 'A' + 'a') : c;
  }
  line = Trimmed(line.substr(colon + 1));
  return label;
}

std::optional<IdentifierKind> KindNamed(std::string_view label) {
  if (label == "text") return IdentifierKind::kText;
  if (label == "name") return IdentifierKind::kName;
  if (label == "date") return IdentifierKind::kDate;
  if (label == "uid") return IdentifierKind::kUid;
  return std::nullopt;
}

// "Doe, John" → "Doe^John".
std::string NameOf(std::string_view text) {
  const std::size_t comma = text.find(',');
  if (comma == std::string_view::npos ||
      text.find('^') != std::string_view::npos) {
    return std::string(text);
  }
  std::string name(Trimmed(text.substr(0, comma)));
  return name.append("^").append(Trimmed(text.substr(comma + 1)));
}

std::string DigitsOf(std::string_view text) {
  std::string digits(text);
  if (digits.size() == 10 && digits[4] == '-' && digits[7] == '-') {
    std::erase(digits, '-');
  }
  return digits;
}

class Reader {
 public:
  Reader(std::vector<IdentifierLine>& lines,
         std::vector<IdentifierFileError>& errors)
      : lines_(lines), errors_(errors) {}

  void Read(std::string_view text) {
    if (const std::string_view why = WhyNoText(text); !why.empty()) {
      line_ = 1;
      return Refuse(std::string(why));
    }
    TakeByteOrderMark(text);
    for (line_ = 1; !text.empty() && errors_.size() < kMostErrors; ++line_) {
      ReadLine(TakeLine(text));
    }
  }

 private:
  void ReadLine(std::string_view line) {
    if (FindBadUtf8(line) != std::string_view::npos) {
      return Refuse("this is not UTF-8");
    }
    line = Trimmed(WithoutComment(line));
    if (line.empty()) return;
    IdentifierLine read{line_};
    if (const auto label = TakeLabel(line)) {
      const auto kind = KindNamed(*label);
      if (!kind) {
        return Refuse(
            "no such kind; there are name:, date:, uid: and text:, which goes "
            "before a text with a colon");
      }
      read.kind = *kind;
    }
    if (line.size() > kLongestSought) {
      return Refuse(
          absl::StrFormat("too long to be searched for; %d bytes are the most",
                          kLongestSought));
    }
    read.value = std::string(line);
    const std::string mistake = Check(read);
    if (!mistake.empty()) return Refuse(mistake);
    lines_.push_back(std::move(read));
  }

  // What is wrong with it; puts the value into the form that is searched for.
  static std::string Check(IdentifierLine& line) {
    switch (line.kind) {
      case IdentifierKind::kDate:
        line.value = DigitsOf(line.value);
        if (!line.value.empty() && IsLegalValue(Vr::kDA, line.value) &&
            line.value.find('\\') == std::string::npos) {
          return "";
        }
        return "no date; one is written 1961-03-12";
      case IdentifierKind::kUid:
        return CheckUid(line.value);
      case IdentifierKind::kName:
        line.value = NameOf(line.value);
        return "";
      case IdentifierKind::kText:
      case IdentifierKind::kNone:
        break;
    }
    if (CountWordCharacters(line.value) >= kShortestWholeValue) return "";
    return absl::StrFormat(
        "too short to be searched for; %d letters or digits are the least",
        kShortestWholeValue);
  }

  static std::string CheckUid(std::string_view uid) {
    if (!IsValidUid(uid)) return "no UID";
    if (IsStandardUid(uid) ||
        kStandardRoot.starts_with(std::string(uid) + ".")) {
      return "this UID is the DICOM Standard's, or begins its UIDs";
    }
    if (std::ranges::count(uid, '.') < kFewestUidDots) {
      return "this UID begins those of too many";
    }
    return "";
  }

  void Refuse(std::string message) {
    errors_.push_back({line_, std::move(message)});
  }

  std::vector<IdentifierLine>& lines_;
  std::vector<IdentifierFileError>& errors_;
  int line_ = 0;
};

}  // namespace

void ReadIdentifierFile(std::string_view text,
                        std::vector<IdentifierLine>& lines,
                        std::vector<IdentifierFileError>& errors) {
  Reader(lines, errors).Read(text);
}

}  // namespace dcmscrub
