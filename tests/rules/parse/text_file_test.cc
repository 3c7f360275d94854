#include "rules/parse/text_file.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace dcmscrub {
namespace {

using namespace std::string_view_literals;

TEST(TextFile, TellsWhatCanBeOne) {
  const std::string key(32, '\xA7');
  const struct {
    std::string_view file;
    std::string_view why;
  } kCases[] = {
      {"", ""},
      {"keep Modality\n", ""},
      {"keep \x1B[31mModality\n", ""},
      {"# M\xFCnchen, a comment in another set than UTF-8, as long as it is\n",
       ""},
      {"# M\xFCnchen\n", ""},
      {key, "this is no text file"},
      {"keep\0Modality"sv, "this is no text file"},
      {"\x01\x02\xFF and so on, which is longer than any key or seal can be, "
       "by far\n",
       "this is no text file"},
      {"\xFF\xFEk\0e\0"sv, "this is UTF-16; save the file as UTF-8"},
      {"\xFE\xFF\0k\0e"sv, "this is UTF-16; save the file as UTF-8"},
      {"-----BEGIN PRIVATE KEY-----\n", "this is a key or a certificate"},
      {"\xEF\xBB\xBF\n -----BEGIN CERTIFICATE-----\n",
       "this is a key or a certificate"},
      {"Bag Attributes\n    localKeyID: 01\n-----BEGIN PRIVATE KEY-----\n",
       "this is a key or a certificate"},
      {"---- BEGIN SSH2 ENCRYPTED PRIVATE KEY ----\n",
       "this is a key or a certificate"},
      {"PuTTY-User-Key-File-3: ssh-ed25519\n",
       "this is a key or a certificate"},
      {"# never a line of -----BEGIN in it\n", ""},
      {"0123456789abcdef0123456789abcdef\n0123456789ABCDEF0123456789abcdef\n",
       "this is a key"},
      {"MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=", "this is a key"},
      {"0123456789abcdef0123456789abcdef\n", ""},
  };
  for (const auto& c : kCases) EXPECT_EQ(WhyNoText(c.file), c.why) << c.file;
  EXPECT_NE(WhyNoText(key + "\n"), "") << "with a line end behind it";
}

TEST(TextFile, HasLinesOfAnySystem) {
  std::string_view text = "a\r\nb\n\rc\r\r\nd";
  std::vector<std::string_view> lines;
  while (!text.empty()) lines.push_back(TakeLine(text));
  EXPECT_EQ(lines, (std::vector<std::string_view>{"a", "b", "", "c", "", "d"}));
}

}  // namespace
}  // namespace dcmscrub
