#include "kernels/text/text_codec.h"

#include <iconv.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <optional>

#include "kernels/core/bytes.h"
#include "kernels/core/utf8.h"
#include "kernels/text/character_set.h"

namespace dcmscrub {
namespace {

constexpr char kEscape = '\x1B';

// An encoding that iconv knows, one way.
class Converter {
 public:
  Converter(const char* to, const char* from) : handle_(iconv_open(to, from)) {}
  ~Converter() {
    if (is_open()) iconv_close(handle_);
  }
  Converter(const Converter&) = delete;
  Converter& operator=(const Converter&) = delete;

  // Appends what the beginning of `text` is, and takes that off. false where
  // something is left, or characters were put in for others, as some make of
  // iconv do.
  bool Run(std::string_view& text, std::string& out) {
    if (!is_open()) return text.empty();
    iconv(handle_, nullptr, nullptr, nullptr, nullptr);
    char* in = const_cast<char*>(text.data());  // iconv's type; not written to
    std::size_t in_left = text.size();
    std::size_t changed = 0;
    do {
      char buffer[512];
      char* to = buffer;
      std::size_t room = sizeof buffer;
      changed = iconv(handle_, &in, &in_left, &to, &room);
      out.append(buffer, static_cast<std::size_t>(to - buffer));
    } while (changed == kFailed && errno == E2BIG);
    text.remove_prefix(text.size() - in_left);
    return changed == 0;
  }

 private:
  static constexpr std::size_t kFailed = ~std::size_t{0};

  bool is_open() const { return handle_ != reinterpret_cast<iconv_t>(-1); }

  iconv_t handle_;
};

std::uint8_t FirstByte(std::string_view text) {
  return static_cast<std::uint8_t>(text.front());
}

// Reads the first byte of `text` as Latin alphabet No. 1.
void TakeByte(std::string_view& text, std::string& utf8) {
  AppendCharacter(FirstByte(text), utf8);
  text.remove_prefix(1);
}

bool DecodeUtf8(std::string_view text, std::string& utf8) {
  bool exact = true;
  std::string_view rest = text;
  while (!rest.empty()) {
    if (TakeCharacter(rest) != kNoCharacter) continue;
    utf8.append(text, 0, text.size() - rest.size());
    TakeByte(rest, utf8);
    text = rest;
    exact = false;
  }
  utf8.append(text);
  return exact;
}

bool DecodeWhole(Converter& to_utf8, std::string_view text, std::string& utf8) {
  bool exact = true;
  while (true) {
    exact &= to_utf8.Run(text, utf8);
    if (text.empty()) return exact;
    TakeByte(text, utf8);
  }
}

bool IsAscii(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return (c & 0x80) == 0; });
}

bool DecodeAscii(std::string_view text, std::string& utf8) {
  const bool exact = IsAscii(text);
  if (exact || IsUtf8(text)) {
    utf8.append(text);
    return exact;
  }
  while (!text.empty()) TakeByte(text, utf8);
  return false;
}

bool EncodeAscii(std::string_view utf8, std::string& text) {
  if (!IsAscii(utf8)) return false;
  text.append(utf8);
  return true;
}

// Characters below 80H that are what they are, whatever is designated.
bool IsControl(char32_t character) {
  return character < 0x20 || character == 0x7F;
}

// The characters of a VR that end a value or one of its components.
class Delimiters {
 public:
  explicit Delimiters(Vr vr)
      : backslash_(Traits(vr).multiple), name_(vr == Vr::kPN) {}
  bool Has(char32_t c) const {
    return (backslash_ && c == U'\\') || (name_ && (c == U'^' || c == U'='));
  }

 private:
  bool backslash_;
  bool name_;
};

// All that was asked of iconv so far.
class Cache {
 public:
  const Repertoire& RepertoireOf(std::string_view set) {
    if (set != set_) {
      set_ = set;
      repertoire_ = ReadRepertoire(set);
    }
    return repertoire_;
  }

  const CodeTable& TableOf(CharacterSetId id) {
    std::optional<CodeTable>& table = tables_[id];
    if (!table) table.emplace(CharacterSets()[id]);
    return *table;
  }

  Converter& ToUtf8(CharacterSetId id) {
    std::optional<Converter>& converter = to_utf8_[id];
    if (!converter) converter.emplace("UTF-8", CharacterSets()[id].encoding);
    return *converter;
  }
  Converter& FromUtf8(CharacterSetId id) {
    std::optional<Converter>& converter = from_utf8_[id];
    if (!converter) converter.emplace(CharacterSets()[id].encoding, "UTF-8");
    return *converter;
  }

  std::string& scratch() { return scratch_; }

 private:
  template <typename T>
  using BySet = std::array<std::optional<T>, kMaxCharacterSets>;

  std::string set_;
  Repertoire repertoire_ = ReadRepertoire("");
  BySet<CodeTable> tables_;
  BySet<Converter> to_utf8_;
  BySet<Converter> from_utf8_;
  std::string scratch_;
};

// What is designated in the course of a text.
struct CodeElements {
  CharacterSetId g0;
  CharacterSetId g1;

  explicit CodeElements(const Repertoire& repertoire)
      : g0(repertoire.g0), g1(repertoire.g1) {}

  void Designate(CharacterSetId id) {
    const bool low = CharacterSets()[id].element == CodeElement::kG0;
    (low ? g0 : g1) = id;
  }
};

// Whether `text` is UTF-8 and no other set: it has characters beyond ASCII, and
// no escape sequence.
bool IsUtf8BeyondAscii(std::string_view text) {
  return !IsAscii(text) && IsUtf8(text) &&
         text.find(kEscape) == std::string_view::npos;
}

// Whether text that is UTF-8 is taken for that though the set defines all its
// bytes: in Latin alphabet No. 1 they would be capitals with a symbol behind
// each (PS3.5 6.1: ä is C3H A4H, which is "Ã¤"). Letters follow capitals in the
// other sets, and who writes code extensions knows what a character set is.
bool MayBeUtf8(const Repertoire& repertoire) {
  return repertoire.extensions().empty() && repertoire.g1 != kNoCharacterSet &&
         CharacterSets()[repertoire.g1].name == "100";
}

// ISO 2022 and the single-byte sets.
class Decoder {
 public:
  Decoder(Cache& cache, const Repertoire& repertoire, Vr vr, std::string& utf8)
      : cache_(cache),
        repertoire_(repertoire),
        delimiters_(vr),
        utf8_(utf8),
        now_(repertoire) {}

  bool Decode(std::string_view text) {
    const std::size_t begin = utf8_.size();
    const std::string_view whole = text;
    while (!text.empty()) {
      const std::uint8_t byte = FirstByte(text);
      if (byte == kEscape) {
        Escape(text);
      } else if (EndsRun(byte)) {
        now_ = CodeElements(repertoire_);
        TakeByte(text, utf8_);
      } else if (byte == ' ' || byte == 0x7F) {
        TakeByte(text, utf8_);
      } else {
        Graphic(byte < 0x80 ? now_.g0 : SetOfHighBytes(), text);
      }
    }
    if ((undefined_ || MayBeUtf8(repertoire_)) && IsUtf8BeyondAscii(whole)) {
      utf8_.resize(begin);
      utf8_.append(whole);
      exact_ = false;
    }
    return exact_;
  }

 private:
  // PS3.5 6.1.2.5.3. A byte of a kanji that looks like a delimiter is none.
  bool EndsRun(std::uint8_t byte) const {
    if (byte < 0x20) return true;
    return !CharacterSets()[now_.g0].wide && delimiters_.Has(byte);
  }

  void Escape(std::string_view& text) {
    const std::span<const CharacterSet> sets = CharacterSets();
    for (std::size_t i = 0; i < sets.size(); ++i) {
      if (sets[i].escape.empty() || !text.starts_with(sets[i].escape)) continue;
      const auto id = static_cast<CharacterSetId>(i);
      exact_ &= repertoire_.Declares(id);
      now_.Designate(id);
      text.remove_prefix(sets[i].escape.size());
      return;
    }
    Undefined(1, text);
  }

  // Many writers forget to designate anew behind a delimiter. What they mean
  // is the first set for high bytes that they declare.
  CharacterSetId SetOfHighBytes() {
    if (now_.g1 != kNoCharacterSet) return now_.g1;
    for (const CharacterSetId id : repertoire_.extensions()) {
      if (CharacterSets()[id].element != CodeElement::kG1) continue;
      exact_ = false;
      return id;
    }
    return kNoCharacterSet;
  }

  void Graphic(CharacterSetId set, std::string_view& text) {
    if (set == kNoCharacterSet) return Undefined(1, text);
    unsigned code = FirstByte(text) & 0x7F;
    std::size_t size = 1;
    if (CharacterSets()[set].wide) {
      if (!IsPair(text)) return Undefined(1, text);
      code = code << 7 | (FirstByte(text.substr(1)) & 0x7F);
      size = 2;
    }
    const char16_t character = cache_.TableOf(set).CharacterOf(code);
    if (character == 0) return Undefined(size, text);
    AppendCharacter(character, utf8_);
    text.remove_prefix(size);
  }

  // Two bytes of one half, the second one no control.
  static bool IsPair(std::string_view text) {
    if (text.size() < 2) return false;
    const std::uint8_t second = FirstByte(text.substr(1));
    const unsigned place = second & 0x7F;
    return (second ^ FirstByte(text)) < 0x80 && place > 0x20 && place < 0x7F;
  }

  void Undefined(std::size_t size, std::string_view& text) {
    exact_ = false;
    undefined_ = true;
    for (; size > 0; --size) TakeByte(text, utf8_);
  }

  Cache& cache_;
  const Repertoire& repertoire_;
  const Delimiters delimiters_;
  std::string& utf8_;
  CodeElements now_;
  bool exact_ = true;
  bool undefined_ = false;  // a byte or a pair of them, or an escape sequence
};

class Encoder {
 public:
  Encoder(Cache& cache, const Repertoire& repertoire, Vr vr, std::string& text)
      : cache_(cache),
        repertoire_(repertoire),
        delimiters_(vr),
        text_(text),
        now_(repertoire) {}

  bool Encode(std::string_view utf8) {
    const std::size_t begin = text_.size();
    while (!utf8.empty()) {
      if (Put(TakeCharacter(utf8))) continue;
      text_.resize(begin);
      return false;
    }
    Return();
    // It would be read as another text.
    const bool misleads =
        MayBeUtf8(repertoire_) &&
        IsUtf8BeyondAscii(std::string_view(text_).substr(begin));
    if (misleads) text_.resize(begin);
    return !misleads;
  }

 private:
  bool Put(char32_t character) {
    if (character == kNoCharacter || character == char32_t{kEscape}) {
      return false;
    }
    if (IsControl(character) || delimiters_.Has(character)) {
      Return();
      text_.push_back(static_cast<char>(character));
      return true;
    }
    if (PutIn(now_.g0, character) || PutIn(now_.g1, character)) return true;
    if (repertoire_.extensions().empty()) return false;
    // Where sets share a character, the one that needs no return later.
    if (PutIn(repertoire_.g0, character) || PutIn(repertoire_.g1, character)) {
      return true;
    }
    return std::ranges::any_of(
        repertoire_.extensions(),
        [&](CharacterSetId id) { return PutIn(id, character); });
  }

  // Designates `id` where it is not.
  bool PutIn(CharacterSetId id, char32_t character) {
    if (id == kNoCharacterSet) return false;
    const std::uint16_t code = cache_.TableOf(id).CodeOf(character);
    if (code == CodeTable::kNoCode) return false;
    const CharacterSet& set = CharacterSets()[id];
    const bool low = set.element == CodeElement::kG0;
    // The yen of ISO-IR 14.
    if (low && !set.wide && delimiters_.Has(code)) return false;
    if (id != (low ? now_.g0 : now_.g1)) {
      text_.append(set.escape);
      now_.Designate(id);
    }
    const unsigned high = low ? 0 : 0x80;
    if (set.wide) text_.push_back(static_cast<char>(code >> 7 | high));
    text_.push_back(static_cast<char>((code & 0x7F) | high));
    return true;
  }

  // To what is in force at the beginning. Where that has no G1, what stands
  // there is just not used again before it is designated anew: PS3.5 I.2.
  void Return() {
    if (now_.g0 != repertoire_.g0) {
      text_.append(CharacterSets()[repertoire_.g0].escape);
    }
    if (now_.g1 != repertoire_.g1 && repertoire_.g1 != kNoCharacterSet) {
      text_.append(CharacterSets()[repertoire_.g1].escape);
    }
    now_ = CodeElements(repertoire_);
  }

  Cache& cache_;
  const Repertoire& repertoire_;
  const Delimiters delimiters_;
  std::string& text_;
  CodeElements now_;
};

// Reads back what it wrote: iconv of glibc passes over characters that it
// takes for mere tags (U+E0000 to U+E007F) and calls that success.
bool EncodeWhole(Cache& cache, CharacterSetId id, std::string_view utf8,
                 std::string& text) {
  const std::size_t begin = text.size();
  std::string_view rest = utf8;
  if (cache.FromUtf8(id).Run(rest, text)) {
    std::string& again = cache.scratch();
    again.clear();
    std::string_view written = std::string_view(text).substr(begin);
    if (cache.ToUtf8(id).Run(written, again) && again == utf8) return true;
  }
  text.resize(begin);
  return false;
}

bool IsUtf8Set(CharacterSetId id) { return CharacterSets()[id].name == "192"; }

// Whether plain ASCII is the same in `repertoire`.
bool HoldsAscii(const Repertoire& repertoire) {
  return repertoire.whole != kNoCharacterSet ||
         repertoire.g0 == DefaultRepertoire();
}

}  // namespace

bool IsPlainAscii(std::string_view text) {
  constexpr std::uint64_t kOnes = 0x0101010101010101;
  constexpr std::uint64_t kHigh = 0x8080808080808080;
  while (text.size() >= sizeof(std::uint64_t)) {
    const auto word =
        Load<std::uint64_t>(AsBytes(text).data(), ByteOrder::kLittle);
    // The subtraction borrows from a byte that is 0, here: that was an escape.
    const std::uint64_t escapes = word ^ (kOnes * std::uint8_t{kEscape});
    if (((word | (escapes - kOnes)) & kHigh) != 0) return false;
    text.remove_prefix(sizeof word);
  }
  return std::ranges::none_of(
      text, [](char c) { return (c & 0x80) != 0 || c == kEscape; });
}

class TextCodec::Converters : public Cache {};

TextCodec::TextCodec() : converters_(std::make_unique<Converters>()) {}
TextCodec::~TextCodec() = default;

bool TextCodec::Decode(std::string_view set, Vr vr, std::string_view text,
                       std::string& utf8) {
  if (!Traits(vr).character_set) return DecodeAscii(text, utf8);
  const Repertoire& repertoire = converters_->RepertoireOf(set);
  if (HoldsAscii(repertoire) && IsPlainAscii(text)) {
    utf8.append(text);
    return true;
  }
  if (repertoire.whole == kNoCharacterSet) {
    return Decoder(*converters_, repertoire, vr, utf8).Decode(text);
  }
  if (IsUtf8Set(repertoire.whole)) return DecodeUtf8(text, utf8);
  const std::size_t begin = utf8.size();
  if (DecodeWhole(converters_->ToUtf8(repertoire.whole), text, utf8)) {
    return true;
  }
  if (IsUtf8BeyondAscii(text)) {
    utf8.resize(begin);
    utf8.append(text);
  }
  return false;
}

bool TextCodec::Encode(std::string_view set, Vr vr, std::string_view utf8,
                       std::string& text) {
  if (!Traits(vr).character_set) return EncodeAscii(utf8, text);
  const Repertoire& repertoire = converters_->RepertoireOf(set);
  if (HoldsAscii(repertoire) && IsPlainAscii(utf8)) {
    text.append(utf8);
    return true;
  }
  if (repertoire.whole == kNoCharacterSet) {
    return Encoder(*converters_, repertoire, vr, text).Encode(utf8);
  }
  if (!IsUtf8(utf8)) return false;
  if (IsUtf8Set(repertoire.whole)) {
    text.append(utf8);
    return true;
  }
  return EncodeWhole(*converters_, repertoire.whole, utf8, text);
}

}  // namespace dcmscrub
