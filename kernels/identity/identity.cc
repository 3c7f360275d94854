#include "kernels/identity/identity.h"

#include <algorithm>
#include <atomic>
#include <charconv>
#include <optional>

#include "kernels/core/ascii.h"

namespace dcmscrub {
namespace {

__extension__ using Uint128 = unsigned __int128;

constexpr std::string_view kStandardRoot = "1.2.840.10008.";
constexpr std::string_view kUuidRoot = "2.25";
constexpr std::string_view kPseudonymPrefix = "P-";
constexpr std::string_view kNeutralPrefix = "F-";

// The first bits of a digest are its most significant ones.
std::uint64_t FirstBits(const Digest& digest, int bits) {
  return Load<std::uint64_t>(digest.data(), ByteOrder::kBig) >> (64 - bits);
}

// RFC 9562 5.8, a UUID of version 8:
//
//   high  48 bits of r | 1000 | 12 bits of r
//   low   10 | 20 bits of r | 42 bits of check
//
// where r is 80 bits of keyed hash, kept as 64 + 16.
struct UidParts {
  std::uint64_t r_high = 0;
  std::uint16_t r_low = 0;
  std::uint64_t check = 0;
};
constexpr int kUidCheckBits = 42;
constexpr std::uint64_t kUidCheckMask = (std::uint64_t{1} << kUidCheckBits) - 1;

Uint128 PackUuid(const UidParts& parts) {
  const std::uint64_t high =
      (parts.r_high >> 16 << 16) | 0x8000 | (parts.r_high >> 4 & 0xFFF);
  const std::uint64_t r_last = (parts.r_high & 0xF) << 16 | parts.r_low;
  const std::uint64_t low =
      std::uint64_t{2} << 62 | r_last << kUidCheckBits | parts.check;
  return Uint128{high} << 64 | low;
}

// Nothing when version or variant are others.
std::optional<UidParts> UnpackUuid(Uint128 uuid) {
  const auto high = static_cast<std::uint64_t>(uuid >> 64);
  const auto low = static_cast<std::uint64_t>(uuid);
  if ((high >> 12 & 0xF) != 8 || low >> 62 != 2) return std::nullopt;
  const std::uint64_t r_last = low >> kUidCheckBits & 0xFFFFF;
  UidParts parts;
  parts.r_high = (high >> 16 << 16) | (high & 0xFFF) << 4 | r_last >> 16;
  parts.r_low = static_cast<std::uint16_t>(r_last & 0xFFFF);
  parts.check = low & kUidCheckMask;
  return parts;
}

// Over the root as well, unless it is that of UUIDs: no one can put an
// identifier before a number of ours and have it pass.
std::uint64_t UidCheck(const KeyedHash& hash, std::string_view root,
                       const UidParts& parts) {
  std::uint8_t r[10];
  Store<std::uint64_t>(r, parts.r_high, ByteOrder::kBig);
  Store<std::uint16_t>(r + 8, parts.r_low, ByteOrder::kBig);
  const Bytes checked[] = {r, AsBytes(root)};
  const std::size_t count = root == kUuidRoot ? 1 : 2;
  return FirstBits(hash.Hash(std::span(checked, count)), kUidCheckBits);
}

void AppendDecimal(ShortText& text, Uint128 value) {
  // 10^19 is the largest power of ten in 64 bits: three pieces at most.
  constexpr std::uint64_t kPiece = 10'000'000'000'000'000'000u;
  if (value >= kPiece) AppendDecimal(text, value / kPiece);
  char digits[20];
  const auto piece = static_cast<std::uint64_t>(value % kPiece);
  const char* end = std::to_chars(digits, digits + sizeof digits, piece).ptr;
  if (value >= kPiece) {
    constexpr std::string_view kZeros = "0000000000000000000";
    text.Append(kZeros.substr(static_cast<std::size_t>(end - digits)));
  }
  text.Append({digits, static_cast<std::size_t>(end - digits)});
}

// The number in its only form: no sign, no leading zero, below 2^128.
std::optional<Uint128> ParseDecimal(std::string_view digits) {
  constexpr std::string_view kMost = "340282366920938463463374607431768211455";
  if (digits.empty() || digits.size() > kMost.size()) return std::nullopt;
  if (digits[0] == '0' && digits.size() > 1) return std::nullopt;
  if (digits.size() == kMost.size() && digits > kMost) return std::nullopt;
  Uint128 value = 0;
  while (!digits.empty()) {
    constexpr std::size_t kPiece = 19;  // digits that fit into 64 bits
    std::uint64_t piece = 0;
    std::uint64_t scale = 1;
    for (const char c : digits.substr(0, kPiece)) {
      if (c < '0' || c > '9') return std::nullopt;
      piece = 10 * piece + static_cast<std::uint64_t>(c - '0');
      scale *= 10;
    }
    value = value * scale + piece;
    digits.remove_prefix(std::min(kPiece, digits.size()));
  }
  return value;
}

void AppendBase32(ShortText& text, std::uint64_t value, int characters) {
  for (int i = characters - 1; i >= 0; --i) {
    text.Append(kBase32[value >> (5 * i) & 31]);
  }
}

std::optional<std::uint64_t> ParseBase32(std::string_view text) {
  std::uint64_t value = 0;
  for (char c : text) {
    const std::size_t digit = kBase32.find(c);
    if (digit == std::string_view::npos) return std::nullopt;
    value = value << 5 | digit;
  }
  return value;
}

// A pseudonym: 12 characters of keyed hash, and the check: 3 characters under
// our own prefix, 6 under any other. A site's prefix may be anything, so that
// many a foreign number of 18 digits has the form of its pseudonyms.
constexpr int kHashCharacters = 12;

constexpr std::size_t kOwnPseudonymSize = kPseudonymPrefix.size() + 15;

int CheckCharacters(std::string_view prefix) {
  return prefix == kPseudonymPrefix ? 3 : 6;
}

std::uint64_t PseudonymCheck(const KeyedHash& hash, std::string_view prefix,
                             std::uint64_t r) {
  std::uint8_t bytes[8];
  Store<std::uint64_t>(bytes, r, ByteOrder::kBig);
  const Bytes checked[] = {bytes, AsBytes(prefix)};
  const std::size_t count = prefix == kPseudonymPrefix ? 1 : 2;
  return FirstBits(hash.Hash(std::span(checked, count)),
                   5 * CheckCharacters(prefix));
}

bool IsPseudonymOf(const KeyedHash& check, std::string_view prefix,
                   std::string_view text) {
  text.remove_prefix(prefix.size());
  const auto r = ParseBase32(text.substr(0, kHashCharacters));
  const auto given = ParseBase32(text.substr(kHashCharacters));
  return r && given && *given == PseudonymCheck(check, prefix, *r);
}

bool IsPseudonym(const KeyedHash& check, std::string_view text) {
  constexpr std::size_t kSiteSize = 18;
  if (text.size() == kOwnPseudonymSize) {
    return text.starts_with(kPseudonymPrefix) &&
           IsPseudonymOf(check, kPseudonymPrefix, text);
  }
  if (text.size() < kSiteSize ||
      text.size() > kSiteSize + Identity::kLongestPrefix) {
    return false;
  }
  const std::string_view prefix = text.substr(0, text.size() - kSiteSize);
  return prefix != kPseudonymPrefix && IsPseudonymOf(check, prefix, text);
}

bool IsUidMadeWith(const KeyedHash& check, std::string_view uid) {
  // A UUID of version 8 is 2^79 at least: so many digits, without a dot.
  constexpr std::size_t kFewestDigits = 24;
  if (uid.size() <= kFewestDigits) return false;
  const std::size_t last = uid.size() - kFewestDigits;
  if (uid.find('.', last) != std::string_view::npos) return false;
  const std::size_t dot = uid.rfind('.', last);
  if (dot == std::string_view::npos || dot > Identity::kLongestUidRoot) {
    return false;
  }
  const std::string_view digits = uid.substr(dot + 1);
  const auto uuid = ParseDecimal(digits);
  if (!uuid) return false;
  const auto parts = UnpackUuid(*uuid);
  return parts && parts->check == UidCheck(check, uid.substr(0, dot), *parts);
}

std::uint64_t NextSerial() {
  static std::atomic<std::uint64_t> last{0};
  return ++last;
}

}  // namespace

// The labels are part of what a key means: a change of one changes every
// output.
Identity::Identity(const Key& key, std::string_view uid_root)
    : serial_(NextSerial()),
      uid_(key, "uid"),
      uid_check_(key, "uid check"),
      contents_(key, "contents"),
      patient_(key, "patient"),
      name_(key, "name"),
      pseudonym_check_(key, "pseudonym check"),
      path_(key, "path"),
      fingerprint_(key, "fingerprint"),
      seal_(key, "seal"),
      hash_(key, "hash"),
      date_offset_(key, "date offset"),
      uid_root_(uid_root.empty() ? kUuidRoot : uid_root) {}

ShortText Identity::MapUid(std::string_view uid) const {
  if (uid.empty()) return {};
  if (IsStandardUid(uid) || MadeUid(uid)) return ShortText(uid);
  return MakeUid(uid_.Hash(AsBytes(uid)));
}

ShortText Identity::DeriveUid(std::span<const Bytes> contents) const {
  return MakeUid(contents_.Hash(contents));
}

ShortText Identity::MakeUid(const Digest& digest) const {
  UidParts parts;
  parts.r_high = Load<std::uint64_t>(digest.data(), ByteOrder::kBig);
  parts.r_low = Load<std::uint16_t>(digest.data() + 8, ByteOrder::kBig);
  parts.check = UidCheck(uid_check_, uid_root_.view(), parts);
  ShortText text = uid_root_;
  text.Append('.');
  AppendDecimal(text, PackUuid(parts));
  return text;
}

ShortText Identity::PatientPseudonym(std::string_view id,
                                     std::string_view issuer) const {
  return Pseudonym(patient_, kPseudonymPrefix, id, issuer);
}

ShortText Identity::NamePseudonym(std::string_view name) const {
  return Pseudonym(name_, kPseudonymPrefix, name, {});
}

ShortText Identity::PseudonymOf(std::string_view prefix,
                                std::string_view value) const {
  return Pseudonym(patient_, prefix, WithoutEmptyEnd(value), {});
}

ShortText Identity::Pseudonym(const KeyedHash& hash, std::string_view prefix,
                              std::string_view first,
                              std::string_view second) const {
  if (first.empty()) return {};
  if (MadePseudonym(first)) return ShortText(first);
  const Bytes parts[] = {AsBytes(first), AsBytes(second)};
  const std::uint64_t r = FirstBits(hash.Hash(parts), 5 * kHashCharacters);
  ShortText text(prefix);
  AppendBase32(text, r, kHashCharacters);
  AppendBase32(text, PseudonymCheck(pseudonym_check_, prefix, r),
               CheckCharacters(prefix));
  return text;
}

ShortText Identity::Hash(std::string_view value, int characters) const {
  const Digest digest = hash_.Hash(AsBytes(value));
  ShortText text;
  // 12 characters are in the first 8 bytes of a part; no bit serves twice.
  for (std::size_t part = 0; characters > 0; ++part) {
    const std::uint64_t bits =
        Load<std::uint64_t>(digest.data() + 8 * part, ByteOrder::kBig);
    const int count = std::min(characters, 12);
    AppendBase32(text, bits >> (64 - 5 * count), count);
    characters -= count;
  }
  return text;
}

int Identity::DateOffset(std::string_view id, std::string_view issuer,
                         DateShiftRange range) const {
  const Bytes parts[] = {AsBytes(id), AsBytes(issuer)};
  const std::uint64_t bits = FirstBits(date_offset_.Hash(parts), 64);
  // A fraction of 2^64 scaled to the range: even but for one in 2^50.
  const auto choices = static_cast<unsigned>(range.most - range.least) + 1;
  const auto choice = static_cast<int>(Uint128{bits} * choices >> 64);
  return -range.least - choice;
}

bool Identity::MadeUid(std::string_view uid) const {
  return IsUidMadeWith(uid_check_, uid);
}

bool Identity::MadePseudonym(std::string_view text) const {
  return IsPseudonym(pseudonym_check_, text);
}

ShortText Identity::NeutralName(std::string_view original) const {
  const Digest digest = path_.Hash(AsBytes(original));
  ShortText text;
  text.Append(kNeutralPrefix);
  AppendBase32(text, FirstBits(digest, 5 * kHashCharacters), kHashCharacters);
  return text;
}

std::string Identity::Fingerprint() const {
  const Digest digest = fingerprint_.Hash(Bytes());
  std::string text;
  for (std::size_t i = 0; i < 8; ++i) {
    text += "0123456789abcdef"[digest[i] >> 4];
    text += "0123456789abcdef"[digest[i] & 0xF];
  }
  return text;
}

bool HasPseudonymForm(std::string_view text) {
  return text.size() == kOwnPseudonymSize &&
         text.starts_with(kPseudonymPrefix) &&
         text.find_first_not_of(kBase32, kPseudonymPrefix.size()) ==
             std::string_view::npos;
}

bool IsStandardUid(std::string_view uid) {
  return uid.starts_with(kStandardRoot) && IsValidUid(uid);
}

}  // namespace dcmscrub
