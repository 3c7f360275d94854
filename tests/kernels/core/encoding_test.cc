#include "kernels/core/encoding.h"

#include <gtest/gtest.h>

#include <string>

#include "tests/support/tsv.h"

namespace dcmscrub {
namespace {

TEST(Encoding, AgreesWithEveryTransferSyntaxOfTheStandard) {
  int found = 0;
  for (const TsvRow& row : ReadStandardTable("transfer_syntaxes.tsv")) {
    const std::string& uid = row.at("uid");
    SCOPED_TRACE(uid);
    const auto syntax = FindTransferSyntax(uid);
    const bool file = row.at("vr_encoding") != "none" &&
                      row.at("pixel_coding") != "rtp-stream";
    ASSERT_EQ(syntax.has_value(), file);
    if (!file) continue;
    ++found;
    EXPECT_EQ(syntax->uid, uid);
    EXPECT_EQ(syntax->encoding.explicit_vr,
              row.at("vr_encoding") == "explicit");
    EXPECT_EQ(syntax->encoding.order == ByteOrder::kBig,
              row.at("endian") == "big");
    EXPECT_EQ(syntax->deflated, row.at("deflated") == "Y");
    EXPECT_EQ(syntax->encapsulated, row.at("encapsulated") == "Y");
  }
  EXPECT_GT(found, 50);
}

TEST(Encoding, KnowsTheNamedSyntaxes) {
  namespace ts = transfer_syntax;
  EXPECT_EQ(FindTransferSyntax(ts::kImplicitVrLittleEndian)->encoding,
            kImplicitLittle);
  EXPECT_EQ(FindTransferSyntax(ts::kExplicitVrLittleEndian)->encoding,
            kExplicitLittle);
  EXPECT_EQ(FindTransferSyntax(ts::kExplicitVrBigEndian)->encoding,
            kExplicitBig);
}

TEST(Encoding, OtherTextIsNoTransferSyntax) {
  for (std::string_view uid :
       {"", "1", "1.2.840.10008.1.2.", "1.2.840.10008.1.2.1 ",
        "1.2.840.10008.1.2.3", "1.2.840.10008.1.2.4.999", "1.2.840.10008.1.1",
        "1.2.840.113619.5.2"}) {
    EXPECT_FALSE(FindTransferSyntax(uid).has_value()) << uid;
  }
}

}  // namespace
}  // namespace dcmscrub
