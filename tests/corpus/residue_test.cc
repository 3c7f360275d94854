// Real files whose identity stands in other places as well, as the manifest
// found by reading them: whatever the options, none of it is left there.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <filesystem>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "kernels/core/text.h"
#include "kernels/identity/identity.h"
#include "rules/language/option_names.h"
#include "tests/corpus/corpus_run.h"
#include "tests/corpus/views.h"
#include "tests/support/policy_text.h"

namespace dcmscrub {
namespace {

constexpr std::size_t kTelling = 5;  // shorter ones stand anywhere by chance

std::string Folded(std::string_view text) {
  std::string folded(text);
  std::ranges::transform(folded, folded.begin(), [](unsigned char c) {
    return static_cast<char>(std::tolower(c));
  });
  return folded;
}

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// Whether `text` holds `value`, which a longer number does not.
bool Holds(const std::string& text, const std::string& value) {
  for (std::size_t at = text.find(value); at != std::string::npos;
       at = text.find(value, at + 1)) {
    const std::size_t end = at + value.size();
    const bool longer =
        (IsDigit(value.front()) && at > 0 &&
         (IsDigit(text[at - 1]) || text[at - 1] == '.')) ||
        (IsDigit(value.back()) && end < text.size() && IsDigit(text[end]));
    if (!longer) return true;
  }
  return false;
}

// "00400275/00321060(LO)<-00100020" of the manifest.
struct Repeat {
  std::string place;   // "(0040,0275)/(0032,1060)"
  std::string source;  // "(0010,0020)"
};

std::string PathText(std::string_view tags) {
  std::string path;
  for (std::size_t at = 0; at + 8 <= tags.size(); at += 9) {
    std::string tag(tags.substr(at, 8));
    std::ranges::transform(tag, tag.begin(), [](unsigned char c) {
      return static_cast<char>(std::toupper(c));
    });
    path += (path.empty() ? "(" : "/(") + tag.substr(0, 4) + "," +
            tag.substr(4) + ")";
  }
  return path;
}

std::vector<Repeat> Repeats(const std::string& entries) {
  std::vector<Repeat> repeats;
  std::istringstream in(entries);
  for (std::string entry; in >> entry;) {
    const std::string_view text = entry;
    repeats.push_back({PathText(text.substr(0, text.find('('))),
                       PathText(text.substr(text.find("<-") + 2))});
  }
  return repeats;
}

std::vector<std::string> ValuesAt(const IndexedFile& file,
                                  const std::string& path) {
  std::vector<std::string> values;
  for (const Element& element : file.elements()) {
    if (element.has(Element::kContainer) || element.is_item()) continue;
    if (file.PathOf(element) != path) continue;
    const std::string value(TrimPadding(AsText(file.Value(element))));
    if (!value.empty()) values.push_back(Folded(value));
  }
  return values;
}

// The values of the attribute, each of several by itself.
std::set<std::string> Identity(const IndexedFile& file,
                               const std::string& source) {
  std::set<std::string> parts;
  for (const std::string& value : ValuesAt(file, source)) {
    std::istringstream in(value);
    for (std::string part; std::getline(in, part, '\\');) {
      const std::string text(TrimPadding(part));
      if (text.size() >= kTelling) parts.insert(text);
    }
  }
  return parts;
}

// What some inputs have for names and our own constants are.
bool IsOurs(const std::string& value) {
  return value == "removed" || value == "anonymized";
}

// What a maker or the Standard writes, and a phantom, a station or an
// institution is called, in so many files.
struct Shared {
  std::string_view place, source;
  std::size_t files;
};
constexpr Shared kShared[] = {
    {"(0008,0070)", "(0008,0080)", 9},   // TOSHIBA
    {"(0008,1090)", "(0008,1010)", 4},   // a station called after its model
    {"(0018,0024)", "(0010,0010)", 10},  // DICOM, NIfTI
    {"(0018,1020)", "(0018,1000)", 1},   // five digits, in a version as well
};

class CorpusResidue : public CorpusTest {
 protected:
  void SetUp() override {
    CorpusTest::SetUp();
    if (IsSkipped()) return;
    for (const CorpusFile& row : CorpusFiles()) {
      if (row.identity_repeated_in.empty()) continue;
      const std::filesystem::path to = folder_.path() / "in" / row.path;
      std::filesystem::create_directories(to.parent_path());
      std::filesystem::copy_file(CorpusPath(row.path), to);
    }
  }

  // How many places still hold what stood in another attribute that the policy
  // takes out.
  int Left(const std::string& rules, bool report) {
    RunOptions options;
    options.policy = PolicyOf(rules);
    const CorpusRun run(folder_ / "in", options);
    int left = 0;
    for (const CorpusFile& row : CorpusFiles()) {
      const auto found = run.outcomes().find(row.path);
      if (row.identity_repeated_in.empty() || found == run.outcomes().end() ||
          found->second.outcome != Outcome::kWritten) {
        continue;
      }
      const IndexedFile in(folder_ / ("in/" + row.path));
      const IndexedFile out(found->second.output);
      for (const Repeat& repeat : Repeats(row.identity_repeated_in)) {
        const bool stays =
            ValuesAt(in, repeat.source) == ValuesAt(out, repeat.source);
        if (stays) continue;
        for (const std::string& part : Identity(in, repeat.source)) {
          for (const std::string& value : ValuesAt(out, repeat.place)) {
            if (IsOurs(part) || !Holds(value, part)) continue;
            const auto shared = std::ranges::find_if(kShared, [&](auto& known) {
              return known.place == repeat.place &&
                     known.source == repeat.source;
            });
            if (report && shared != std::end(kShared)) {
              shared_[shared - std::begin(kShared)].insert(row.path);
              continue;
            }
            ++left;
            if (report) {
              ADD_FAILURE() << rules << row.path << " " << repeat.place
                            << " <- " << repeat.source;
            }
          }
        }
      }
    }
    return left;
  }

  TempFolder folder_;
  std::array<std::set<std::string>, std::size(kShared)> shared_;
};

TEST_F(CorpusResidue, NothingIsLeftUnderAnyOption) {
  Left("", true);
  for (int i = 0; i < kOptionCount; ++i) {
    Left("option " + std::string(OptionName(static_cast<Option>(i))) + "\n",
         true);
  }
  Left(
      "option retain-safe-private\noption retain-device-identity\n"
      "option retain-patient-characteristics\noption clean-descriptors\n"
      "option retain-longitudinal-modified-dates\n"
      "option clean-structured-content\noption clean-graphics\n",
      true);
}

TEST_F(CorpusResidue, WordsOfMakersStay) {
  Left("", true);
  for (std::size_t i = 0; i < shared_.size(); ++i) {
    EXPECT_LE(shared_[i].size(), kShared[i].files) << kShared[i].place;
  }
}

TEST_F(CorpusResidue, MuchIsLeftWhereNothingIsSearched) {
  EXPECT_GT(Left("residue off\n", false), 10);
  EXPECT_GT(Left("residue off\noption clean-descriptors\n", false), 10);
}

}  // namespace
}  // namespace dcmscrub
