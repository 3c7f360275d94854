#include "kernels/emit/reidentify.h"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "kernels/emit/gather.h"
#include "kernels/parse/file_prefix.h"
#include "tests/support/dicom_bytes.h"
#include "tests/support/index_dump.h"
#include "tests/support/recipient.h"

namespace dcmscrub {

// For failure messages.
std::ostream& operator<<(std::ostream& out, ReidentifyResult result) {
  return out << static_cast<int>(result);
}

namespace {

constexpr Encoding kEncodings[] = {kExplicitLittle, kImplicitLittle,
                                   kExplicitBig};
constexpr std::string_view kExplicitLittleUid = "1.2.840.10008.1.2.1";

const RecipientPair& SomeRecipient() {
  static const RecipientPair pair = MakeRecipient();
  return pair;
}
const RecipientPair& AnotherRecipient() {
  static const RecipientPair pair = MakeRecipient();
  return pair;
}

RecipientKey KeyOf(const RecipientPair& pair, bool with_certificate = true) {
  RecipientKey key;
  EXPECT_EQ(
      key.Read(pair.key_pem, with_certificate ? pair.certificate_pem : ""), "");
  return key;
}

// An item of (0400,0500).
DicomBytes EnvelopeItem(Encoding encoding, Bytes content,
                        std::string_view syntax = kExplicitLittleUid) {
  return DicomBytes(encoding)
      .Element(0x0400, 0x0510, "UI", syntax)
      .Element(0x0400, 0x0520, "OB", AsText(content));
}

DicomBytes Modified(const DicomBytes& originals) {
  return DicomBytes(originals.encoding())
      .Sequence(0x0400, 0x0550, {originals}, LengthForm::kUndefined,
                LengthForm::kUndefined);
}

DicomBytes Encrypted(Encoding encoding, const DicomBytes& originals,
                     const RecipientPair& pair = SomeRecipient()) {
  return DicomBytes(encoding).Sequence(
      0x0400, 0x0500,
      {EnvelopeItem(encoding,
                    Envelope(Modified(originals), pair.certificate_pem))});
}

DicomBytes File(const DicomBytes& data_set, std::string_view instance = "9.9") {
  return DicomBytes()
      .Preamble(0x4D)
      .FileMeta(PlainTransferSyntax(data_set.encoding()), kCtImageStorage,
                instance,
                DicomBytes().Element(0x0002, 0x0016, "AE", "SOMEWHERE"))
      .Raw(data_set);
}

struct Restored {
  ReidentifyResult result = ReidentifyResult::kOk;
  std::vector<std::uint8_t> bytes;
};

Restored Restore(Bytes file, const RecipientKey& key) {
  Restored out;
  FilePrefix prefix;
  const Fault fault = ReadFilePrefix(file, file.size(), prefix);
  EXPECT_FALSE(fault) << DumpFault(fault);
  ElementIndex index;
  index.Begin(prefix.encoding, prefix.data_set_offset, file.size(),
              kReidentifyLimits);
  const Window window{prefix.data_set_offset, prefix.data_set_offset,
                      file.subspan(prefix.data_set_offset)};
  if (index.Extend(window) != ElementIndex::Status::kDone) {
    out.result = ReidentifyResult::kNothingEncrypted;
    return out;
  }
  ReidentifyInput input;
  input.index = &index;
  input.memory = file;
  input.facts = CollectFacts(index, file);
  CompleteFacts(prefix, input.facts);
  input.syntax = prefix.syntax;
  input.key = &key;
  EditList edits;
  edits.arena() = {1, 2, 3};
  out.result = Reidentify(input, edits);
  if (out.result != ReidentifyResult::kOk) return out;
  for (const Run& run : edits.runs()) {
    const Bytes from =
        run.from == Run::From::kInput ? file : Bytes(edits.arena());
    const Bytes bytes = from.subspan(run.offset, run.size);
    out.bytes.insert(out.bytes.end(), bytes.begin(), bytes.end());
  }
  EXPECT_EQ(out.bytes.size(), edits.size());
  return out;
}

Restored Restore(const DicomBytes& data_set) {
  return Restore(File(data_set), KeyOf(SomeRecipient()));
}

// Prefix, values, and the fault if there is one.
std::string Dump(Bytes file) {
  FilePrefix prefix;
  if (const Fault fault = ReadFilePrefix(file, file.size(), prefix)) {
    return DumpFault(fault);
  }
  ElementIndex index;
  index.Begin(prefix.encoding, prefix.data_set_offset, file.size(), {});
  index.Extend({0, 0, file});
  return std::string(prefix.syntax.uid) + ' ' +
         std::string(prefix.sop_instance_uid.view()) + '\n' +
         DumpFault(index.fault()) + DumpWarnings(index.warnings()) +
         DumpValues(index, file);
}

// What a restored file must look like.
std::string Want(const DicomBytes& data_set, std::string_view instance) {
  return Dump(DicomBytes()
                  .Preamble()
                  .FileMeta(PlainTransferSyntax(data_set.encoding()),
                            kCtImageStorage, instance)
                  .Raw(data_set));
}

// Originals of many kinds, in `encoding`.
DicomBytes Originals(Encoding encoding,
                     LengthForm length = LengthForm::kUndefined) {
  const DicomBytes inner =
      DicomBytes(encoding).Numbers(0x0028, 0x0010, "US", {258});
  const DicomBytes outer =
      DicomBytes(encoding)
          .Element(0x0008, 0x1150, "UI", "1.2.3")
          .Sequence(0x0040, 0xA170, {inner, DicomBytes(encoding)}, length,
                    length);
  return DicomBytes(encoding)
      .Element(0x0008, 0x0018, "UI", "1.2.3.4")
      .Element(0x0008, 0x0020, "DA", "20200317")
      .Sequence(0x0008, 0x1140, {outer, outer}, length, length)
      .Element(0x0010, 0x0010, "PN", "DOE^JANE")
      .Floats(0x0010, 0x9431, "FL", {1.5, -2.25});
}

constexpr char kPixels[] = "0123456789ABCDEF";

TEST(Reidentify, PutsOriginalsBackInTheObjectsEncoding) {
  for (const Encoding encoding : kEncodings) {
    for (const LengthForm length :
         {LengthForm::kDefined, LengthForm::kUndefined}) {
      const DicomBytes dummy =
          DicomBytes(encoding).Element(0x0008, 0x1155, "UI", "2.25.7");
      const auto scrubbed =
          DicomBytes(encoding)
              .Element(0x0008, 0x0016, "UI", kCtImageStorage)
              .Element(0x0008, 0x0018, "UI", "2.25.1234")
              .Sequence(0x0008, 0x1140, {dummy}, length, length)
              .Element(0x0010, 0x0010, "PN", "P-0")
              .Element(0x0012, 0x0062, "CS", "YES")
              .Element(0x0012, 0x0063, "LO", "made up")
              .Sequence(0x0012, 0x0064, {dummy}, length, length)
              .Numbers(0x0028, 0x0010, "US", {3})
              .Raw(Encrypted(encoding, Originals(kExplicitLittle, length)))
              .Element(0x7FE0, 0x0010, "OW", kPixels);
      const auto want = DicomBytes(encoding)
                            .Element(0x0008, 0x0016, "UI", kCtImageStorage)
                            .Raw(Originals(encoding, length))
                            .Element(0x0012, 0x0062, "CS", "NO")
                            .Numbers(0x0028, 0x0010, "US", {3})
                            .Element(0x7FE0, 0x0010, "OW", kPixels);
      const Restored out = Restore(scrubbed);
      EXPECT_EQ(out.result, ReidentifyResult::kOk);
      EXPECT_EQ(Dump(out.bytes), Want(want, "1.2.3.4"));
    }
  }
}

// The way there and back.
TEST(Reidentify, OpensWhatWasEncrypted) {
  Recipients recipients;
  EXPECT_EQ(recipients.Add(AnotherRecipient().certificate_pem +
                           SomeRecipient().certificate_pem),
            "");
  for (const Encoding encoding : kEncodings) {
    const DicomBytes original =
        DicomBytes(encoding)
            .Raw(Originals(encoding))
            .Numbers(0x0028, 0x0103, "US", {1})
            .Numbers(0x0028, 0x0106, "SS", {-2})
            .Numbers(0x0028, 0x1201, "OW", {1, 2, 0xFF00});
    ElementIndex index;
    index.Begin(encoding, 0, original.size(), {});
    ASSERT_EQ(index.Extend({0, 0, original}), ElementIndex::Status::kDone);
    std::vector<std::uint32_t> all;
    for (std::uint32_t i = 0; i < index.elements().size();
         i = index.elements()[i].next) {
      all.push_back(i);
    }
    Arena arena;
    EXPECT_EQ(OriginalsEncrypter().Append(index, original, all, recipients,
                                          encoding, arena),
              Error::kOk);
    const auto scrubbed = DicomBytes(encoding)
                              .Element(0x0008, 0x0018, "UI", "2.25.1")
                              .Numbers(0x0028, 0x1201, "OW", {0})
                              .Raw(arena);
    const auto want = DicomBytes(encoding)
                          .Raw(Originals(encoding))
                          .Element(0x0012, 0x0062, "CS", "NO")
                          .Numbers(0x0028, 0x0103, "US", {1})
                          .Numbers(0x0028, 0x0106, "SS", {-2})
                          .Numbers(0x0028, 0x1201, "OW", {1, 2, 0xFF00});
    for (const auto* pair : {&SomeRecipient(), &AnotherRecipient()}) {
      for (const bool with_certificate : {true, false}) {
        const Restored out =
            Restore(File(scrubbed), KeyOf(*pair, with_certificate));
        EXPECT_EQ(out.result, ReidentifyResult::kOk);
        EXPECT_EQ(Dump(out.bytes), Want(want, "1.2.3.4"));
      }
    }
  }
}

TEST(Reidentify, WritesANewPreambleAndNewFileMeta) {
  const auto scrubbed =
      DicomBytes()
          .Element(0x0008, 0x0016, "UI", kCtImageStorage)
          .Element(0x0008, 0x0018, "UI", "2.25.1")
          .Raw(Encrypted(kExplicitLittle, Originals(kExplicitLittle)));
  const Restored out = Restore(scrubbed);
  const std::string_view text = AsText(out.bytes);
  EXPECT_EQ(text.substr(0, 132), std::string(128, '\0') + "DICM");
  EXPECT_EQ(text.find("SOMEWHERE"), std::string_view::npos);
  EXPECT_EQ(text.find("2.25.1\0", 0, 7), std::string_view::npos);
}

// Who left the UIDs alone encrypted none.
TEST(Reidentify, KeepsAnInstanceUidThatIsNotAmongTheOriginals) {
  const auto encrypted = Encrypted(
      kExplicitLittle, DicomBytes().Element(0x0010, 0x0020, "LO", "4711"));
  const Restored of_data_set = Restore(
      DicomBytes().Element(0x0008, 0x0018, "UI", "9.9.1").Raw(encrypted));
  EXPECT_EQ(Dump(of_data_set.bytes),
            Want(DicomBytes()
                     .Element(0x0008, 0x0018, "UI", "9.9.1")
                     .Element(0x0010, 0x0020, "LO", "4711")
                     .Element(0x0012, 0x0062, "CS", "NO"),
                 "9.9.1"));
  const Restored of_meta = Restore(encrypted);
  EXPECT_EQ(Dump(of_meta.bytes), Want(DicomBytes()
                                          .Element(0x0010, 0x0020, "LO", "4711")
                                          .Element(0x0012, 0x0062, "CS", "NO"),
                                      "9.9"));
}

TEST(Reidentify, PutsAnUnorderedObjectInOrder) {
  const auto scrubbed =
      DicomBytes()
          .Element(0x0010, 0x0020, "LO", "dummy")
          .Raw(Encrypted(kExplicitLittle,
                         DicomBytes().Element(0x0010, 0x0010, "PN", "DOE^J")))
          .Element(0x0010, 0x0000, "UL", "\x10\0\0\0")
          .Element(0x0010, 0x0010, "PN", "P-0")
          .Element(0x0010, 0x0010, "PN", "P-1");
  EXPECT_EQ(Dump(Restore(scrubbed).bytes),
            Want(DicomBytes()
                     .Element(0x0010, 0x0010, "PN", "DOE^J")
                     .Element(0x0010, 0x0020, "LO", "dummy")
                     .Element(0x0012, 0x0062, "CS", "NO"),
                 "9.9"));
}

// Whoever has the certificate can make an envelope.
TEST(Reidentify, TakesNothingFromAnEnvelopeThatNoDataSetHas) {
  const auto originals =
      DicomBytes()
          .Element(0x0002, 0x0010, "UI", "1.2.840.10008.1.2.2")
          .Numbers(0x0010, 0x0000, "UL", {8})
          .Element(0x0010, 0x0020, "LO", "4711")
          .Element(0x0010, 0x0020, "LO", "4712")
          .Element(0x0012, 0x0062, "CS", "YES")
          .Element(0x0012, 0x0063, "LO", "made up")
          .Sequence(0x0012, 0x0064, {})
          .Sequence(0x0400, 0x0500, {});
  EXPECT_EQ(Dump(Restore(Encrypted(kExplicitLittle, originals)).bytes),
            Want(DicomBytes()
                     .Element(0x0010, 0x0020, "LO", "4711")
                     .Element(0x0012, 0x0062, "CS", "NO"),
                 "9.9"));
}

TEST(Reidentify, TakesTheItemThatTheKeyOpens) {
  const auto theirs =
      Envelope(Modified(DicomBytes().Element(0x0010, 0x0020, "LO", "1")),
               AnotherRecipient().certificate_pem);
  const auto garbage =
      Envelope(AsBytes("garbage"), SomeRecipient().certificate_pem);
  const auto ours =
      Envelope(Modified(DicomBytes().Element(0x0010, 0x0020, "LO", "2")),
               SomeRecipient().certificate_pem);
  const auto item = [](Bytes content) {
    return EnvelopeItem(kExplicitLittle, content);
  };
  const struct {
    std::vector<DicomBytes> items;
    ReidentifyResult want;
  } kCases[] = {
      {{item(ours)}, ReidentifyResult::kOk},
      {{item(theirs), item(ours)}, ReidentifyResult::kOk},
      {{item(garbage), item(ours)}, ReidentifyResult::kOk},
      {{DicomBytes(), item(AsBytes("no CMS")), item(ours)},
       ReidentifyResult::kOk},
      {{item(theirs)}, ReidentifyResult::kNotForThisKey},
      {{item(AsBytes("no CMS"))}, ReidentifyResult::kNotForThisKey},
      {{DicomBytes()}, ReidentifyResult::kNotForThisKey},
      {{}, ReidentifyResult::kNotForThisKey},
      {{item(garbage)}, ReidentifyResult::kBadContent},
      {{item(garbage), item(theirs)}, ReidentifyResult::kBadContent},
  };
  for (const auto& c : kCases) {
    const auto file = File(DicomBytes()
                               .Element(0x0008, 0x0060, "CS", "CT")
                               .Sequence(0x0400, 0x0500, c.items));
    for (const bool with_certificate : {true, false}) {
      const Restored out =
          Restore(file, KeyOf(SomeRecipient(), with_certificate));
      EXPECT_EQ(out.result, c.want);
      if (out.result != ReidentifyResult::kOk) continue;
      EXPECT_EQ(Dump(out.bytes), Want(DicomBytes()
                                          .Element(0x0008, 0x0060, "CS", "CT")
                                          .Element(0x0010, 0x0020, "LO", "2")
                                          .Element(0x0012, 0x0062, "CS", "NO"),
                                      "9.9"));
    }
  }
}

TEST(Reidentify, SaysWhenNothingIsEncrypted) {
  EXPECT_EQ(Restore(DicomBytes().Element(0x0010, 0x0020, "LO", "4711")).result,
            ReidentifyResult::kNothingEncrypted);
  // In an item it says nothing of the object.
  const auto nested = DicomBytes().Sequence(
      0x0008, 0x1140, {Encrypted(kExplicitLittle, Originals(kExplicitLittle))});
  EXPECT_EQ(Restore(nested).result, ReidentifyResult::kNothingEncrypted);
}

TEST(Reidentify, OpensEveryCipherOfTheStandard) {
  const auto originals = DicomBytes().Element(0x0010, 0x0020, "LO", "4711");
  for (const char* cipher :
       {"AES-128-CBC", "AES-192-CBC", "AES-256-CBC", "DES-EDE3-CBC"}) {
    const auto content =
        Envelope(Modified(originals), SomeRecipient().certificate_pem, cipher);
    const auto scrubbed = DicomBytes().Sequence(
        0x0400, 0x0500, {EnvelopeItem(kExplicitLittle, content)});
    EXPECT_EQ(Restore(scrubbed).result, ReidentifyResult::kOk) << cipher;
  }
}

TEST(Reidentify, ReadsContentInEveryEncoding) {
  for (const Encoding of_content : kEncodings) {
    for (const Encoding of_object : kEncodings) {
      const auto content = Envelope(Modified(Originals(of_content)),
                                    SomeRecipient().certificate_pem);
      const auto scrubbed = DicomBytes(of_object).Sequence(
          0x0400, 0x0500,
          {EnvelopeItem(of_object, content, PlainTransferSyntax(of_content))});
      EXPECT_EQ(Dump(Restore(scrubbed).bytes),
                Want(DicomBytes(of_object)
                         .Raw(Originals(of_object))
                         .Element(0x0012, 0x0062, "CS", "NO"),
                     "1.2.3.4"));
    }
  }
}

TEST(Reidentify, RefusesContentThatIsNoDataSetOfTheForm) {
  const auto originals = DicomBytes().Element(0x0010, 0x0020, "LO", "4711");
  const DicomBytes kContents[] = {
      DicomBytes().Raw("short"),
      originals,
      DicomBytes().Sequence(0x0400, 0x0550, {}),
      DicomBytes().Sequence(0x0400, 0x0550, {}, LengthForm::kUndefined),
      DicomBytes().Element(0x0400, 0x0550, "UN", "abcd"),
      DicomBytes().Sequence(0x0400, 0x0561, {originals}),
      DicomBytes().Raw(Modified(originals)).Raw("rest of it"),
  };
  for (const DicomBytes& content : kContents) {
    const auto scrubbed = DicomBytes().Sequence(
        0x0400, 0x0500,
        {EnvelopeItem(kExplicitLittle,
                      Envelope(content, SomeRecipient().certificate_pem))});
    EXPECT_EQ(Restore(scrubbed).result, ReidentifyResult::kBadContent)
        << content.size();
  }
}

// Cut anywhere, and with bytes changed anywhere: refused, or a file that can
// be read.
TEST(Reidentify, SurvivesBrokenContent) {
  const DicomBytes whole = Modified(Originals(kExplicitLittle));
  std::vector<std::vector<std::uint8_t>> contents;
  for (std::size_t size = 0; size < whole.size(); ++size) {
    contents.emplace_back(whole.bytes().begin(),
                          whole.bytes().begin() + std::ptrdiff_t(size));
  }
  std::mt19937 random(1);
  for (int i = 0; i < 600; ++i) {
    std::vector<std::uint8_t> content = whole.bytes();
    for (int j = 0; j < 3; ++j) {
      content[random() % content.size()] = static_cast<std::uint8_t>(random());
    }
    contents.push_back(content);
  }
  const RecipientKey key = KeyOf(SomeRecipient());
  int restored = 0;
  for (const auto& content : contents) {
    const auto scrubbed = DicomBytes().Sequence(
        0x0400, 0x0500,
        {EnvelopeItem(kExplicitLittle,
                      Envelope(content, SomeRecipient().certificate_pem))});
    const Restored out = Restore(File(scrubbed), key);
    if (out.result != ReidentifyResult::kOk) continue;
    ++restored;
    EXPECT_EQ(Dump(out.bytes).find("fault"), std::string::npos);
  }
  EXPECT_GT(restored, 10);
}

TEST(Reidentify, SurvivesABrokenEnvelope) {
  const auto content = Envelope(Modified(Originals(kExplicitLittle)),
                                SomeRecipient().certificate_pem);
  const RecipientKey key = KeyOf(SomeRecipient(), false);
  std::mt19937 random(2);
  int refused = 0;
  for (int i = 0; i < 500; ++i) {
    std::vector<std::uint8_t> broken = content;
    broken[random() % broken.size()] ^=
        static_cast<std::uint8_t>(1 + random() % 255);
    const auto scrubbed = DicomBytes().Sequence(
        0x0400, 0x0500, {EnvelopeItem(kExplicitLittle, broken)});
    refused += Restore(File(scrubbed), key).result != ReidentifyResult::kOk;
  }
  EXPECT_GT(refused, 250);
}

TEST(RecipientKey, ReadsKeysAndSaysWhyNot) {
  const RecipientPair& pair = SomeRecipient();
  const std::string locked = WithPassphrase(pair.key_pem, "made up");
  const struct {
    std::string key;
    std::string certificate;
    std::string passphrase;
    std::string error;
  } kCases[] = {
      {pair.key_pem, pair.certificate_pem, "", ""},
      {pair.key_pem, "", "", ""},
      {pair.key_pem, "", "not needed", ""},
      {locked, pair.certificate_pem, "made up", ""},
      {"a note\n" + pair.certificate_pem + pair.key_pem, "", "", ""},
      {locked, "", "", "the private key needs a passphrase"},
      {locked, "", "wrong", "the passphrase does not open the private key"},
      {"", "", "", "no private key in PEM form"},
      {"some text", "", "", "no private key in PEM form"},
      {pair.certificate_pem, "", "", "no private key in PEM form"},
      {MakeRecipient(KeyKind::kEc).key_pem, "", "",
       "the private key is not an RSA key"},
      {pair.key_pem, "some text", "", "no certificate in PEM form"},
      {pair.key_pem, AnotherRecipient().certificate_pem, "",
       "the certificate is not that of the private key"},
  };
  for (const auto& c : kCases) {
    RecipientKey key;
    EXPECT_EQ(key.Read(c.key, c.certificate, c.passphrase), c.error);
  }
}

TEST(RecipientKey, AFailedReadLeavesTheKeyAsItWas) {
  RecipientKey key = KeyOf(SomeRecipient());
  EXPECT_NE(key.Read("some text", ""), "");
  const auto file = File(Encrypted(
      kExplicitLittle, DicomBytes().Element(0x0010, 0x0020, "LO", "4711")));
  EXPECT_EQ(Restore(file, key).result, ReidentifyResult::kOk);
}

}  // namespace
}  // namespace dcmscrub
