// Nothing in the kernels recurses on how deep an input nests, so that the
// stack of no thread bounds the depth: as deep as any option may ask for, on
// the 128 KiB that a thread has by default where stacks are smallest (musl).
#include <gtest/gtest.h>
#include <pthread.h>

#include <functional>
#include <string>
#include <vector>

#include "kernels/emit/gather.h"
#include "kernels/emit/reidentify.h"
#include "kernels/parse/file_prefix.h"
#include "kernels/scrub/output_search.h"
#include "kernels/scrub/scrubber.h"
#include "tests/support/dicom_bytes.h"
#include "tests/support/index_dump.h"
#include "tests/support/policy_text.h"
#include "tests/support/recipient.h"
#include "tests/support/scrubbed_file.h"

namespace dcmscrub {
namespace {

constexpr std::size_t kSmallStack = 128 * 1024;
constexpr IndexLimits kDeep = {.depth = kGreatestDepth};
// One level is taken by the sequence and one by its item.
constexpr int kSequences = kGreatestDepth / 2;

void RunOnSmallStack(std::function<void()> work) {
  pthread_attr_t attributes;
  ASSERT_EQ(pthread_attr_init(&attributes), 0);
  ASSERT_EQ(pthread_attr_setstacksize(&attributes, kSmallStack), 0);
  pthread_t thread;
  const auto run = [](void* argument) -> void* {
    (*static_cast<std::function<void()>*>(argument))();
    return nullptr;
  };
  ASSERT_EQ(pthread_create(&thread, &attributes, run, &work), 0);
  pthread_join(thread, nullptr);
  pthread_attr_destroy(&attributes);
}

// Referenced Series Sequence in itself, with something that goes in each item;
// `unordered`: behind what it should stand before.
DicomBytes Nested(LengthForm form, bool unordered) {
  const DicomBytes name =
      DicomBytes().Element(0x0008, 0x0080, "LO", "HOSPITAL");
  const bool defined = form == LengthForm::kDefined;
  const auto delimiters = static_cast<std::uint32_t>(defined ? 0 : 8);
  const auto size = static_cast<std::uint32_t>(name.size());
  DicomBytes bytes;
  for (int level = kSequences; level > 0; --level) {
    const auto inside =
        static_cast<std::uint32_t>(level - 1) * (20 + size + 2 * delimiters) +
        size;
    bytes.SequenceStart(0x0008, 0x1115,
                        defined ? inside + 8 : kUndefinedLengthField);
    bytes.ItemStart(defined ? inside : kUndefinedLengthField);
    if (!unordered || level == 1) bytes.Raw(name);
  }
  for (int level = 1; level <= kSequences; ++level) {
    if (unordered && level > 1) bytes.Raw(name);
    if (!defined) bytes.ItemEnd().SequenceEnd();
  }
  return bytes;
}

DicomBytes DeepFile(LengthForm form, bool unordered) {
  return DicomBytes()
      .Preamble()
      .FileMeta(transfer_syntax::kExplicitVrLittleEndian, kCtImageStorage,
                "1.2.3")
      .Element(0x0008, 0x0016, "UI", kCtImageStorage)
      .Element(0x0008, 0x0018, "UI", "1.2.3")
      .Element(0x0008, 0x0020, "DA", "20240301")
      .Raw(Nested(form, unordered))
      .Element(0x0010, 0x0010, "PN", "DOENITZ^J")
      .Element(0x0010, 0x0020, "LO", "MRN4711");
}

void IndexWhole(Bytes file, FilePrefix& prefix, ElementIndex& index) {
  ASSERT_FALSE(ReadFilePrefix(file, file.size(), prefix));
  index.Begin(prefix.encoding, prefix.data_set_offset, file.size(), kDeep);
  ASSERT_EQ(index.Extend({0, 0, file}), ElementIndex::Status::kDone)
      << DumpFault(index.fault());
}

// What comes out of both passes.
std::vector<std::uint8_t> Scrubbed(Bytes file, FileScrubber& policy) {
  FilePrefix prefix;
  ElementIndex index;
  IndexWhole(file, prefix, index);
  ScrubInput input;
  input.index = &index;
  input.memory = file;
  input.facts = CollectFacts(index, file);
  input.syntax = prefix.syntax;
  const RuleTable& rules = policy.TableFor(kCtImageStorage);
  Scrubber scrubber;
  EditList edits;
  EXPECT_FALSE(scrubber.Scrub(input, rules, policy.identity(), edits));
  const std::vector<Window> windows = {{0, 0, file}};
  Gather gather;
  MayHoldResidue(scrubber, index, windows, file, edits,
                 gather.Plan(edits, windows, file));
  EXPECT_FALSE(
      scrubber.TakeOutResidue(input, rules, policy.identity(), {}, edits));
  std::vector<std::uint8_t> out;
  for (const WriteStep& step : gather.Plan(edits, windows, file)) {
    const Bytes bytes = step.bytes.empty()
                            ? file.subspan(step.input_begin, step.input_size)
                            : step.bytes;
    out.insert(out.end(), bytes.begin(), bytes.end());
  }
  return out;
}

TEST(Depth, IsNoMatterForTheStack) {
  const std::string rules =
      "option retain-longitudinal-modified-dates\n"
      "remove "
      "//ReferencedSeriesSequence//ReferencedSeriesSequence//InstitutionName\n";
  for (const LengthForm form : {LengthForm::kDefined, LengthForm::kUndefined}) {
    for (const bool unordered : {false, true}) {
      SCOPED_TRACE(unordered);
      FileScrubber policy(PolicyOf(rules));
      const DicomBytes file = DeepFile(form, unordered);
      std::vector<std::uint8_t> once, twice;
      RunOnSmallStack([&] {
        once = Scrubbed(file, policy);
        twice = Scrubbed(once, policy);
      });
      EXPECT_EQ(AsText(once).find("HOSPITAL"), std::string_view::npos);
      EXPECT_TRUE(once == twice);
      FilePrefix prefix;
      ElementIndex index;
      IndexWhole(once, prefix, index);
      std::uint32_t deepest = 0;
      for (const Element& element : index.elements()) {
        deepest = std::max<std::uint32_t>(deepest, element.depth);
      }
      EXPECT_EQ(deepest, 2u * kSequences - 1);
    }
  }
}

TEST(Depth, IsNoMatterForOriginals) {
  const RecipientPair pair = MakeRecipient();
  Recipients recipients;
  ASSERT_EQ(recipients.Add(pair.certificate_pem), "");
  const DicomBytes file = DeepFile(LengthForm::kDefined, false);
  RunOnSmallStack([&] {
    FilePrefix prefix;
    ElementIndex index;
    IndexWhole(file, prefix, index);
    std::vector<std::uint32_t> originals;
    for (std::uint32_t i = 0; i < index.elements().size();
         i = index.elements()[i].next) {
      originals.push_back(i);
    }
    OriginalsEncrypter encrypter;
    Arena arena;
    EXPECT_EQ(encrypter.Append(index, file, originals, recipients,
                               kExplicitLittle, arena),
              Error::kOk);
    EXPECT_GT(arena.size(), file.size());
  });
}

TEST(Depth, IsNoMatterToPutOriginalsBack) {
  const RecipientPair pair = MakeRecipient();
  RecipientKey key;
  ASSERT_EQ(key.Read(pair.key_pem, pair.certificate_pem), "");
  const std::vector<std::uint8_t> envelope =
      Envelope(DicomBytes().Sequence(
                   0x0400, 0x0550,
                   {DicomBytes().Element(0x0010, 0x0010, "PN", "DOE^J")}),
               pair.certificate_pem);
  const DicomBytes file =
      DeepFile(LengthForm::kUndefined, true)
          .Sequence(0x0400, 0x0500,
                    {DicomBytes()
                         .Element(0x0400, 0x0510, "UI",
                                  transfer_syntax::kExplicitVrLittleEndian)
                         .Element(0x0400, 0x0520, "OB", AsText(envelope))});
  RunOnSmallStack([&] {
    FilePrefix prefix;
    ElementIndex index;
    IndexWhole(file, prefix, index);
    ReidentifyInput input;
    input.index = &index;
    input.memory = file;
    input.facts = CollectFacts(index, file);
    input.syntax = prefix.syntax;
    input.key = &key;
    EditList edits;
    EXPECT_TRUE(Reidentify(input, edits) == ReidentifyResult::kOk);
    EXPECT_GT(edits.size(), file.size() / 2);
  });
}

}  // namespace
}  // namespace dcmscrub
