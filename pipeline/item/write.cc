#include "pipeline/item/write.h"

#include <algorithm>
#include <cerrno>

#include "pipeline/item/read.h"

namespace dcmscrub {
namespace {

// The prefix stays as it is, the data set goes through the deflater.
void Deflate(std::uint64_t prefix, OutputBytes& bytes) {
  std::vector<std::uint8_t>& deflated = bytes.deflated;
  deflated.clear();
  bool begun = false;
  const auto begin = [&] {
    bytes.deflater.Begin(&deflated);
    begun = true;
  };
  for (const WriteStep& step : bytes.steps) {
    const std::size_t head = static_cast<std::size_t>(
        std::min<std::uint64_t>(prefix, step.bytes.size()));
    deflated.insert(deflated.end(), step.bytes.begin(),
                    step.bytes.begin() + static_cast<std::ptrdiff_t>(head));
    prefix -= head;
    if (head == step.bytes.size()) continue;
    if (!begun) begin();
    bytes.deflater.Add(step.bytes.subspan(head));
  }
  if (!begun) begin();
  bytes.deflater.Finish();
  // PS3.5 A.5: padded to even length.
  if (deflated.size() % 2 != 0) deflated.push_back(0);
}

// Writes one output, or decides how its input ends.
class OutputWriter {
 public:
  OutputWriter(const WriteTerms& terms, const NewOutput& output,
               InputObject& object, OutputBytes& bytes, WrittenOutput& written,
               Ending& ending)
      : terms_(terms),
        output_(output),
        object_(object),
        bytes_(bytes),
        written_(written),
        ending_(ending) {}

  void Write();

 private:
  int CopyMasked(const WriteStep& step);
  int CopyRange(const WriteStep& step);
  int WriteSteps(std::span<const WriteStep> steps);
  bool ChangedMeanwhile();
  int Create();
  int CreateLike();
  int Close();

  const WriteTerms& terms_;
  const NewOutput& output_;
  InputObject& object_;
  OutputBytes& bytes_;
  WrittenOutput& written_;
  Ending& ending_;
  bool copied_ = false;  // from the input, after its head was read
};

// A range with bits cleared has to pass through memory.
int OutputWriter::CopyMasked(const WriteStep& step) {
  constexpr std::uint64_t kChunk = std::uint64_t{256} << 10;
  std::vector<std::uint8_t>& chunk = bytes_.scratch;
  for (std::uint64_t done = 0; done < step.input_size;) {
    if (terms_.stop != nullptr && *terms_.stop != 0) return ECANCELED;
    chunk.resize(std::min(kChunk, step.input_size - done));
    std::size_t got = 0;
    if (int error = object_.file->ReadAt(step.input_begin + done, chunk.data(),
                                         chunk.size(), got)) {
      return error;
    }
    if (got != chunk.size()) return ENODATA;
    step.mask.Apply(step.mask_offset + done, chunk);
    const Bytes part = chunk;
    if (int error = written_.temporary->Write({&part, 1})) return error;
    done += got;
  }
  return 0;
}

int OutputWriter::CopyRange(const WriteStep& step) {
  copied_ = true;
  if (!step.mask.keeps_all()) return CopyMasked(step);
  return written_.temporary->CopyFrom(*object_.file, step.input_begin,
                                      step.input_size, terms_.stop);
}

int OutputWriter::WriteSteps(std::span<const WriteStep> steps) {
  OutputFile& out = *written_.temporary;
  std::vector<Bytes>& parts = bytes_.parts;
  parts.clear();
  for (const WriteStep& step : steps) {
    if (!step.bytes.empty()) {
      parts.push_back(step.bytes);
      continue;
    }
    if (!parts.empty()) {
      if (int error = out.Write(parts)) return error;
      parts.clear();
    }
    if (int error = CopyRange(step)) return error;
  }
  return parts.empty() ? 0 : out.Write(parts);
}

// A copy that came after the head was read may be of other bytes.
bool OutputWriter::ChangedMeanwhile() {
  FileInfo now;
  return object_.file->Info(now) != 0 || now.size != object_.info.size ||
         now.modified_ns != object_.info.modified_ns;
}

int OutputWriter::Create() {
  if (terms_.in_place) return CreateLike();
  FileSystem& files = terms_.file_system;
  const std::string& path = output_.path;
  Likeness owner_only;
  Likeness* const like = terms_.owner_only ? &owner_only : nullptr;
  // Nearly every output has a neighbour already: make folders when asked to.
  const int error = files.CreateTemporary(path, like, written_.temporary);
  if (error != ENOENT) return error;
  if (int made = MakeFolders(files, std::string(FolderOf(path)))) return made;
  return files.CreateTemporary(path, like, written_.temporary);
}

int OutputWriter::CreateLike() {
  Likeness like;
  like.file = object_.file.get();
  like.may_keep = output_.may_keep;
  const int error = terms_.file_system.CreateTemporary(output_.path, &like,
                                                       written_.temporary);
  written_.losses = like.losses;
  return error;
}

// After the last write. A batch is synced before it is closed, by commit.
int OutputWriter::Close() {
  OutputFile& out = *written_.temporary;
  if (terms_.in_place) {
    FileInfo info;
    if (int error = out.Info(info)) return error;
    written_.stamp.modified_ns = info.modified_ns;
  }
  return terms_.sync == Sync::kNone ? out.Close() : 0;
}

void OutputWriter::Write() {
  std::span<const WriteStep> steps = bytes_.steps;
  WriteStep all;
  written_.stamp.size = bytes_.edits.size();
  if (object_.prefix.syntax.deflated) {
    Deflate(output_.data_set_begin, bytes_);
    all.bytes = bytes_.deflated;
    steps = {&all, 1};
    written_.stamp.size = bytes_.deflated.size();
  }
  if (terms_.dry_run) return;
  int error = Create();
  if (error == 0) error = WriteSteps(steps);
  if (error == ECANCELED) return ending_.Interrupt();
  if (error == ENODATA) return ending_.Quarantine(Reason::kChanged);
  if (error == 0 && copied_ && ChangedMeanwhile()) {
    return ending_.Quarantine(Reason::kChanged);
  }
  if (error == 0) error = Close();
  if (error != 0) ending_.Quarantine(Reason::kWriteError, error);
}

}  // namespace

void OutputBytes::Plan(const InputObject& object) {
  steps = gather->Plan(edits, object.windows, object.memory());
}

bool OutputBytes::Finish(std::uint64_t budget) {
  ReleaseIfLarger(deflated, budget);
  ReleaseIfLarger(parts, budget);
  if (edits.arena().capacity() <= budget &&
      edits.runs().size_bytes() <= budget) {
    return false;
  }
  edits = EditList();
  gather.emplace();
  return true;
}

void WriteOutput(const WriteTerms& terms, const NewOutput& output,
                 InputObject& object, OutputBytes& bytes,
                 WrittenOutput& written, Ending& ending) noexcept {
  Guard(ending, [&] {
    OutputWriter(terms, output, object, bytes, written, ending).Write();
  });
  if (ending.decided) written.temporary.reset();
}

}  // namespace dcmscrub
