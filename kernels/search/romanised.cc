#include "kernels/search/romanised.h"

#include <algorithm>
#include <span>
#include <utility>

#include "kernels/core/utf8.h"
#include "kernels/search/spellings.h"
#include "kernels/text/letters.h"

namespace dcmscrub {
namespace {

struct Letter {
  char32_t character;
  std::string_view passport;
  std::string_view english;  // null: the same
};

// Ascending, small letters alone. ICAO Doc 9303-3, section 6 B; BGN/PCGN 1947.
constexpr Letter kCyrillic[] = {
    {U'а', "a", {}},    {U'б', "b", {}},    {U'в', "v", {}},
    {U'г', "g", {}},    {U'д', "d", {}},    {U'е', "e", {}},
    {U'ж', "zh", {}},   {U'з', "z", {}},    {U'и', "i", {}},
    {U'й', "i", "y"},   {U'к', "k", {}},    {U'л', "l", {}},
    {U'м', "m", {}},    {U'н', "n", {}},    {U'о', "o", {}},
    {U'п', "p", {}},    {U'р', "r", {}},    {U'с', "s", {}},
    {U'т', "t", {}},    {U'у', "u", {}},    {U'ф', "f", {}},
    {U'х', "kh", {}},   {U'ц', "ts", {}},   {U'ч', "ch", {}},
    {U'ш', "sh", {}},   {U'щ', "shch", {}}, {U'ъ', "ie", ""},
    {U'ы', "y", {}},    {U'ь', "", {}},     {U'э', "e", {}},
    {U'ю', "iu", "yu"}, {U'я', "ia", "ya"}, {U'ё', "e", "yo"},
    {U'ђ', "d", "dj"},  {U'ѓ', "g", {}},    {U'є', "ie", "ye"},
    {U'ѕ', "dz", {}},   {U'і', "i", {}},    {U'ї', "i", "yi"},
    {U'ј', "j", {}},    {U'љ', "lj", {}},   {U'њ', "nj", {}},
    {U'ћ', "c", {}},    {U'ќ', "k", {}},    {U'ў', "u", {}},
    {U'џ', "dz", {}},   {U'ґ', "g", {}}};

// ELOT 743.
constexpr Letter kGreek[] = {
    {U'α', "a", {}}, {U'β', "v", {}}, {U'γ', "g", {}},  {U'δ', "d", {}},
    {U'ε', "e", {}}, {U'ζ', "z", {}}, {U'η', "i", {}},  {U'θ', "th", {}},
    {U'ι', "i", {}}, {U'κ', "k", {}}, {U'λ', "l", {}},  {U'μ', "m", {}},
    {U'ν', "n", {}}, {U'ξ', "x", {}}, {U'ο', "o", {}},  {U'π', "p", {}},
    {U'ρ', "r", {}}, {U'ς', "s", {}}, {U'σ', "s", {}},  {U'τ', "t", {}},
    {U'υ', "y", {}}, {U'φ', "f", {}}, {U'χ', "ch", {}}, {U'ψ', "ps", {}},
    {U'ω', "o", {}}};

// From small a (U+3041) to n (U+3093), in the order of Unicode. Small kana are
// those that join the one before them.
constexpr std::string_view kKana[] = {
    "a",  "a",  "i",  "i",  "u",  "u",  "e",  "e",  "o",   "o",  "ka",  "ga",
    "ki", "gi", "ku", "gu", "ke", "ge", "ko", "go", "sa",  "za", "shi", "ji",
    "su", "zu", "se", "ze", "so", "zo", "ta", "da", "chi", "ji", "",    "tsu",
    "zu", "te", "de", "to", "do", "na", "ni", "nu", "ne",  "no", "ha",  "ba",
    "pa", "hi", "bi", "pi", "fu", "bu", "pu", "he", "be",  "pe", "ho",  "bo",
    "po", "ma", "mi", "mu", "me", "mo", "ya", "ya", "yu",  "yu", "yo",  "yo",
    "ra", "ri", "ru", "re", "ro", "wa", "wa", "i",  "e",   "o",  "n"};
constexpr char32_t kFirstKana = 0x3041;
constexpr char32_t kLastKana = 0x3093;
constexpr char32_t kSmallTsu = 0x3063;
constexpr char32_t kKatakana = 0x60;  // behind the hiragana
constexpr char32_t kLongVowel = 0x30FC;
constexpr char32_t kVoiced = 0x3099;

// Half width, U+FF66 to U+FF9D, as hiragana.
constexpr std::u32string_view kHalfWidth =
    U"をぁぃぅぇぉゃゅょっーあいうえおかきくけこさしすせそたちつてとなにぬねの"
    U"はひふへほまみむめもやゆよらりるれろわん";
constexpr char32_t kFirstHalfWidth = 0xFF66;
constexpr char32_t kLastHalfWidth = 0xFF9D;

// The hiragana of any kana; other characters as they are.
char32_t AsHiragana(char32_t c) {
  if (c >= kFirstHalfWidth && c <= kLastHalfWidth) {
    c = kHalfWidth[c - kFirstHalfWidth];
    return c == U'ー' ? kLongVowel : c;
  }
  if (c == 0xFF9E) return kVoiced;
  if (c == 0xFF9F) return kVoiced + 1;
  const bool katakana =
      c >= kFirstKana + kKatakana && c <= kLastKana + kKatakana;
  return katakana ? c - kKatakana : c;
}

bool IsKana(char32_t c) {
  return (c >= kFirstKana && c <= kLastKana) || c == kLongVowel ||
         c == kVoiced || c == kVoiced + 1;
}

bool IsSmallY(char32_t c) { return c == U'ゃ' || c == U'ゅ' || c == U'ょ'; }

bool IsVowel(char c) {
  return c == 'a' || c == 'i' || c == 'u' || c == 'e' || c == 'o';
}

// A kana with the mark that makes it voiced stands behind it in Unicode.
bool TakesMark(char32_t kana, char32_t mark) {
  const bool h = kana >= U'は' && kana <= U'ほ' && (kana - U'は') % 3 == 0;
  if (mark == kVoiced + 1) return h;
  return h || (kana >= U'か' && kana <= U'ち' && (kana - U'か') % 2 == 0) ||
         (kana >= U'つ' && kana <= U'と' && (kana - U'つ') % 2 == 0);
}

class Romaniser {
 public:
  Romaniser(Romanisation romanisation, std::string& latin)
      : english_(romanisation == Romanisation::kEnglish), latin_(latin) {}

  bool Run(std::string_view utf8) {
    while (!utf8.empty()) {
      const char32_t c = AsHiragana(TakeAnyCharacter(utf8));
      if (IsKana(c)) {
        TakeKana(c);
        continue;
      }
      PutKana();
      if (c < 0x250 || KindOf(c) != CharacterKind::kLetter) {
        AppendCharacter(c, latin_);
      } else if (!PutLetter(c)) {
        return false;
      }
    }
    PutKana();
    return any_;
  }

 private:
  bool PutLetter(char32_t c) {
    folded_.clear();
    if (c < 0x400) AppendFolded(c, folded_);  // Greek with accents
    std::string_view rest = folded_;
    const char32_t small = folded_.empty() ? AsSmall(c) : TakeCharacter(rest);
    for (const std::span<const Letter> script :
         {std::span<const Letter>(kCyrillic),
          std::span<const Letter>(kGreek)}) {
      const auto letter = std::ranges::find(script, small, &Letter::character);
      if (letter == script.end()) continue;
      any_ = true;
      const bool other = english_ && letter->english.data() != nullptr;
      latin_ += other ? letter->english : letter->passport;
      if (small == U'υ') SettleYpsilon();
      return true;
    }
    return false;
  }

  // ου is ou; αυ, ευ, ηυ are av, ev, iv.
  void SettleYpsilon() {
    if (latin_.size() < 2) return;
    switch (latin_[latin_.size() - 2]) {
      case 'o':
        latin_.back() = 'u';
        break;
      case 'a':
      case 'e':
        latin_.back() = 'v';
        break;
      default:
        break;
    }
  }

  void TakeKana(char32_t c) {
    any_ = true;
    if (c == kVoiced || c == kVoiced + 1) {
      if (TakesMark(kana_, c)) kana_ += c - kVoiced + 1;
      return;
    }
    if (c == kLongVowel) {
      PutKana();
      if (english_ && !latin_.empty() && IsVowel(latin_.back())) {
        latin_ += latin_.back();
      }
      return;
    }
    if (IsSmallY(c) && kana_ != 0 && JoinsSmallY(c)) return;
    PutKana();
    kana_ = c;
  }

  // きゃ is kya, しゃ is sha.
  bool JoinsSmallY(char32_t c) {
    const std::string_view before = kKana[kana_ - kFirstKana];
    if (!before.ends_with('i') || before.size() < 2) return false;
    std::string_view y = kKana[c - kFirstKana];
    if (before.ends_with("hi") || before == "ji") {
      if (before != "hi") y.remove_prefix(1);
    }
    PutDoubled(before.substr(0, before.size() - 1));
    latin_ += y;
    kana_ = 0;
    return true;
  }

  void PutKana() {
    if (kana_ == 0) return;
    const char32_t kana = std::exchange(kana_, 0);
    if (kana == kSmallTsu) {
      doubles_ = true;
      return;
    }
    const std::string_view text = kKana[kana - kFirstKana];
    // Yūko, Tarō: a long vowel is spelt with one more, which passports lack.
    const bool longer =
        !english_ && text.size() == 1 && !latin_.empty() &&
        ((text == "u" && (latin_.back() == 'o' || latin_.back() == 'u')) ||
         (text == "o" && latin_.back() == 'o'));
    if (!longer) PutDoubled(text);
  }

  void PutDoubled(std::string_view text) {
    if (std::exchange(doubles_, false) && !text.empty() && !IsVowel(text[0])) {
      latin_ += text.starts_with("ch") ? 't' : text[0];
    }
    latin_ += text;
  }

  const bool english_;
  std::string& latin_;
  std::string folded_;
  char32_t kana_ = 0;     // read and not put
  bool doubles_ = false;  // the consonant that follows
  bool any_ = false;
};

}  // namespace

bool AppendRomanised(std::string_view utf8, Romanisation romanisation,
                     std::string& latin) {
  return Romaniser(romanisation, latin).Run(utf8);
}

}  // namespace dcmscrub
