// Text in a Specific Character Set ↔ UTF-8. PS3.5 6.1, PS3.3 C.12.1.1.2: the
// single-byte sets, ISO 2022 code extensions with their escape sequences and
// resets, UTF-8, GB 18030 and GBK. Over iconv(3).
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "kernels/core/vr.h"

namespace dcmscrub {

// Whether every byte is ASCII and none is an escape. Such text is the same in
// all sets but for the yen and the overline of ISO_IR 13.
bool IsPlainAscii(std::string_view text);

// Keeps what it asked iconv for: one codec, one thread at a time. A warm one
// allocates nothing but what the text needs.
class TextCodec {
 public:
  TextCodec();
  ~TextCodec();
  TextCodec(const TextCodec&) = delete;
  TextCodec& operator=(const TextCodec&) = delete;

  // Both take the value of (0008,0005) as `set`, backslashes, padding and all;
  // how its terms may be spelled: ReadRepertoire. A term that is not known
  // counts as the default repertoire. `vr` tells which characters end a value
  // or a component and so reset code extensions (PS3.5 6.1.2.5.3); VRs that do
  // not follow (0008,0005) are ASCII.
  //
  // Where Decode returns true, Encode takes what it appended.

  // Appends `text`, a whole element value, as UTF-8. To be done before a value
  // is split: bytes of GB 18030, GBK and ISO 2022 characters may equal its
  // delimiters. A value with bytes that the set does not define is read as
  // UTF-8 where it is UTF-8 from end to end, which no other text is by chance;
  // in Latin alphabet No. 1, which defines nearly all bytes, any such value.
  // Else such bytes are read as Latin alphabet No. 1, so that nothing is lost,
  // and characters of a set that is not declared, or not designated, as what
  // they are. false tells of each of these.
  // In ISO_IR 13, 5CH is the delimiter of VRs that have one and else a yen.
  bool Decode(std::string_view set, Vr vr, std::string_view text,
              std::string& utf8);

  // Appends `utf8`, a whole element value, in `set`. false, and nothing
  // appended, where a character is not in the set, or would be taken for a
  // delimiter there, or where `utf8` is not well-formed, or Decode would read
  // it as UTF-8.
  bool Encode(std::string_view set, Vr vr, std::string_view utf8,
              std::string& text);

 private:
  class Converters;
  std::unique_ptr<Converters> converters_;
};

}  // namespace dcmscrub
