// Outputs read back: without a flaw by our own reader, and alike by GDCM and
// by dcmdump.
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/corpus/corpus_run.h"
#include "tests/corpus/views.h"

namespace dcmscrub {
namespace {

// Says where two views part.
::testing::AssertionResult SameView(const View& ours, const View& theirs) {
  const auto [a, b] = std::ranges::mismatch(ours, theirs);
  if (a == ours.end() && b == theirs.end()) {
    return ::testing::AssertionSuccess();
  }
  return ::testing::AssertionFailure()
         << "element " << (a - ours.begin()) << ": ours "
         << (a == ours.end() ? "end" : *a) << ", theirs "
         << (b == theirs.end() ? "end" : *b);
}

class Outputs : public CorpusRunTest {};

TEST_F(Outputs, ReadBackWithoutRepair) {
  for (const std::string& path : Run().Written()) {
    const IndexedFile file(Run().OutputOf(path));
    EXPECT_FALSE(file.fault()) << path << ": " << ErrorName(file.fault().error);
    for (int i = 0; i < kWarningCount; ++i) {
      const auto warning = static_cast<Warning>(i);
      EXPECT_FALSE(file.warnings().Has(warning) && IsRepair(warning))
          << path << ": " << WarningName(warning);
    }
  }
}

TEST_F(Outputs, LookTheSameToGdcm) {
  for (const std::string& path : Run().Written()) {
    const std::string output = Run().OutputOf(path);
    const View theirs = GdcmView(output);
    // Newer transfer syntaxes than it knows.
    if (theirs.empty() && GdcmView(CorpusPath(path)).empty()) continue;
    EXPECT_TRUE(SameView(OurView(IndexedFile(output)), theirs)) << path;
  }
}

TEST_F(Outputs, LookTheSameToDcmdump) {
  if (!HasProgram("dcmdump")) GTEST_SKIP() << "dcmdump is not installed";
  for (const std::string& path : Run().Written()) {
    const std::string output = Run().OutputOf(path);
    EXPECT_TRUE(SameView(OurView(IndexedFile(output)), DcmdumpView(output)))
        << path;
  }
}

Bytes PixelData(const IndexedFile& file) {
  for (const Element& element : file.elements()) {
    if (element.parent == kNoElement && element.tag == tags::kPixelData) {
      return file.Value(element);
    }
  }
  return {};
}

// Then bits of the cells have to be cleared.
bool HasEmbeddedOverlay(const IndexedFile& file) {
  for (const Element& element : file.elements()) {
    if (element.tag.is_overlay() && element.tag.element() == 0x0100 &&
        Load<std::uint16_t>(file.Value(element).data(),
                            element.encoding().order) != 1) {
      return true;
    }
  }
  return false;
}

TEST_F(Outputs, KeepPixelDataByteForByte) {
  int compared = 0;
  for (const std::string& path : Run().Written()) {
    const IndexedFile in(CorpusPath(path));
    const IndexedFile out(Run().OutputOf(path));
    Bytes before = PixelData(in);
    const Bytes after = PixelData(out);
    compared += before.empty() ? 0 : 1;
    if (before.size() + 1 == after.size() && before.size() % 2 != 0) {
      EXPECT_EQ(after.back(), 0) << path << ": padding";
      EXPECT_TRUE(std::ranges::equal(before, after.first(before.size())))
          << path;
      continue;
    }
    if (HasEmbeddedOverlay(in)) {
      EXPECT_EQ(before.size(), after.size()) << path;
      continue;
    }
    EXPECT_TRUE(std::ranges::equal(before, after)) << path;
  }
  EXPECT_GT(compared, 350);
}

}  // namespace
}  // namespace dcmscrub
