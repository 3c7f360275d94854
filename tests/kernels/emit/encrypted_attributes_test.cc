#include "kernels/emit/encrypted_attributes.h"

#include <gtest/gtest.h>

#include <string>
#include <thread>
#include <vector>

#include "tests/support/dicom_bytes.h"
#include "tests/support/index_dump.h"
#include "tests/support/recipient.h"

namespace dcmscrub {
namespace {

constexpr Encoding kEncodings[] = {kExplicitLittle, kImplicitLittle,
                                   kExplicitBig};

// Made once: keys take their time.
const RecipientPair& SomeRecipient() {
  static const RecipientPair pair = MakeRecipient();
  return pair;
}
const RecipientPair& AnotherRecipient() {
  static const RecipientPair pair = MakeRecipient();
  return pair;
}

Recipients Only(const RecipientPair& pair) {
  Recipients recipients;
  EXPECT_EQ(recipients.Add(pair.certificate_pem), "");
  return recipients;
}

void Index(const DicomBytes& data_set, ElementIndex& index,
           const IndexLimits& limits = {}) {
  index.Begin(data_set.encoding(), 0, data_set.size(), limits);
  ASSERT_EQ(index.Extend({0, 0, data_set}), ElementIndex::Status::kDone);
}

std::vector<std::uint32_t> TopLevel(const ElementIndex& index) {
  std::vector<std::uint32_t> all;
  const auto elements = index.elements();
  for (std::uint32_t i = 0; i < elements.size(); i = elements[i].next) {
    all.push_back(i);
  }
  return all;
}

// What Append puts into an empty arena; with every element of `data_set`
// unless `originals` says otherwise.
std::vector<std::uint8_t> Appended(
    const DicomBytes& data_set, const Recipients& recipients,
    Error want = Error::kOk, const std::vector<std::uint32_t>* originals = {}) {
  ElementIndex index;
  Index(data_set, index);
  OriginalsEncrypter encrypter;
  Arena arena = {1, 2, 3, 4};
  const std::vector<std::uint32_t> all = TopLevel(index);
  EXPECT_EQ(encrypter.Append(index, data_set, originals ? *originals : all,
                             recipients, data_set.encoding(), arena),
            want);
  EXPECT_EQ(Arena(arena.begin(), arena.begin() + 4), (Arena{1, 2, 3, 4}));
  return {arena.begin() + 4, arena.end()};
}

// The value of (0400,0520) in what was appended, which is checked on the way.
std::vector<std::uint8_t> ContentOf(const std::vector<std::uint8_t>& appended,
                                    Encoding encoding) {
  ElementIndex index;
  index.Begin(encoding, 0, appended.size(), {});
  EXPECT_EQ(index.Extend({0, 0, appended}), ElementIndex::Status::kDone);
  const auto elements = index.elements();
  EXPECT_EQ(elements.size(), 4u);
  if (elements.size() != 4) return {};
  EXPECT_EQ(elements[0].tag, Tag(0x0400, 0x0500));
  EXPECT_EQ(elements[0].next, 4u);
  EXPECT_TRUE(elements[1].is_item());
  EXPECT_EQ(elements[2].tag, Tag(0x0400, 0x0510));
  const auto value = [&](const Element& element) {
    return Bytes(appended).subspan(element.value_offset(),
                                   element.value_length);
  };
  EXPECT_EQ(AsText(value(elements[2])),
            std::string("1.2.840.10008.1.2.1") + '\0');
  EXPECT_EQ(elements[3].tag, Tag(0x0400, 0x0520));
  EXPECT_EQ(elements[3].value_length % 2, 0u);
  if (encoding.explicit_vr) {
    EXPECT_EQ(elements[0].written_vr, Vr::kSQ);
    EXPECT_EQ(elements[2].written_vr, Vr::kUI);
    EXPECT_EQ(elements[3].written_vr, Vr::kOB);
  }
  const Bytes content = value(elements[3]);
  return {content.begin(), content.end()};
}

// The one data set that encrypted originals may be.
std::vector<std::uint8_t> Wrapped(const DicomBytes& originals) {
  return DicomBytes()
      .Sequence(0x0400, 0x0550, {originals}, LengthForm::kUndefined,
                LengthForm::kUndefined)
      .bytes();
}

std::string Dump(const std::vector<std::uint8_t>& explicit_little) {
  ElementIndex index;
  index.Begin(kExplicitLittle, 0, explicit_little.size(), {});
  index.Extend({0, 0, explicit_little});
  return DumpFault(index.fault()) + DumpValues(index, explicit_little);
}

std::string Decrypted(const std::vector<std::uint8_t>& content,
                      const RecipientPair& pair = SomeRecipient()) {
  return Dump(OpenEnvelope(content, pair.key_pem));
}

// Elements of all kinds, in `encoding`, with sequences of `length`.
DicomBytes AllKinds(Encoding encoding, LengthForm length) {
  const DicomBytes inner = DicomBytes(encoding)
                               .Element(0x0008, 0x0100, "SH", "113100")
                               .Numbers(0x0028, 0x0010, "US", {258});
  const DicomBytes outer =
      DicomBytes(encoding)
          .Element(0x0008, 0x1150, "UI", "1.2.3")
          .Sequence(0x0040, 0xA170, {inner, inner}, length, length);
  DicomBytes out(encoding);
  out.Element(0x0008, 0x0018, "UI", "1.2.3.4")
      .Element(0x0008, 0x0020, "DA", "20200317")
      .Element(0x0008, 0x1030, "LO", "made up")
      .Sequence(0x0008, 0x1140, {outer, DicomBytes(encoding)}, length, length)
      .Sequence(0x0008, 0x1250, {}, length)
      .Element(0x0010, 0x0010, "PN", "DOE^JANE")
      .Element(0x0010, 0x0020, "LO")
      .Floats(0x0010, 0x9431, "FL", {1.5, -2.25})
      .Floats(0x0018, 0x9073, "FD", {1e100})
      .Numbers(0x0028, 0x0009, "AT", {0x00181063, 0x00189074})
      .Numbers(0x0028, 0x0010, "US", {0x1234, 5})
      .Numbers(0x0028, 0x0103, "US", {1})
      .Numbers(0x0028, 0x0106, "SS", {-2})
      .Numbers(0x0028, 0x1201, "OW", {1, 2, 0xFF00})
      .Numbers(0x0042, 0x0011, "OB", {1, 2, 3, 4})
      .Numbers(0x0066, 0x0001, "UL", {0x01020304})
      .Numbers(0x0072, 0x0082, "SV", {-3});
  return out;
}

TEST(OriginalsEncrypter, EncryptsEveryKindInExplicitLittleEndian) {
  const Recipients recipients = Only(SomeRecipient());
  for (const Encoding encoding : kEncodings) {
    for (const LengthForm length :
         {LengthForm::kDefined, LengthForm::kUndefined}) {
      DicomBytes data_set = AllKinds(encoding, length);
      const auto content = ContentOf(Appended(data_set, recipients), encoding);
      EXPECT_EQ(Decrypted(content),
                Dump(Wrapped(AllKinds(kExplicitLittle, length))))
          << encoding.explicit_vr << static_cast<int>(encoding.order);
    }
  }
}

TEST(OriginalsEncrypter, TakesTheNamedElementsAlone) {
  const auto data_set = DicomBytes()
                            .Element(0x0008, 0x0020, "DA", "20200317")
                            .Element(0x0010, 0x0010, "PN", "DOE^JANE")
                            .Element(0x0010, 0x0020, "LO", "4711");
  const std::vector<std::uint32_t> originals = {1};
  const auto content = ContentOf(
      Appended(data_set, Only(SomeRecipient()), Error::kOk, &originals),
      kExplicitLittle);
  EXPECT_EQ(
      Decrypted(content),
      Dump(Wrapped(DicomBytes().Element(0x0010, 0x0010, "PN", "DOE^JANE"))));
}

TEST(OriginalsEncrypter, NamesTheCharacterSet) {
  const auto data_set = DicomBytes()
                            .Element(0x0008, 0x0005, "CS", "ISO_IR 100")
                            .Element(0x0008, 0x0020, "DA", "20200317")
                            .Element(0x0010, 0x0010, "PN", "M\xFCNCH");
  const auto want =
      Dump(Wrapped(DicomBytes()
                       .Element(0x0008, 0x0005, "CS", "ISO_IR 100")
                       .Element(0x0010, 0x0010, "PN", "M\xFCNCH")));
  for (const std::vector<std::uint32_t>& originals :
       std::vector<std::vector<std::uint32_t>>{{2}, {0, 2}}) {
    const auto content = ContentOf(
        Appended(data_set, Only(SomeRecipient()), Error::kOk, &originals),
        kExplicitLittle);
    EXPECT_EQ(Decrypted(content), want);
  }
}

TEST(OriginalsEncrypter, SortsAndDropsLaterCopies) {
  const auto data_set = DicomBytes()
                            .Element(0x0010, 0x0020, "LO", "4711")
                            .Element(0x0010, 0x0010, "PN", "DOE^JANE")
                            .Element(0x0010, 0x0020, "LO", "4712");
  const auto content =
      ContentOf(Appended(data_set, Only(SomeRecipient())), kExplicitLittle);
  EXPECT_EQ(Decrypted(content),
            Dump(Wrapped(DicomBytes()
                             .Element(0x0010, 0x0010, "PN", "DOE^JANE")
                             .Element(0x0010, 0x0020, "LO", "4711"))));
}

TEST(OriginalsEncrypter, LeavesOutWhatIsNotLoaded) {
  const std::string large(40'000, 'x');
  const auto data_set = DicomBytes()
                            .Element(0x0010, 0x0010, "PN", "DOE^JANE")
                            .Element(0x0010, 0x4000, "LT", large)
                            .Encapsulated({"abcd"});
  const auto content =
      ContentOf(Appended(data_set, Only(SomeRecipient())), kExplicitLittle);
  EXPECT_EQ(
      Decrypted(content),
      Dump(Wrapped(DicomBytes().Element(0x0010, 0x0010, "PN", "DOE^JANE"))));
}

TEST(OriginalsEncrypter, AppendsNothingForNoOriginals) {
  const std::string large(40'000, 'x');
  const auto data_set = DicomBytes()
                            .Element(0x0008, 0x0005, "CS", "ISO_IR 100")
                            .Element(0x0010, 0x4000, "LT", large);
  for (const std::vector<std::uint32_t>& originals :
       std::vector<std::vector<std::uint32_t>>{{}, {0}, {1}, {0, 1}}) {
    EXPECT_TRUE(
        Appended(data_set, Only(SomeRecipient()), Error::kOk, &originals)
            .empty());
  }
}

TEST(OriginalsEncrypter, GivesUnknownElementsTheVrOfUnknown) {
  const auto data_set = DicomBytes(kImplicitLittle)
                            .Element(0x0009, 0x0010, "LO", "MADE UP")
                            .Element(0x0009, 0x1001, "UN", "abc ")
                            .Element(0x0028, 0x0106, "US", "\xFE\xFF");
  const auto content =
      ContentOf(Appended(data_set, Only(SomeRecipient())), kImplicitLittle);
  EXPECT_EQ(Decrypted(content),
            Dump(Wrapped(DicomBytes()
                             .Element(0x0009, 0x0010, "LO", "MADE UP")
                             .Element(0x0009, 0x1001, "UN", "abc ")
                             .Element(0x0028, 0x0106, "US", "\xFE\xFF"))));
}

// PS3.5 6.2.2: implicit little endian, wherever it stands.
TEST(OriginalsEncrypter, ReadsSequencesUnderUnknown) {
  for (const Encoding encoding : {kExplicitLittle, kExplicitBig}) {
    const auto item = DicomBytes(kImplicitLittle)
                          .Element(0x0008, 0x1155, "UI", "1.2.3")
                          .Numbers(0x0028, 0x0010, "US", {258});
    const auto data_set =
        DicomBytes(encoding)
            .Header(0x0008, 0x1140, "UN", kUndefinedLengthField)
            .Raw(DicomBytes(kImplicitLittle)
                     .ItemStart()
                     .Raw(item)
                     .ItemEnd()
                     .SequenceEnd());
    const auto content =
        ContentOf(Appended(data_set, Only(SomeRecipient())), encoding);
    const auto want = DicomBytes()
                          .Element(0x0008, 0x1155, "UI", "1.2.3")
                          .Numbers(0x0028, 0x0010, "US", {258});
    EXPECT_EQ(Decrypted(content),
              Dump(Wrapped(DicomBytes().Sequence(0x0008, 0x1140, {want},
                                                 LengthForm::kUndefined,
                                                 LengthForm::kUndefined))));
  }
}

TEST(OriginalsEncrypter, EncryptsForEveryRecipient) {
  Recipients recipients = Only(SomeRecipient());
  EXPECT_EQ(recipients.Add(AnotherRecipient().certificate_pem), "");
  const auto data_set = DicomBytes().Element(0x0010, 0x0020, "LO", "4711");
  const auto content =
      ContentOf(Appended(data_set, recipients), kExplicitLittle);
  const std::string want = Dump(Wrapped(data_set));
  EXPECT_EQ(Decrypted(content, SomeRecipient()), want);
  EXPECT_EQ(Decrypted(content, AnotherRecipient()), want);
  const auto for_one =
      ContentOf(Appended(data_set, Only(SomeRecipient())), kExplicitLittle);
  EXPECT_EQ(Decrypted(for_one, AnotherRecipient()), "");
}

TEST(OriginalsEncrypter, HidesWhatItEncrypts) {
  const auto data_set =
      DicomBytes().Element(0x0010, 0x0010, "PN", "DOE^JANE^UNIQUE");
  const Recipients recipients = Only(SomeRecipient());
  const auto one = Appended(data_set, recipients);
  const auto two = Appended(data_set, recipients);
  EXPECT_EQ(AsText(one).find("JANE"), std::string_view::npos);
  EXPECT_NE(ContentOf(one, kExplicitLittle), ContentOf(two, kExplicitLittle));
}

TEST(OriginalsEncrypter, NeedsARecipient) {
  const auto data_set = DicomBytes().Element(0x0010, 0x0020, "LO", "4711");
  EXPECT_TRUE(Appended(data_set, Recipients(), Error::kCannotEncrypt).empty());
}

TEST(OriginalsEncrypter, ThreadsMayShareRecipients) {
  const Recipients recipients = Only(SomeRecipient());
  const auto data_set = DicomBytes().Element(0x0010, 0x0020, "LO", "4711");
  const std::string want = Dump(Wrapped(data_set));
  std::vector<std::vector<std::uint8_t>> results(4);
  std::vector<std::thread> threads;
  for (auto& result : results) {
    threads.emplace_back([&] {
      for (int i = 0; i < 50; ++i) result = Appended(data_set, recipients);
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (const auto& result : results) {
    EXPECT_EQ(Decrypted(ContentOf(result, kExplicitLittle)), want);
  }
}

TEST(Recipients, ReadsSeveralCertificatesFromOneText) {
  Recipients recipients;
  EXPECT_TRUE(recipients.empty());
  EXPECT_EQ(recipients.Add("a note\n" + SomeRecipient().certificate_pem +
                           SomeRecipient().key_pem + "another\n" +
                           AnotherRecipient().certificate_pem + "\n"),
            "");
  EXPECT_FALSE(recipients.empty());
  const auto data_set = DicomBytes().Element(0x0010, 0x0020, "LO", "4711");
  const auto content =
      ContentOf(Appended(data_set, recipients), kExplicitLittle);
  EXPECT_EQ(Decrypted(content, AnotherRecipient()), Dump(Wrapped(data_set)));
}

TEST(Recipients, RefusesWhatCannotReceive) {
  const std::string good = SomeRecipient().certificate_pem;
  const std::string cut = good.substr(0, good.size() / 2);
  std::string broken = good;
  broken[broken.size() / 2] = '!';  // not of Base64
  const struct {
    std::string pem;
    std::string error;
  } kCases[] = {
      {"", "no certificate in PEM form"},
      {"some text", "no certificate in PEM form"},
      {SomeRecipient().key_pem, "no certificate in PEM form"},
      {cut, "certificate 1 cannot be read"},
      {broken, "certificate 1 cannot be read"},
      {good + broken, "certificate 2 cannot be read"},
      {MakeRecipient(KeyKind::kEc).certificate_pem,
       "certificate 1 has no RSA key"},
      {good + MakeRecipient(KeyKind::kRsa1024).certificate_pem,
       "certificate 2 has an RSA key of fewer than 2048 bits"},
  };
  for (const auto& c : kCases) {
    Recipients recipients;
    EXPECT_EQ(recipients.Add(c.pem), c.error);
    EXPECT_TRUE(recipients.empty());
  }
}

}  // namespace
}  // namespace dcmscrub
