#include "pipeline/item/read.h"

#include <algorithm>
#include <cerrno>

#include "kernels/parse/inflate.h"

namespace dcmscrub {
namespace {

// One read of all of a file up to here costs less than a read of its head and
// a copy inside the system's kernel of the rest.
constexpr std::uint64_t kWholeFile = 256 * 1024;
constexpr std::uint64_t kHead = 64 * 1024;
static_assert(kHead >= kFilePrefixBytes);
constexpr std::uint64_t kReadOn = 64 * 1024;
constexpr std::uint64_t kHopRead = 4 * 1024;
// One element costs its entry in the index and its share of the scrubber's
// lists, all of which grow by doubling.
constexpr std::uint64_t kElementCost = 3 * sizeof(Element);

// Fills one object, or decides how its input ends.
class ObjectReader {
 public:
  ObjectReader(const ReadTerms& terms, InputObject& object, Ending& ending)
      : terms_(terms), object_(object), ending_(ending) {}

  void Read(const std::string& path);
  Fit Parse(std::uint64_t budget);

 private:
  bool Fetch(std::uint64_t begin, std::uint64_t size);
  void AimWindows();
  IndexLimits LimitsFor(std::uint64_t budget) const;
  Fit ReadOn(std::uint64_t budget);
  Fit ParsePlain(std::uint64_t budget);
  Fit ParseDeflated(std::uint64_t budget);

  const ReadTerms& terms_;
  InputObject& object_;
  Ending& ending_;
  const std::uint8_t* aimed_at_ = nullptr;  // what the windows view
};

void ObjectReader::Read(const std::string& path) {
  object_.info = {};
  object_.whole = false;
  object_.buffer.Resize(0);
  if (terms_.stopped()) return ending_.Interrupt();
  const int error = terms_.file_system.Open(path, /*follow=*/false,
                                            object_.file, &object_.info);
  if (error == ENXIO) return ending_.Skip(Reason::kNotAFile);
  if (error != 0) return ending_.Quarantine(Reason::kReadError, error);
  const std::uint64_t size = object_.info.size;
  if (size == 0) return ending_.Skip(Reason::kEmptyFile);
  object_.whole = size <= kWholeFile;
  if (!Fetch(0, object_.whole ? size : kHead)) return;
  if (object_.whole && !terms_.keep_open) object_.file.reset();
}

// Reads [begin, begin + size) behind what is in the buffer. What has a size
// that fstat told has all those bytes, or it changed since.
bool ObjectReader::Fetch(std::uint64_t begin, std::uint64_t size) {
  const std::size_t old_size = object_.buffer.size();
  object_.buffer.Resize(old_size + size);
  std::size_t got = 0;
  const int error =
      object_.file->ReadAt(begin, object_.buffer.data() + old_size, size, got);
  if (error != 0) {
    ending_.Quarantine(Reason::kReadError, error);
  } else if (got < size) {
    ending_.Quarantine(Reason::kChanged);
  }
  return !ending_.decided;
}

// The last window has grown, and the buffer may have moved with all of them.
void ObjectReader::AimWindows() {
  const Bytes all = object_.buffer.bytes();
  const std::size_t count = object_.windows.size();
  const bool moved = aimed_at_ != all.data();
  aimed_at_ = all.data();
  for (std::size_t i = moved || count == 0 ? 0 : count - 1; i < count; ++i) {
    const std::uint64_t end =
        i + 1 < count ? object_.windows[i + 1].memory : all.size();
    Window& window = object_.windows[i];
    window.bytes = all.subspan(window.memory, end - window.memory);
  }
}

IndexLimits ObjectReader::LimitsFor(std::uint64_t budget) const {
  IndexLimits limits = terms_.limits;
  limits.elements = std::max<std::uint64_t>(budget / 2 / kElementCost, 1024);
  return limits;
}

// Gets what the index needs next into the last window. The bytes of a hop are
// not referred to, so the next read takes their place.
Fit ObjectReader::ReadOn(std::uint64_t budget) {
  const ElementIndex::Need need = object_.index->need();
  if (object_.last_is_hop) {
    object_.buffer.Resize(object_.windows.back().memory);
    object_.windows.pop_back();
    AimWindows();
  }
  Window* last = object_.windows.empty() ? nullptr : &object_.windows.back();
  // Where the window is gone on with, read twice as much each time. A hop has
  // one of its own, whose bytes go again.
  const bool goes_on = !need.hop && last != nullptr &&
                       need.begin >= last->begin && need.begin <= last->end();
  const std::uint64_t begin = goes_on ? last->end() : need.begin;
  std::uint64_t size = need.hop ? kHopRead : kReadOn;
  if (goes_on) size = std::max(size, last->bytes.size());
  const std::uint64_t size_left =
      object_.info.size - std::min(begin, object_.info.size);
  size = std::max(size, need.end - std::min(begin, need.end));
  size = std::min(size, size_left);
  if (size == 0) {  // nothing would ever satisfy the index
    ending_.Quarantine({Error::kTruncatedHeader, Tag(), begin, 0});
    return Fit::kFits;
  }
  if (object_.buffer.size() + size > budget / 2) return Fit::kTooLarge;
  if (!goes_on) {
    object_.windows.push_back({begin, object_.buffer.size(), {}});
  }
  object_.last_is_hop = need.hop;
  if (Fetch(begin, size)) AimWindows();
  return Fit::kFits;
}

// The data set is in the file as it stands.
Fit ObjectReader::ParsePlain(std::uint64_t budget) {
  object_.index->Begin(object_.prefix.encoding, object_.prefix.data_set_offset,
                       object_.info.size, LimitsFor(budget));
  while (true) {
    switch (object_.index->Extend(object_.windows.back())) {
      case ElementIndex::Status::kDone:
        return Fit::kFits;
      case ElementIndex::Status::kFault:
        if (object_.index->fault().error == Error::kTooManyElements) {
          return Fit::kTooLarge;
        }
        QuarantineOrSkip(object_.index->fault(), ending_);
        return Fit::kFits;
      case ElementIndex::Status::kNeedBytes:
        if (ReadOn(budget) == Fit::kTooLarge) return Fit::kTooLarge;
        if (ending_.decided) return Fit::kFits;
    }
  }
}

// PS3.5 A.5: the data set is one deflate stream and has to be in memory.
Fit ObjectReader::ParseDeflated(std::uint64_t budget) {
  if (object_.info.size > budget / 4) return Fit::kTooLarge;
  if (object_.buffer.size() < object_.info.size &&
      !Fetch(object_.buffer.size(),
             object_.info.size - object_.buffer.size())) {
    return Fit::kFits;
  }
  object_.whole = true;
  InflateLimits limits;
  limits.bytes = budget / 4;
  std::uint64_t trailing = 0;
  const Error error =
      Inflate(object_.buffer.bytes().subspan(object_.prefix.data_set_offset),
              limits, object_.inflated, trailing);
  if (error == Error::kInflatesTooFar) return Fit::kTooLarge;
  if (error != Error::kOk) {
    ending_.Quarantine({error, Tag(), object_.prefix.data_set_offset, 0});
    return Fit::kFits;
  }
  // One byte may pad the stream, which says itself where it ends.
  if (trailing > 1) object_.prefix.warnings.Add(Warning::kTrailingBytes);
  object_.windows.assign(1, {0, 0, object_.inflated});
  object_.index->Begin(object_.prefix.encoding, 0, object_.inflated.size(),
                       LimitsFor(budget));
  if (object_.index->Extend(object_.windows.back()) ==
      ElementIndex::Status::kDone) {
    return Fit::kFits;
  }
  if (object_.index->fault().error == Error::kTooManyElements) {
    return Fit::kTooLarge;
  }
  ending_.Quarantine(object_.index->fault());
  return Fit::kFits;
}

Fit ObjectReader::Parse(std::uint64_t budget) {
  // A second call begins again with the head, which is always there.
  const std::size_t head = static_cast<std::size_t>(
      std::min(object_.info.size,
               object_.info.size <= kWholeFile ? object_.info.size : kHead));
  object_.buffer.Resize(head);
  object_.windows.assign(1, {0, 0, object_.buffer.bytes()});
  aimed_at_ = object_.buffer.data();
  object_.last_is_hop = false;
  if (const Fault fault = ReadFilePrefix(object_.buffer.bytes(),
                                         object_.info.size, object_.prefix)) {
    QuarantineOrSkip(fault, ending_);
    return Fit::kFits;
  }
  return object_.prefix.syntax.deflated ? ParseDeflated(budget)
                                        : ParsePlain(budget);
}

}  // namespace

void ReadInput(const ReadTerms& terms, const std::string& path,
               InputObject& object, Ending& ending) noexcept {
  Guard(ending, [&] { ObjectReader(terms, object, ending).Read(path); });
}

Fit IndexInput(const ReadTerms& terms, std::uint64_t budget,
               InputObject& object, Ending& ending) noexcept {
  Fit fit = Fit::kFits;
  Guard(ending, [&] {
    fit = ObjectReader(terms, object, ending).Parse(budget);
    if (fit == Fit::kFits || budget < terms.memory.large_budget) return;
    fit = Fit::kFits;
    const Error error = object.index->fault().error;
    ending.Quarantine(
        {error == Error::kTooManyElements ? error : Error::kHeaderTooLarge,
         Tag(), 0, 0},
        Reason::kTooLarge);
  });
  return fit;
}

void QuarantineOrSkip(const Fault& fault, Ending& ending) {
  switch (fault.error) {
    case Error::kNotDicom:
      return ending.Skip(Reason::kNotDicom);
    case Error::kDicomdir:
      return ending.Skip(Reason::kDicomdir);
    case Error::kSkippedByRule:
      ending.fault = fault;
      return ending.Skip(Reason::kRule);
    default:
      return ending.Quarantine(fault);
  }
}

void ReadObject(const std::string& path, FileReader& file_system,
                InputObject& object, Ending& ending) {
  ending.Reset();
  std::string real;
  if (int error = file_system.RealPath(path, real)) {
    return ending.Quarantine(Reason::kReadError, error);
  }
  constexpr std::uint64_t kMemory = std::uint64_t{256} << 20;
  const ReadTerms terms{file_system, PlanMemory(kMemory, 1)};
  ReadInput(terms, real, object, ending);
  IndexInput(terms, terms.memory.large_budget, object, ending);
  if (!ending.decided) object.Complete();
}

}  // namespace dcmscrub
