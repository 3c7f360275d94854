// Text of real files in all kinds of character sets.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <string>

#include "kernels/core/text.h"
#include "tests/corpus/manifest.h"
#include "tests/corpus/views.h"
#include "tests/support/text_check.h"

namespace dcmscrub {
namespace {

constexpr Tag kSpecificCharacterSet(0x0008, 0x0005);

// The character set of each data set in a file: that of the item or of what
// is around it. By the index of the item, kNoElement for the top level.
class SetsOfItems {
 public:
  explicit SetsOfItems(const IndexedFile& file) : file_(file) {
    for (const Element& element : file.elements()) {
      if (element.tag == kSpecificCharacterSet) {
        named_[element.parent] = AsText(file.Value(element));
      }
    }
  }

  std::string_view SetOf(const Element& element) const {
    std::uint32_t item = element.parent;
    while (true) {
      const auto found = named_.find(item);
      if (found != named_.end()) return found->second;
      if (item == kNoElement) return "";
      item = file_.elements()[file_.elements()[item].parent].parent;
    }
  }

 private:
  const IndexedFile& file_;
  std::map<std::uint32_t, std::string_view> named_;
};

bool IsText(const Element& element) {
  return Traits(element.vr).character_set &&
         !element.has(Element::kContainer) && !element.is_item();
}

class CorpusText : public CorpusTest {
 protected:
  // Calls visit(path and element, VR, set, value) for each text of the files
  // whose path begins so.
  template <typename Visit>
  static void ForEachText(std::string_view folder, Visit visit) {
    for (const CorpusFile& row : CorpusFiles()) {
      if (!row.path.starts_with(folder)) continue;
      const IndexedFile file(CorpusPath(row.path));
      if (file.fault()) continue;
      const SetsOfItems sets(file);
      for (const Element& element : file.elements()) {
        if (!IsText(element)) continue;
        visit(row.path + " " + file.PathOf(element), element.vr,
              sets.SetOf(element), AsText(file.Value(element)));
      }
    }
  }
};

// Files that do not keep to their own character set.
struct Astray {
  std::string_view beginning;  // of path and element
  std::string_view why;
};
constexpr Astray kAstray[] = {
    {"charsets/RF-RDSR-Philips_Allura.dcm (0040,A730)",
     "a degree sign of Latin-1 beside kanji alone"},
    {"charsets/single_byte/Lena-shift-jis.dcm (0010,0010)",
     "Shift JIS of two bytes under the term of its single-byte part"},
};

bool IsAstray(const std::string& where) {
  return std::ranges::any_of(kAstray, [&](const Astray& astray) {
    return where.starts_with(astray.beginning);
  });
}

TEST_F(CorpusText, OfManyCharacterSetsDecodesWithoutLoss) {
  TextCodec codec;
  int foreign = 0;
  ForEachText("charsets/", [&](const std::string& where, Vr vr,
                               std::string_view set, std::string_view value) {
    std::string utf8;
    EXPECT_TRUE(codec.Decode(set, vr, value, utf8) || IsAstray(where)) << where;
    if (!IsPlainAscii(value)) ++foreign;
  });
  EXPECT_GT(foreign, 80);
}

TEST_F(CorpusText, ReadsTheSameAfterARoundTrip) {
  TextCodec codec;
  int texts = 0;
  ForEachText("", [&](const std::string& where, Vr vr, std::string_view set,
                      std::string_view value) {
    EXPECT_EQ(TextProblem(codec, set, vr, value), "") << where;
    ++texts;
  });
  EXPECT_GT(texts, 10'000);
}

// Files that dcmdump cannot convert are passed over: over the iconv of glibc
// these are the Japanese ones. It breaks long texts up in its own way.
TEST_F(CorpusText, ReadsTheSameAsInDcmdump) {
  if (!HasProgram("dcmdump")) GTEST_SKIP() << "dcmdump is not installed";
  TextCodec codec;
  std::string dumped;
  std::string shown;
  int compared = 0;
  ForEachText("charsets/", [&](const std::string& where, Vr vr,
                               std::string_view set, std::string_view value) {
    if (IsPlainAscii(value) || !Traits(vr).multiple || IsAstray(where)) return;
    const std::string path = where.substr(0, where.find(' '));
    if (path != dumped) {
      const CommandResult dump =
          RunCommand("dcmdump -q +L +U8 " + Quoted(CorpusPath(path)));
      dumped = path;
      shown = dump.status == 0 ? dump.output : "";
    }
    if (shown.empty()) return;
    std::string utf8;
    codec.Decode(set, vr, value, utf8);
    const std::string want = "[" + std::string(TrimPadding(utf8)) + "]";
    EXPECT_NE(shown.find(want), std::string::npos) << where;
    ++compared;
  });
  EXPECT_GT(compared, 30);
}

}  // namespace
}  // namespace dcmscrub
