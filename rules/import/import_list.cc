#include "rules/import/import_list.h"

#include <absl/strings/str_format.h>
#include <re2/re2.h>

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "kernels/core/ascii.h"
#include "rules/import/import_tags.h"
#include "rules/import/import_writer.h"
#include "rules/language/keywords.h"
#include "rules/parse/text_file.h"

namespace dcmscrub {
namespace {

// What stands around tags and remarks.
constexpr std::string_view kAround = " \t\r,;:#\"'-()[]{}";

// A tag of a line, or a word that stands where one is wanted.
struct Entry {
  std::string name;            // as it stands there
  std::optional<TagText> tag;  // else a keyword
};

struct Line {
  std::vector<Entry> entries;
  std::string remark;
};

Entry TagEntry(const std::string& group, const std::string& element) {
  return {absl::StrFormat("(%s,%s)", group, element),
          ReadTagText(group + element)};
}

// A word that was meant for a keyword: PatientAdress.
bool MayBeKeyword(const std::string& word) {
  return FindKeyword(word) != nullptr ||
         (std::ranges::count_if(word, IsUpper) > 1 &&
          !NearestKeyword(word).empty());
}

// Tags and keywords one behind the other; then a remark, in which tags count
// where they are written with a comma.
Line ReadLine(std::string_view text) {
  static const RE2* const kTag = new RE2(
      R"re([\s,;"'\[({]*(?:0[xX])?([0-9A-Fa-fxX]{4})\s*[,:;.]?\s*(?:0[xX])?)re"
      R"re(([0-9A-Fa-fxX]{4})\b[\s"'\])}]*)re");
  static const RE2* const kWord =
      new RE2(R"re([\s,;"'\[({]*([A-Za-z][A-Za-z0-9]*)(?:["'\])}]+|\b))re");
  static const RE2* const kLater =
      new RE2(R"re(.*?\b([0-9A-Fa-f]{4})\s*,\s*([0-9A-Fa-f]{4})\b)re");
  Line line;
  re2::StringPiece rest(text.data(), text.size());
  std::string group, element;
  for (;;) {
    re2::StringPiece next = rest;
    if (RE2::Consume(&next, *kTag, &group, &element)) {
      line.entries.push_back(TagEntry(group, element));
    } else if (RE2::Consume(&next, *kWord, &group) &&
               (line.entries.empty() || MayBeKeyword(group)) &&
               !next.starts_with("'")) {
      line.entries.push_back({group, std::nullopt});
    } else {
      break;
    }
    rest = next;
    if (rest.starts_with("#") || rest.starts_with("//")) break;
  }
  const std::string_view remark(rest.data(), rest.size());
  line.remark = Trimmed(remark, kAround);
  if (line.entries.empty()) return line;
  const std::string counted(remark.substr(0, remark.find('#')));
  re2::StringPiece later(counted);
  while (RE2::Consume(&later, *kLater, &group, &element)) {
    line.entries.push_back(TagEntry(group, element));
  }
  return line;
}

class ListImporter {
 public:
  explicit ListImporter(std::string_view name)
      : writer_("a list of tags to remove", name) {}

  absl::StatusOr<ImportResult> Run(std::string_view text) {
    for (std::size_t number = 1; !text.empty(); ++number) {
      const std::string_view line = Trimmed(TakeLine(text));
      if (line.empty()) continue;
      if (line.starts_with('#') || line.starts_with(';') ||
          line.starts_with("//")) {
        writer_.AddComment(Trimmed(line.substr(1), kAround));
      } else {
        AddLine(line, absl::StrFormat("line %d", number));
      }
    }
    return writer_.Finish();
  }

 private:
  void AddLine(std::string_view text, const std::string& place) {
    const Line line = ReadLine(text);
    const std::string source = absl::StrFormat("%s, %s", place, text);
    if (line.entries.empty()) {
      return writer_.AddLeft(source, "neither a tag nor a keyword");
    }
    const bool one = line.entries.size() == 1;
    std::set<std::string> in_line;
    for (const Entry& entry : line.entries) {
      const std::string own =
          one ? source : absl::StrFormat("%s, %s", place, entry.name);
      AddEntry(entry, own, one ? line.remark : "", in_line);
    }
  }

  // `in_line`: what its line has named before, as a tag and its keyword do.
  void AddEntry(const Entry& entry, const std::string& source,
                std::string_view remark, std::set<std::string>& in_line) {
    if (entry.tag && IsAlwaysRemoved(*entry.tag)) {
      return writer_.AddComment(source +
                                ": removed by the profile, as it is not in "
                                "PS3.6");
    }
    std::string why;
    std::string selector =
        entry.tag ? TagSelector(*entry.tag, why) : entry.name;
    if (selector.empty()) return writer_.AddLeft(source, why);
    if (!in_line.insert(selector).second) return;
    if (seen_.insert(selector).second) {
      writer_.AddRules({"remove " + selector}, source, remark);
    } else {
      writer_.AddComment(source + ": named above already");
    }
  }

  ImportWriter writer_;
  std::set<std::string> seen_;
};

}  // namespace

absl::StatusOr<ImportResult> ImportTagList(std::string_view name,
                                           std::string_view text) {
  return ListImporter(name).Run(text);
}

}  // namespace dcmscrub
