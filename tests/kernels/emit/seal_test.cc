#include "kernels/emit/seal.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "kernels/core/element_writer.h"
#include "kernels/core/text.h"
#include "tests/support/dicom_bytes.h"
#include "tests/support/index_dump.h"

namespace dcmscrub {
namespace {

constexpr std::string_view kPolicy = "0123456789abcdef";
const std::string kBlank = std::string(kSealPrefix) + std::string(20, '0');

Key SomeKey(std::uint8_t byte) {
  Key key;
  key.fill(byte);
  return key;
}

const KeyedHash kHash(SomeKey(7), "seal");

struct Indexed {
  explicit Indexed(const std::vector<std::uint8_t>& from, Encoding encoding)
      : bytes(from) {
    index.Begin(encoding, 0, bytes.size(), {});
    EXPECT_EQ(index.Extend({0, 0, bytes}), ElementIndex::Status::kDone)
        << DumpFault(index.fault());
  }
  const std::vector<std::uint8_t>& bytes;
  ElementIndex index;
};

// Something of everything that a seal has to step over.
DicomBytes DataSet(Encoding encoding) {
  const DicomBytes leaf =
      DicomBytes(encoding).Element(0x0008, 0x0100, "SH", "T-1");
  const DicomBytes nested =
      DicomBytes(encoding)
          .Sequence(0x0008, 0x2218, {leaf, leaf}, LengthForm::kUndefined,
                    LengthForm::kUndefined)
          .Sequence(0x0008, 0x2228, {leaf});
  return DicomBytes(encoding)
      .Element(0x0008, 0x0060, "CS", "CT")
      .Sequence(0x0008, 0x1140, {nested, nested}, LengthForm::kUndefined)
      .Element(0x0010, 0x0010, "PN", "NOBODY")
      .Element(0x0028, 0x3006, "OW", std::string(40'000, 'x'))
      .Encapsulated({"abcd", "efgh"})
      .Element(0xFFFC, 0xFFFC, "OB", "zz");
}

// The output of a scrub that puts (0012,0063) before Patient's Name's place:
// runs of the input and of the arena, cut where it likes.
std::vector<std::uint8_t> Seal(const DicomBytes& in, std::string_view before,
                               EditList& edits) {
  const Indexed input(in.bytes(), in.encoding());
  edits.Clear();
  const std::string prefix(10, 'p');
  AppendBytes(edits.arena(), AsBytes(prefix));
  edits.PutArena(0, prefix.size());
  std::uint64_t place = 0;
  for (const Element& element : input.index.elements()) {
    if (element.parent != kNoElement) continue;
    if (element.tag == Tag(0x0028, 0x3006)) {
      const DicomBytes mark =
          DicomBytes(in.encoding())
              .Element(0x0012, 0x0063, "LO", std::string(before) + kBlank);
      const std::uint64_t begin = edits.arena().size();
      AppendBytes(edits.arena(), mark);
      edits.PutArena(begin, mark.size());
      place = begin + AsText(mark).rfind(std::string(kSealCharacters, '0'));
    }
    edits.KeepInput(element.offset, element.end());
  }
  Sealer().Write(kHash, kPolicy, input.index, input.bytes, prefix.size(), place,
                 edits);
  std::vector<std::uint8_t> out;
  for (const Run& run : edits.runs()) {
    const Bytes from = run.from == Run::From::kArena ? Bytes(edits.arena())
                                                     : Bytes(input.bytes);
    AppendBytes(out, from.subspan(run.offset, run.size));
  }
  out.erase(out.begin(), out.begin() + 10);
  return out;
}

bool Holds(const std::vector<std::uint8_t>& bytes, Encoding encoding,
           const KeyedHash& hash = kHash, std::string_view policy = kPolicy) {
  const Indexed read(bytes, encoding);
  for (const Element& element : read.index.elements()) {
    if (element.tag != tags::kDeidentificationMethod) continue;
    const Bytes value =
        Bytes(bytes).subspan(element.value_offset(), element.value_length);
    const std::size_t seal = FindSeal(AsText(value));
    return seal != std::string_view::npos &&
           Sealer().Holds(hash, policy, read.index, bytes,
                          element.value_offset() + seal);
  }
  return false;
}

TEST(Seal, IsFoundAmongOtherValues) {
  const std::string seal(kSealPrefix);
  const std::string twenty(20, 'A');
  EXPECT_EQ(FindSeal(""), std::string_view::npos);
  EXPECT_EQ(FindSeal("by hand"), std::string_view::npos);
  EXPECT_EQ(FindSeal(seal + "A"), std::string_view::npos);
  EXPECT_EQ(FindSeal(seal + twenty), seal.size());
  EXPECT_EQ(FindSeal("by hand\\" + seal + twenty + " "), 8 + seal.size());
}

TEST(Seal, HoldsForWhatWasSealed) {
  EditList edits;
  for (const Encoding encoding :
       {kExplicitLittle, kImplicitLittle, kExplicitBig}) {
    for (const std::string_view before : {"", "by hand\\"}) {
      const auto out = Seal(DataSet(encoding), before, edits);
      EXPECT_TRUE(Holds(out, encoding));
    }
  }
}

TEST(Seal, IsOfOneKeyAndOnePolicy) {
  EditList edits;
  const auto out = Seal(DataSet(kExplicitLittle), "", edits);
  EXPECT_FALSE(Holds(out, kExplicitLittle, KeyedHash(SomeKey(8), "seal")));
  EXPECT_FALSE(Holds(out, kExplicitLittle, kHash, "0123456789abcdee"));
}

// Every byte that can be changed without breaking the data set, but in pixel
// data and what is too large to be loaded.
TEST(Seal, BreaksWithAnyChange) {
  EditList edits;
  const auto out = Seal(DataSet(kExplicitLittle), "by hand\\", edits);
  const Indexed read(out, kExplicitLittle);
  int changed = 0;
  for (const Element& element : read.index.elements()) {
    if (element.has(Element::kContainer)) continue;
    if (!element.has(Element::kLoaded)) {
      auto same = out;
      same[element.value_end() - 1] ^= 1;
      EXPECT_TRUE(Holds(same, kExplicitLittle));
      continue;
    }
    for (std::uint64_t at = element.value_offset(); at < element.value_end();
         ++at) {
      auto other = out;
      other[at] ^= 1;
      EXPECT_FALSE(Holds(other, kExplicitLittle)) << TagText(element.tag);
      ++changed;
    }
    auto other = out;
    other[element.offset + 2] ^= 1;
    EXPECT_FALSE(Holds(other, kExplicitLittle)) << TagText(element.tag);
  }
  EXPECT_GT(changed, 60);
  auto longer = out;
  const DicomBytes more = DicomBytes().Element(0xFFFC, 0xFFFD, "OB", "zz");
  AppendBytes(longer, more);
  EXPECT_FALSE(Holds(longer, kExplicitLittle));
}

}  // namespace
}  // namespace dcmscrub
