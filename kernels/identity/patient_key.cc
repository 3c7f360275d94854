#include "kernels/identity/patient_key.h"

#include <algorithm>

#include "kernels/core/text.h"
#include "kernels/core/vr.h"
#include "kernels/text/text_codec.h"

namespace dcmscrub {
namespace {

// Takes off what stands before the first `delimiter`, and that.
std::string_view TakeUpTo(char delimiter, std::string_view& text) {
  const std::string_view first = text.substr(0, text.find(delimiter));
  text.remove_prefix(std::min(text.size(), first.size() + 1));
  return first;
}

void DropEnd(char c, std::size_t begin, std::string& text) {
  while (text.size() > begin && text.back() == c) text.pop_back();
}

void Decode(const PatientText& from, Vr vr, std::string_view text,
            TextCodec& codec, std::string& utf8) {
  utf8.clear();
  codec.Decode(from.character_set, vr, TrimPadding(text), utf8);
}

}  // namespace

std::string_view WithoutEmptyEnd(std::string_view text) {
  text = TrimPadding(text);
  while (text.ends_with('^')) {
    text.remove_suffix(1);
    text = TrimPadding(text);
  }
  return text;
}

void AppendPlainName(std::string_view utf8, std::string& name) {
  const std::size_t begin = name.size();
  while (!utf8.empty()) {
    std::string_view group = TakeUpTo('=', utf8);
    const std::size_t begin_of_group = name.size();
    while (!group.empty()) {
      name += TrimPadding(TakeUpTo('^', group));
      name += '^';
    }
    DropEnd('^', begin_of_group, name);
    name += '=';
  }
  DropEnd('=', begin, name);
}

void PatientKey::Read(const PatientText& text, TextCodec& codec) {
  Decode(text, Vr::kLO, text.issuer, codec, issuer);
  Decode(text, Vr::kLO, text.id, codec, who);
  who = WithoutEmptyEnd(who);
  by_name = who.empty();
  if (!by_name) return;
  // What is left of an ID that says nothing has no issuer.
  Decode(text, Vr::kPN, text.name, codec, issuer);
  AppendPlainName(issuer, who);
  issuer.clear();
}

PatientKey PatientKey::Of(const PatientText& text, TextCodec& codec) {
  PatientKey key;
  key.Read(text, codec);
  return key;
}

}  // namespace dcmscrub
